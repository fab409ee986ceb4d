r"""Functionals of laws: each knows how it unfolds to integrals against the base measure.

Main definitions
----------------
Int
    :math:`\int f(x)\,dx` against the base measure (a sum, if the measure counts).
E, Var, Cov
    Moments under a law.
KL, H
    Kullback–Leibler divergence; entropy ``H(p)`` and cross-entropy ``H(p, q)``.
SumOver
    A sum over an index, to a letter or a number.
Name, InOrder
    A name for an expression; a sum that prints in the order it was written.

Statistics of samples and what optimisation says have modules of their own, :mod:`.samples`
and :mod:`.optimisation`.

Implementation notes
--------------------
``unfold`` rewrites one node into integrals and knows nothing of algebra. The numerical
route (:mod:`klutils.symbolic.witness`) never calls it: it has its own meaning for every class here.

Where named laws of different supports meet, the first one must live inside the others, or the
functional is infinite or undefined and its closed form false. Such a meeting raises at once.
"""

from functools import cached_property

from sympy import Add, Expr, Mul, Tuple, log
from sympy.core.symbol import Str

from .arguments import check_supports, check_term, densities, expression, law_of, symbol_of
from .laws import DensityAt
from .letters import without
from .supports import below_a_line, factors_of_terms, inside

__all__ = [
    "Cov",
    "E",
    "H",
    "InOrder",
    "Int",
    "KL",
    "Name",
    "SumOver",
    "Var",
]


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

    @cached_property
    def ordered_free(self):
        """The free symbols, always in the same order."""
        return tuple(sorted(self._free, key=str))

    def _eval_subs(self, old, new):
        if old in self.bound:
            return self
        captured = new.free_symbols & set(self.bound) if old in self.free_symbols else set()
        if captured:
            raise ValueError(
                f"{old} cannot become {new} in {self}: {captured.pop()} is integrated there"
            )
        return None

    def _xreplace(self, rule):
        return super()._xreplace(without(rule, self.bound))

    def unfold(self):
        """Return the definition, in terms of integrals against the base measure."""
        raise NotImplementedError

    def must_cover(self):
        """Return pairs of laws: where the first is positive the second must be positive too."""
        return ()


class Int(Functional):
    """The integral of ``body`` over ``variables`` against the base measure."""

    def __new__(cls, body, *variables):
        if len(variables) == 1 and isinstance(variables[0], Tuple):
            variables = tuple(variables[0])
        names = sorted({symbol_of(v, "variables") for v in variables}, key=str)
        if not names:
            raise ValueError("variables is empty; expected the symbols to integrate over")
        body = expression(body, "body")
        terms = body.args if isinstance(body, InOrder) else Add.make_args(body)
        for term in terms:
            check_term(term, names)
        return Expr.__new__(cls, body, Tuple(*names))

    @property
    def body(self):
        return self.args[0]

    @property
    def bound(self):
        return tuple(self.args[1])

    def _eval_is_extended_positive(self):
        return True if self.body.is_positive else None

    def unfold(self):
        return self

    def must_cover(self):
        for factors in factors_of_terms(self.body):
            holding = [f.law for f in factors if isinstance(f, DensityAt)]
            others = set().union(*(below_a_line(f, densities) for f in factors))
            yield from ((law, other) for law in holding for other in others if law != other)

    def _eval_derivative(self, symbol):
        return Int(self.body.diff(symbol), *self.bound)


class Averaged(Functional):
    """A functional of a law and of one expression that it averages."""

    def __new__(cls, law, body):
        law, body = law_of(law, "law"), expression(body, "body")
        check_supports(cls.__name__, law, densities(body))
        return Expr.__new__(cls, law, body)

    @property
    def law(self):
        return self.args[0]

    @property
    def body(self):
        return self.args[1]

    @property
    def bound(self):
        return self.law.variables

    def must_cover(self):
        others = below_a_line(self.body, densities)
        return ((self.law, other) for other in others if other != self.law)


class E(Averaged):
    r"""The expectation :math:`\mathbb{E}_{x \sim p}[f(x)]`, written ``E(p, f(x))``."""

    def _eval_is_extended_positive(self):
        return True if self.args[1].is_positive else None

    @cached_property
    def _free(self):
        return (self.args[1].free_symbols | self.law.density.free_symbols) - set(self.bound)

    def unfold(self):
        weighted = self.law.density * self.args[1]
        self._check_kept(weighted)
        return Int(weighted, *self.bound)

    def _check_kept(self, weighted):
        """Refuse to cancel a density that alone says where the expectation is taken."""
        kept = {f.law for f in Mul.make_args(weighted) if isinstance(f, DensityAt)}
        for part in self.law.parts:
            for other in densities(self.args[1]):
                wider = other.variables == part.variables and not inside(
                    other.support, part.support
                )
                if part not in kept and wider:
                    raise ValueError(f"{part} cancels against {other}, whose support is wider")


class Var(E):
    r"""The variance :math:`\operatorname{Var}_{x \sim p}[f(x)]`."""

    def _eval_is_extended_positive(self):
        return None

    def unfold(self):
        law, body = self.args
        return E(law, body**2) - E(law, body) ** 2


class Cov(Functional):
    r"""The covariance :math:`\operatorname{Cov}_{x \sim p}[f(x), g(x)]`."""

    def __new__(cls, law, first, second):
        law = law_of(law, "law")
        first, second = expression(first, "first"), expression(second, "second")
        check_supports(cls.__name__, law, densities(first) | densities(second))
        return Expr.__new__(cls, law, first, second)

    @property
    def law(self):
        return self.args[0]

    @property
    def bound(self):
        return self.law.variables

    @cached_property
    def _free(self):
        inside_ = self.args[1].free_symbols | self.args[2].free_symbols
        return (inside_ | self.law.density.free_symbols) - set(self.bound)

    def unfold(self):
        law, first, second = self.args
        return E(law, first * second) - E(law, first) * E(law, second)


class OfLaws(Functional):
    """A functional whose arguments are laws of the same variables."""

    def __new__(cls, *laws):
        laws = [law_of(law, name) for law, name in zip(laws, "pq", strict=False)]
        if len({law.variables for law in laws}) > 1:
            seen = ", ".join(f"{law.name} of {law.variables}" for law in laws)
            raise ValueError(f"{cls.__name__} of {seen}; expected laws of the same variables")
        check_supports(cls.__name__, laws[0], laws[1:])
        return Expr.__new__(cls, *laws)

    @property
    def bound(self):
        return self.args[0].variables

    def must_cover(self):
        return ((self.args[0], other) for other in self.args[1:])

    @cached_property
    def _free(self):
        return set().union(*(law.density.free_symbols for law in self.args)) - set(self.bound)


class KL(OfLaws):
    r"""The divergence :math:`D_{\mathrm{KL}}(p \,\|\, q) = \int p \ln(p/q)\,dx`, p the data."""

    def __new__(cls, p, q):
        return super().__new__(cls, p, q)

    def unfold(self):
        p, q = (law.density for law in self.args)
        return Int(p * log(p / q), *self.bound)


class H(OfLaws):
    r"""Entropy :math:`H(p) = -\int p \ln p`, cross-entropy :math:`H(p, q) = -\int p \ln q`."""

    def __new__(cls, p, q=None):
        return super().__new__(cls, p) if q is None else super().__new__(cls, p, q)

    def unfold(self):
        p, q = self.args[0].density, self.args[-1].density
        return Int(-p * log(q), *self.bound)


class SumOver(Functional):
    r"""The sum :math:`\sum_{i=1}^d f_i` over an index, with d a letter or a number."""

    def __new__(cls, body, index, count):
        index, count = symbol_of(index, "index"), expression(count, "count")
        if not index.is_integer:
            raise TypeError(f"index is {index}; expected a letter from index('i')")
        if not (count.is_integer and count.is_nonnegative):
            raise ValueError(f"count is {count}; expected a whole number or index('d')")
        return Expr.__new__(cls, expression(body, "body"), index, count)

    @property
    def body(self):
        return self.args[0]

    @property
    def index(self):
        return self.args[1]

    @property
    def count(self):
        return self.args[2]

    @property
    def bound(self):
        return (self.index,)

    @cached_property
    def _free(self):
        return (self.body.free_symbols - {self.index}) | self.count.free_symbols

    def unfold(self):
        return self

    def _eval_derivative(self, symbol):
        return SumOver(self.body.diff(symbol), self.index, self.count)


class Name(Functional):
    r"""A name for an expression: ``Name("L", value, theta)`` prints :math:`L(\theta)`."""

    def __new__(cls, latex, value, *arguments):
        if not isinstance(latex, (str, Str)) or latex == "":
            raise TypeError(f"latex is {latex!r}; expected LaTeX, such as 'L' or r'\\ell'")
        latex = latex if isinstance(latex, Str) else Str(latex)
        if len(arguments) == 1 and isinstance(arguments[0], Tuple):
            arguments = tuple(arguments[0])
        arguments = (expression(a, f"argument {k}") for k, a in enumerate(arguments, 1))
        return Expr.__new__(cls, latex, expression(value, "value"), Tuple(*arguments))

    @property
    def value(self):
        return self.args[1]

    def _eval_is_extended_positive(self):
        return self.value.is_positive

    def unfold(self):
        return self.value


class InOrder(Functional):
    """A sum that prints its terms as written: ``InOrder(H(p, q), -H(p))``."""

    def __new__(cls, *terms):
        return Expr.__new__(cls, *(expression(t, f"term {k}") for k, t in enumerate(terms, 1)))

    def unfold(self):
        return Add(*self.args)

    def _eval_evalf(self, _precision):
        return self.unfold()
