r"""Functionals of laws: each knows how it unfolds to integrals against the base measure.

Main definitions
----------------
Int
    :math:`\int f(x)\,dx` against the base measure (a sum, if the measure counts).
E, Var, Cov
    Moments under a law.
KL, H
    Kullback–Leibler divergence; entropy ``H(p)`` and cross-entropy ``H(p, q)``.
SampleMean, SampleSum, SampleProduct
    Over i.i.d. draws :math:`x_1, \dots, x_N`: random, linear in what is averaged.
SampleE, SampleVar
    Expectation and variance over the draws of all samples of size N.
Grad, ArgMin, ArgMax
    What optimisation says about a functional.
Name, InOrder
    A name for an expression; a sum that prints in the order it was written.

Implementation notes
--------------------
``unfold`` rewrites one node into integrals and knows nothing of algebra. The numerical
route (:mod:`.witness`) never calls it: it has its own meaning for every class here.
"""

from functools import cached_property

from sympy import Add, Basic, Expr, Integer, Symbol, Tuple, exp, log, sympify
from sympy.core.symbol import Str

from .laws import Law

__all__ = [
    "Cov",
    "E",
    "ArgMax",
    "ArgMin",
    "Grad",
    "H",
    "InOrder",
    "Int",
    "KL",
    "N",
    "Name",
    "SampleE",
    "SampleMean",
    "SampleProduct",
    "SampleSum",
    "SampleVar",
    "Var",
]

N = Symbol("N", integer=True, positive=True)


class Functional(Expr):
    """A real number that depends on laws; ``bound`` are the symbols it integrates away."""

    is_commutative = True
    is_real = True
    bound = ()

    @cached_property
    def _free(self):
        inner = set().union(*(a.free_symbols for a in self.args))
        return inner - set(self.bound)

    @property
    def free_symbols(self):
        return set(self._free)

    def _eval_subs(self, old, new):
        return self if old in self.bound else None

    def unfold(self):
        """Return the definition, in terms of integrals against the base measure."""
        raise NotImplementedError


class Int(Functional):
    """The integral of ``body`` over ``variables`` against the base measure."""

    def __new__(cls, body, *variables):
        if len(variables) == 1 and isinstance(variables[0], Tuple):
            variables = tuple(variables[0])
        names = sorted({sympify(v) for v in variables}, key=str)
        if not names:
            raise ValueError("variables is empty; expected the symbols to integrate over")
        return Expr.__new__(cls, sympify(body), Tuple(*names))

    @property
    def body(self):
        return self.args[0]

    @property
    def bound(self):
        return tuple(self.args[1])

    @property
    def is_positive(self):
        return True if self.body.is_positive else None

    def _sympystr(self, printer):
        measure = " ".join(f"d{v}" for v in self.bound)
        return f"∫ {printer.parenthesize(self.body, 50)} {measure}"

    def unfold(self):
        return self

    def _eval_derivative(self, symbol):
        return Int(self.body.diff(symbol), *self.bound)


class E(Functional):
    r"""The expectation :math:`\mathbb{E}_{x \sim p}[f(x)]`, written ``E(p, f(x))``."""

    def __new__(cls, law, body):
        return Expr.__new__(cls, _law(law, "law"), sympify(body))

    @property
    def law(self):
        return self.args[0]

    @property
    def bound(self):
        return self.law.variables

    @cached_property
    def _free(self):
        return (self.args[1].free_symbols | self.law.density.free_symbols) - set(self.bound)

    def _sympystr(self, printer):
        return f"E_{printer._print(self.law)}[{printer._print(self.args[1])}]"

    def unfold(self):
        return Int(self.law.density * self.args[1], *self.bound)


class Var(E):
    r"""The variance :math:`\operatorname{Var}_{x \sim p}[f(x)]`."""

    def _sympystr(self, printer):
        return f"Var_{printer._print(self.law)}[{printer._print(self.args[1])}]"

    def unfold(self):
        law, body = self.args
        return E(law, body**2).unfold() - E(law, body).unfold() ** 2


class Cov(Functional):
    r"""The covariance :math:`\operatorname{Cov}_{x \sim p}[f(x), g(x)]`."""

    def __new__(cls, law, first, second):
        return Expr.__new__(cls, _law(law, "law"), sympify(first), sympify(second))

    @property
    def law(self):
        return self.args[0]

    @property
    def bound(self):
        return self.law.variables

    def unfold(self):
        law, first, second = self.args
        product = E(law, first * second).unfold()
        return product - E(law, first).unfold() * E(law, second).unfold()


class _OfLaws(Functional):
    """A functional whose arguments are laws of the same variables."""

    def __new__(cls, *laws):
        laws = [_law(law, f"argument {k}") for k, law in enumerate(laws, 1)]
        if len({law.variables for law in laws}) > 1:
            seen = ", ".join(f"{law.name} of {law.variables}" for law in laws)
            raise ValueError(f"{cls.__name__} of {seen}; expected laws of the same variables")
        return Expr.__new__(cls, *laws)

    @property
    def bound(self):
        return self.args[0].variables

    @cached_property
    def _free(self):
        return set().union(*(law.density.free_symbols for law in self.args)) - set(self.bound)


class KL(_OfLaws):
    r"""The divergence :math:`D_{\mathrm{KL}}(p \,\|\, q) = \int p \ln(p/q)\,dx`, p the data."""

    def __new__(cls, p, q):
        return super().__new__(cls, p, q)

    def _sympystr(self, printer):
        p, q = map(printer._print, self.args)
        return f"D_KL({p} || {q})"

    def unfold(self):
        p, q = (law.density for law in self.args)
        return Int(p * log(p / q), *self.bound)


class H(_OfLaws):
    r"""Entropy ``H(p)`` :math:`= -\int p \ln p`; cross-entropy ``H(p, q)`` :math:`= -\int p \ln q`."""

    def __new__(cls, p, q=None):
        return super().__new__(cls, p) if q is None else super().__new__(cls, p, q)

    def unfold(self):
        p, q = self.args[0].density, self.args[-1].density
        return Int(-p * log(q), *self.bound)


class SampleMean(Functional):
    r""":math:`\frac1N \sum_{i=1}^N f(x_i)` over N i.i.d. draws from a law: a random variable."""

    def __new__(cls, law, body):
        return Expr.__new__(cls, _law(law, "law"), sympify(body))

    @property
    def law(self):
        return self.args[0]

    @property
    def body(self):
        return self.args[1]

    @property
    def bound(self):
        return self.law.variables

    @cached_property
    def _free(self):
        return (self.body.free_symbols - set(self.bound)) | {N}

    def _sympystr(self, printer):
        what = {"SampleSum": "sum", "SampleProduct": "prod"}.get(type(self).__name__, "mean")
        return f"{what}_i[{printer._print(self.body)}]"

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

    def unfold(self):
        return exp(N * SampleMean(self.law, log(self.body)))


class SampleE(Functional):
    """The expectation of a statistic over all samples of N i.i.d. draws."""

    def __new__(cls, body):
        body = sympify(body)
        if not body.has(SampleMean):
            raise ValueError(f"{body} holds no sample mean; expected a statistic of the sample")
        return Expr.__new__(cls, body)

    def unfold(self):
        raise TypeError("the expectation over samples is taken by the normal form")


class SampleVar(SampleE):
    """The variance of a statistic over all samples of N i.i.d. draws."""


class Grad(Functional):
    r""":math:`\frac{\partial^n}{\partial\theta^n}` of an expression, not carried out."""

    def __new__(cls, body, symbol, order=1):
        return Expr.__new__(cls, sympify(body), sympify(symbol), Integer(order))

    def unfold(self):
        raise TypeError("the derivative is taken by the normal form")


class ArgMin(Functional):
    r"""The set of minimisers, :math:`\arg\min_\theta f(\theta)`; claims compare it whole."""

    sign = 1

    def __new__(cls, body, symbol):
        return Expr.__new__(cls, sympify(body), sympify(symbol))

    @property
    def body(self):
        return self.args[0]

    @property
    def bound(self):
        return (self.args[1],)


class ArgMax(ArgMin):
    r"""The set of maximisers, :math:`\arg\max_\theta f(\theta)`."""

    sign = -1


class Name(Functional):
    r"""A name for an expression: ``Name("L", value, theta)`` prints :math:`L(\theta)`."""

    def __new__(cls, latex, value, *arguments):
        latex = latex if isinstance(latex, Str) else Str(latex)
        if len(arguments) == 1 and isinstance(arguments[0], Tuple):
            arguments = tuple(arguments[0])
        return Expr.__new__(cls, latex, sympify(value), Tuple(*arguments))

    @property
    def value(self):
        return self.args[1]

    @property
    def is_positive(self):
        return self.value.is_positive

    def _sympystr(self, printer):
        inside = ", ".join(map(printer._print, self.args[2]))
        return f"{self.args[0].name}({inside})"

    def unfold(self):
        return self.value


class InOrder(Functional):
    """A sum that prints its terms as written: ``InOrder(H(p, q), -H(p))``."""

    def __new__(cls, *terms):
        return Expr.__new__(cls, *map(sympify, terms))

    def _sympystr(self, printer):
        return printer._print(Add(*self.args))

    def unfold(self):
        return Add(*self.args)


def _law(law, name):
    if not isinstance(law, Law):
        kind = type(law).__name__ if not isinstance(law, Basic) else str(law)
        raise TypeError(f"{name} is {kind}; expected a law, such as Density('p')")
    return law
