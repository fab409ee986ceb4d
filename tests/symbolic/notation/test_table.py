"""Every law and functional has a row in both tables; what has none is refused by name."""

import pytest
from sympy import Function, Symbol, zeta

from klutils.symbolic import Density, E, H, Normal, latex, plain
from klutils.symbolic.language import laws, named_laws
from klutils.symbolic.language.hypotheses import Hypothesis
from klutils.symbolic.language.written import CLASSES
from klutils.symbolic.notation.hypotheses import FORMS
from klutils.symbolic.notation.plain import _Plain
from klutils.symbolic.notation.printing import _Latex
from tests.symbolic.setting import p, q, x

ABSTRACT = {laws.Law, named_laws.NamedLaw}
FUNCTIONS = {"sqrt"}  # of those that can be written, no class of its own


def _hypothesis(what):
    return isinstance(what, type) and issubclass(what, Hypothesis)


@pytest.mark.parametrize("printer", [_Latex, _Plain])
def test_what_can_be_said_has_a_row(printer):
    wanted = {c for name, c in CLASSES.items() if name not in FUNCTIONS} - ABSTRACT
    wanted = {c for c in wanted if not _hypothesis(c)}  # these have a table of their own
    assert {c.__name__ for c in wanted if c not in printer.rows} == set()


def test_each_hypothesis_has_its_words():
    wanted = {c for c in CLASSES.values() if _hypothesis(c)} - {Hypothesis}
    assert wanted == set(FORMS)


def test_both_tables_say_the_same_classes():
    assert set(_Latex.rows) == set(_Plain.rows)


class Cauchy(Normal):
    """A subclass of a law is another law."""


class Median(H):
    """A subclass of a functional is another functional."""


class Flat(Density):
    """A law of an arbitrary one's kind."""


@pytest.mark.parametrize("say", [latex, plain])
@pytest.mark.parametrize(
    ("name", "expr"),
    [
        ("Cauchy", Cauchy(0, 1)),
        ("Cauchy", H(Cauchy(0, 1))),
        ("Cauchy", Cauchy(0, 1)(x)),
        ("Flat", E(Flat("p"), x)),
        ("Median", 1 + Median(p, q)),
        ("Median", zeta(Symbol("s") * Median(p, q))),
    ],
)
def test_a_class_without_a_row_is_refused_by_name(say, name, expr):
    if say is latex and expr.has(zeta):
        name = "zeta"
    with pytest.raises(TypeError, match=f"{name} has no notation"):
        say(expr)


def test_a_message_says_what_only_sympy_knows():
    f = Function("f", real=True)
    assert plain(zeta(f(x)) + H(p, q)) in ("zeta(f(x)) + H(p, q)", "H(p, q) + zeta(f(x))")
