"""What the grammar makes of a print, by rules that are written down and not the printer's."""

import pytest
from sympy import Abs, Function, Integer, Rational, Symbol, exp, log, pi, sqrt
from sympy import E as EULER

from klutils.symbolic import (
    KL,
    ArgMin,
    At,
    Cov,
    Density,
    E,
    Exponential,
    Grad,
    H,
    Int,
    Joint,
    N,
    Name,
    Normal,
    Pushforward,
    SampleE,
    SampleMean,
    SampleSum,
    SumOver,
    Var,
    copies,
    index,
    parameter,
    variable,
    vector,
)
from klutils.symbolic.derive.same import plainly
from klutils.symbolic.language.steps import Decimal
from klutils.symbolic.reading.meaning import Reader
from klutils.symbolic.reading.names import Names, in_tex
from klutils.symbolic.reading.signs import Unreadable, statement

p, q, m = Density("p"), Density("q"), Density("m")
theta, mu = parameter("theta"), parameter("mu")
best, first = parameter("theta^*"), parameter("z_1")
sigma = parameter("sigma", positive=True)
x, y = variable("x"), variable("y")
w, i, j, d = vector("w"), index("i"), index("j"), index("d")
f = Function("f", real=True)
q_theta = Density("q", given=theta)
p_y = Density("p", "y", given=x)
ratio = Name("r", q(x) / p(x), x)
A = Name("A", log(Int(exp(theta * x), x)), theta)
DECLARED = [
    *(p(x), q(x), m(x), q_theta(x), p_y(y), theta, mu, best, first, sigma, w[j], d, i),
    *(f(x), ratio, A, SampleMean(p, f(x)), H(Pushforward(p)), Name(r"\chi^{2}", Var(p, ratio))),
]
READS = {
    r"a": None,
    r"\mu - (\theta - 1)": mu - theta + 1,
    r"-\mu^{2} \theta": -(mu**2) * theta,
    r"\frac{\mu}{2} \theta": mu * theta / 2,
    r"\ln \mu \theta": log(mu) * theta,
    r"\ln (\mu \theta)": log(mu * theta),
    r"e^{-\mu}": exp(-mu),
    r"2 \pi e": 2 * pi * EULER,
    r"\sqrt[3]{\sigma}": sigma ** Rational(1, 3),
    r"\lvert x - \mu \rvert": Abs(x - mu),
    r"\theta^{*}": best,
    r"(\theta^{*})^{2}": best**2,
    r"z_{1}": first,
    r"w_{j}": w[j],
    r"\chi^{2}": Name(r"\chi^{2}", Var(p, ratio)),
    r"0.0304\ldots": Decimal("0.0304"),
    r"f\!\left(\frac{x}{2}\right)": f(x / 2),
    r"p(x) q(x \mid \theta)": p(x) * q_theta(x),
    r"q(x \mid \theta^{*})": Density("q", given=best)(x),
    r"D_{\mathrm{KL}}(p \,\|\, q_{\theta})": KL(p, q_theta),
    r"H(p, q) - H(p)": H(p, q) - H(p),
    r"H(\mathcal{N}(\mu, \sigma^{2}))": H(Normal(mu, sigma)),
    r"H(\mathrm{Exp}(\sigma))": H(Exponential(sigma)),
    r"H(p^{\otimes d})": H(copies(p, d)),
    r"H(p_{Y})": H(Pushforward(p)),
    r"H(p(x, y))": None,
    r"H(p(\cdot \mid x))": H(p_y),
    r"H(p \otimes m)": None,
    r"\int p(x) \ln q(x) \, dx": Int(p(x) * log(q(x)), x),
    r"\mathbb{E}_{x \sim p}[f(x)^{2}] - 1": E(p, f(x) ** 2) - 1,
    r"\mathbb{E}_p[f(x)]": E(p, f(x)),
    r"\operatorname{Cov}_{x \sim p}[x, r(x)]": Cov(p, x, ratio),
    r"\frac{1}{N} \sum_{i=1}^{N} f(x_{i})": SampleMean(p, f(x)),
    r"\frac{\mu}{N} \sum_{i=1}^{N} f(x_{i}) r(x_{i})": mu * SampleMean(p, f(x) * ratio),
    r"\sum_{i=1}^{N} f(x_{i})": SampleSum(p, f(x)),
    r"\sum_{j=1}^{d} w_{j}": None,
    r"\mathbb{E}_{x_{1:N} \sim p}\left[\frac{1}{N} \sum_{i=1}^{N} x_{i}\right]": SampleE(
        SampleMean(p, x)
    ),
    r"\frac{\partial^{2}}{\partial \theta^{2}} H(p, q_{\theta})": Grad(H(p, q_theta), theta, 2),
    r"\frac{\partial^{2}}{\partial (\theta^{*})^{2}} (\theta^{*})^{3}": Grad(best**3, best, 2),
    r"A'(\theta)": Grad(A, theta),
    r"\mu \theta \big|_{\theta=0}": At(mu * theta, theta, 0),
    r"\operatorname*{arg\,min}_{\theta} \; -H(p, q_{\theta})": ArgMin(-H(p, q_theta), theta),
}


def read(code, *more):
    return Reader(Names.of(*DECLARED, *more)).side(code)


@pytest.mark.parametrize("code", [code for code, meant in READS.items() if meant is not None])
def test_a_print_means_what_the_notation_says(code):
    assert plainly(read(code)) == plainly(READS[code])


def test_joint_laws_are_read_by_their_letter_and_by_their_parts():
    both = Joint(p, p_y)
    assert read(r"H(p(x, y))", H(both)) == H(both)
    r = Density("s", "y")
    assert read(r"H(p \otimes s)", H(r)) == H(Joint(p, r))
    spelled = r"H(\mathcal{N}(x; 0, 1) \mathcal{N}(y; x, 1))"
    assert read(spelled, y) == H(Joint(Normal(0, 1), Normal(x, 1, "y")))


def test_a_sum_over_components_is_no_sum_over_a_sample():
    k = index("k")
    assert read(r"\sum_{k=1}^{d} w_{k}", w[k]) == SumOver(w[k], k, d)


UNREADABLE = {
    r"\kappa": "nothing declares the letter",
    r"\mu +": "no place",
    r"(\mu": "closes",
    r"f": "no place",
    r"p": "no place",
    r"H(q_{\mu, \theta})": "is no law that is declared",
    r"H(s)": "no place",
    r"\frac{1}{N} \sum_{i=1}^{N} f(x)": "stands beside its draws",
    r"\frac{1}{N} \sum_{i=0}^{N} f(x_{i})": "expected one from 1",
    r"\int p(x) q(x)": "no place",
    r"\sum_{x} p(x)": "wants an integral",
    r"\iint p(x) \, dx": "no place",
    r"\theta^{*}^{2}": "two scripts",
    r"\frac{\partial^{2}}{\partial \theta} \mu": "a derivative of order 2",
    r"\mathcal{U}(1, 2)": "no place",
    r"H(\mathcal{U}(1, \sigma))": "expected 0",
    r"\mu & \theta": "has no meaning",
}


@pytest.mark.parametrize("code", UNREADABLE)
def test_what_says_nothing_is_refused(code):
    with pytest.raises(Unreadable, match=UNREADABLE[code]):
        read(code)


def test_a_letter_that_may_be_two_laws_is_refused_with_both_named():
    other = Density("p", "y")
    with pytest.raises(Unreadable, match=r"may be .*of x.* or .*of y|may be .*of y.* or .*of x"):
        read(r"H(p)", H(other))


@pytest.mark.parametrize(
    ("name", "code"),
    [("theta", r"\theta"), ("x_1", "x_{1}"), ("x1", "x_{1}"), (r"\hat{p}", r"\hat{p}")],
)
def test_how_a_letter_is_written(name, code):
    assert in_tex(name) == code


def test_lines_and_reasons_are_no_part_of_a_chain():
    code = (
        "\\begin{aligned}\n& H(p, q) \\\\\n\\quad &\\ge H(p) \\\\ &\\qquad + \\mu && "
        "\\text{since $a = b$, {\\bf so}} \\\\\n &\\doteq_{\\theta} \\mu "
        "\\\\ &\\quad {\\small \\text{a reason}}\n\\end{aligned}"
    )
    sides, relations = Reader(Names.of(*DECLARED)).chain(code)
    assert sides == [H(p, q), H(p) + mu, mu]
    assert relations == [("at_least", None), ("up_to_constant", theta)]


def test_the_sample_size_is_a_letter_like_others_where_nothing_is_sampled():
    assert read("2 N") == 2 * N
    other = Symbol("N", real=True)
    assert Reader(Names.of(other, Integer(1))).side("N") == other
    assert sqrt(2) == Reader(Names()).side(r"\sqrt{2}")


def test_lines_and_reasons_of_an_equation_are_not_part_of_its_sides():
    code = r"\begin{aligned} a &= b \\ & + c && \text{so $x$ \} is} \end{aligned}"
    assert " ".join(statement(code)) == "a = b + c"
