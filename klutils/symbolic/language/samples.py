r"""Statistics of a sample: what is computed from N i.i.d. draws, and its moments.

Main definitions
----------------
N
    The sample size.
SampleMean, SampleSum, SampleProduct
    Over i.i.d. draws :math:`x_1, \dots, x_N`: random, linear in what is averaged.
SampleE, SampleVar
    Expectation and variance over the draws of all samples of size N.
"""

from functools import cached_property

from sympy import Expr, Symbol, exp, log

from .arguments import expression
from .functionals import Averaged, Functional

__all__ = ["N", "SampleE", "SampleMean", "SampleProduct", "SampleSum", "SampleVar"]

N = Symbol("N", integer=True, positive=True)


class SampleMean(Averaged):
    r""":math:`\frac1N \sum_{i=1}^N f(x_i)` over N i.i.d. draws from a law: a random variable."""

    @cached_property
    def _free(self):
        return (self.body.free_symbols - set(self.bound)) | {N}

    def unfold(self):
        return self

    def _eval_derivative(self, symbol):
        return SampleMean(self.law, self.body.diff(symbol))


class SampleSum(SampleMean):
    r""":math:`\sum_{i=1}^N f(x_i)`, which is N times the sample mean."""

    def unfold(self):
        return N * SampleMean(self.law, self.body)


class SampleProduct(SampleMean):
    r""":math:`\prod_{i=1}^N f(x_i)` for positive f: the likelihood, if f is a density."""

    is_positive = True

    def __new__(cls, law, body):
        product = super().__new__(cls, law, body)
        if not product.body.is_positive:
            raise ValueError(
                f"body is {product.body}, not known to be positive; expected a density"
            )
        return product

    def unfold(self):
        return exp(N * SampleMean(self.law, log(self.body)))


class SampleE(Functional):
    """The expectation of a statistic over all samples of N i.i.d. draws."""

    def __new__(cls, body):
        body = expression(body, "body")
        if not body.has(SampleMean):
            raise ValueError(f"body is {body}, which holds no sample mean; expected a statistic")
        return Expr.__new__(cls, body)

    @cached_property
    def _free(self):
        drawn = (m.law.density.free_symbols - set(m.bound) for m in self.args[0].atoms(SampleMean))
        return self.args[0].free_symbols.union(*drawn)

    def unfold(self):
        raise TypeError("the expectation over samples is taken by the normal form")


class SampleVar(SampleE):
    """The variance of a statistic over all samples of N i.i.d. draws."""
