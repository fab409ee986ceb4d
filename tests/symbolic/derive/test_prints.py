"""What is shown says what was checked, and nothing looks like something else."""

import pytest
from sympy import Function, Rational, Symbol, log

from klutils.symbolic import (
    KL,
    ArgMin,
    Density,
    Derivation,
    Dominated,
    E,
    Finite,
    Grad,
    H,
    InOrder,
    IsFinite,
    Joint,
    Name,
    Normal,
    PrintError,
    SampleE,
    SampleMean,
    SumOver,
    at_least,
    equal,
    equal_up_to_constant,
    estimate,
    index,
    parameter,
    variable,
    vector,
)
from klutils.symbolic.derive import derivation
from klutils.symbolic.derive.prints import compared, read_back
from klutils.symbolic.derive.regrouped import regrouped
from klutils.symbolic.language.optimisation import At
from tests.symbolic.claims import TRUE, gibbs

p, q = Density("p"), Density("q")
x, y = variable("x"), variable("y")
theta = parameter("theta")
f = Function("f", real=True)
q_theta = Density("q", given=theta)
ALIKE_THERE = {"two samples"}  # claims of two samples of one letter: the routes tell them apart


@pytest.mark.parametrize("name", [name for name in TRUE if name not in ALIKE_THERE])
def test_true_claims_read_back_as_they_are_written(name):
    left, step = TRUE[name]
    found = Derivation("eq-true", left, step).read_back
    assert (found["sides"], found["regrouped"]) == (2, 0)


def test_hypotheses_and_samples_are_read_back_too():
    found = Derivation(
        "eq-all",
        KL(p, q_theta),
        equal_up_to_constant(H(p, q_theta), "split", over=theta, given=IsFinite(H(p))),
        estimate(-SampleMean(p, log(q_theta(x))), "average"),
        given=Dominated(p, q_theta),
    )
    assert found.read_back == {"sides": 3, "regrouped": 0, "hypotheses": 3}
    assert found.record()["samples"] == [r"$x_1, \dots, x_N$ i.i.d. from $p$"]
    assert r"\doteq_{\theta}" in found.latex()


def normals(name):
    return Normal(0, 1, name=name), Normal(1, 1, name=name)


def joints():
    step = Normal(x, 1, "y", name="q")
    return Joint(Normal(0, 1, name="q"), step), Joint(Normal(theta, 1, name="q"), step)


def image_of(law):
    return E(law, f(x))


ALIKE = {
    "a symbol for a variable": (E(p, f(Symbol("x"))), r"Symbol\('x'\).*Variable\('x'\)"),
    "a positive parameter for another": (
        Grad(KL(p, q_theta), parameter("theta", positive=True)),
        r"Symbol\('theta', real=True\).*positive=True",
    ),
    "two names of one letter": (
        parameter("x1") * parameter("x_1"),
        r"'x1'.*'x_1'|'x_1'.*'x1'",
    ),
    "two formulas of one letter": (
        E(normals("s")[0], log(normals("s")[0](x) / normals("s")[1](x))),
        r"Normal\(0, 1.*Normal\(1, 1|Normal\(1, 1.*Normal\(0, 1",
    ),
    "two joint laws of one letter": (ArgMin(KL(*joints()), theta), r"Normal"),
    "two finite laws of one letter": (
        KL(Finite("p", [Rational(1, 2)] * 2), Finite("p", [Rational(1, 4), Rational(3, 4)])),
        r"Finite\('p'.*Finite\('p'",
    ),
    "a law and a letter": (parameter("p") * H(p), r"the letter .*the law p|the law p.*the letter"),
    "a letter and the sample size": (
        parameter("N") * SampleE(SampleMean(p, f(x))),
        r"Symbol\('N', real=True\)",
    ),
    "two names of one name": (
        E(p, Name("r", q(x) / p(x), x)) - E(p, Name("r", p(x), x)),
        r"Name\('r'.*Name\('r'",
    ),
    "draws from two laws": (
        SampleE(SampleMean(p, f(x)) - SampleMean(q, f(x))),
        r"a draw from .*.*a draw from",
    ),
    "a letter of a law that is written with it": (
        (H(p) + H(Density("p", "y"))) * Symbol("y"),
        r"Symbol\('y'\).*Variable\('y'\)",
    ),
    "a vector and a variable": (
        SumOver(vector("x")[index("i")], index("i"), 3) * E(p, x),
        "Vector",
    ),
}


@pytest.mark.parametrize("case", ALIKE)
def test_what_looks_alike_and_differs_raises_with_both_named(case):
    expr, told = ALIKE[case]
    with pytest.raises(PrintError, match=f"(?s)^eq-alike: .* are both written .*{told}"):
        Derivation("eq-alike", expr, equal(expr + 0, "as it is"))


def test_a_name_that_tex_would_set_otherwise_raises():
    with pytest.raises(PrintError, match="eq-ten.*p_10"):
        Derivation("eq-ten", H(Density("p_10"), q), equal(H(Density("p_10"), q), ""))


def test_laws_of_one_letter_that_are_told_apart_do_not_raise():
    other = Density("p", "y")
    both = H(p) + H(other)
    assert Derivation("eq-both", both, equal(both, "")).latex() == "H(p(x)) + H(p(y)) = " + (
        "H(p(x)) + H(p(y))"
    )
    formulas = H(Normal(0, 1), Normal(0, 1, "x")) - H(Normal(0, 1, "y"))
    assert Derivation("eq-formulas", formulas, equal(0, "")).read_back["regrouped"] == 0


def test_a_minus_before_a_sum_in_order_has_brackets():
    shown = Derivation("eq-minus", KL(p, q) - InOrder(H(p, q), -H(p)), equal(0, "")).latex()
    assert shown == r"D_{\mathrm{KL}}(p \,\|\, q) - (H(p, q) - H(p)) = 0"


def test_an_operator_before_a_value_at_a_point_has_brackets():
    i, d = index("i"), index("d")
    total = SumOver(At(theta**2, theta, i), i, d)
    assert compared("", total, total) == "form"
    shown = Derivation("eq-values", total, equal(total, "")).latex()
    assert shown.startswith(r"\sum_{i=1}^{d} (\theta^{2} \big|_{\theta=i})")


PLANTED = {
    "another sign": ("H(p, q) - H(p)", "H(p, q) + H(p)", "read back"),
    "laws exchanged": ("H(p, q)", "H(q, p)", "read back"),
    "nothing readable": ("H(p, q)", "H(p, q", "cannot be read"),
    "a side less": ("= H(p, q) - H(p)", "", "1 sides were read, and 2"),
    "another relation": ("= H", r"\ge H", "its sign was read as at_least"),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_derivation_whose_print_says_something_else_raises(fault, monkeypatch):
    right, wrong, told = PLANTED[fault]
    whole = derivation.aligned
    monkeypatch.setattr(derivation, "aligned", lambda *parts: whole(*parts).replace(right, wrong))
    with pytest.raises(PrintError, match=told):
        Derivation("eq-split", KL(p, q), equal(H(p, q) - H(p), "split"))


def test_a_parameter_of_a_sign_and_a_hypothesis_are_compared():
    step = equal_up_to_constant(H(p, q_theta), "", over=theta)
    said = r"D_{\mathrm{KL}}(p \,\|\, q_{\theta}) \doteq H(p, q_{\theta})"
    with pytest.raises(PrintError, match="its sign was read as up_to_constant over None"):
        read_back("eq-a", said, KL(p, q_theta), [step], [])
    held = Dominated(p, q_theta)
    said = said.replace(r"\doteq", r"\doteq_{\theta}")
    with pytest.raises(PrintError, match="was read as"):
        read_back("eq-a", said, KL(p, q_theta), [step], [(r"$q_{\theta} \ll p$", held)])
    with pytest.raises(PrintError, match="cannot be read"):
        read_back("eq-a", said, KL(p, q_theta), [step], [(r"$p$ is dominated", held)])


def test_an_inequality_reads_back_with_its_direction():
    assert Derivation("eq-least", KL(p, q), at_least(0, "", gap=gibbs)).read_back["sides"] == 2


def test_arithmetic_alone_makes_two_sides_the_same_and_no_theorem():
    a, b = map(parameter, "ab")
    assert regrouped((a + b) * theta, a * theta + b * theta)
    assert regrouped(E(p, (a + b) * f(x)), E(p, a * f(x) + b * f(x)))
    assert not regrouped(H(p, q) - H(p), KL(p, q))
    assert not regrouped(Normal(0, 1)(x), Normal(1, 1)(x))
    assert not regrouped(E(p, f(y)), E(p, f(x)))
