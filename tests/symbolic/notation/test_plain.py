"""What a message says, to the letter."""

import pytest
from sympy import Derivative, Rational, exp, log, oo, sqrt

from klutils.symbolic import (
    KL,
    ArgMin,
    Cov,
    E,
    Exponential,
    Grad,
    H,
    InOrder,
    Int,
    Name,
    Normal,
    SampleE,
    SampleMean,
    SampleProduct,
    Uniform,
    plain,
)
from klutils.symbolic.language.steps import Decimal
from tests.symbolic.setting import (
    P,
    a,
    f,
    mu,
    p,
    p_image,
    p_joint,
    p_of_y,
    q,
    q_joint,
    q_theta,
    sigma,
    theta,
    x,
)

SAID = {
    "D_KL(p || q)": KL(p, q),
    "H(p, q) - H(p)": H(p, q) - H(p),
    "2 ∫ p(x) ln p(x) dx": 2 * Int(p(x) * log(p(x)), x),
    "∫ (p(x) - q(x)) ln(p(x)/q(x)) dx": Int((p(x) - q(x)) * log(p(x) / q(x)), x),
    "-∫ p(x)²/q(x) dx": -Int(p(x) ** 2 / q(x), x),
    "E_p[f(x)²]": E(p, f(x) ** 2),
    "(E_p[f(x)])²": E(p, f(x)) ** 2,
    "Cov_p[f(x), x]": Cov(p, f(x), x),
    "E_p[D_KL(p(·|x) || p(·|x))]": E(p, KL(p_of_y, p_of_y)),
    "D_KL(p(x, y) || q(x, y))": KL(p_joint, q_joint),
    "H(p_Y)": H(p_image),
    "H(q(·|θ))": H(q_theta),
    "q(x|θ)": q_theta(x),
    "H(N(μ, σ²))": H(Normal(mu, sigma)),
    "H(U(0, a))": H(Uniform(a)),
    "H(Exp(a))": H(Exponential(a)),
    "H(p)": H(P),
    "-(1/N) Σ ln q(xᵢ|θ)": -SampleMean(p, log(q_theta(x))),
    "Π q(xᵢ|θ)": SampleProduct(p, q_theta(x)),
    "E_samples(p)[(1/N) Σ f(xᵢ)]": SampleE(SampleMean(p, f(x))),
    "∂/∂θ H(p, q(·|θ))": Grad(H(p, q_theta), theta),
    "∂²/∂θ² ln q(x|θ)": Grad(log(q_theta(x)), theta, 2),
    "∂/∂θ q(x|θ)": Derivative(q_theta(x), theta),
    "arg min_θ H(p, q(·|θ))": ArgMin(H(p, q_theta), theta),
    "L(θ)": Name("L", theta**2, theta),
    "ln 2 - ln 3": InOrder(log(2), -log(3)),
    "1/(2 σ²)": 1 / (2 * sigma**2),
    "exp(θ x)": exp(theta * x),
    "sqrt(σ)": sqrt(sigma),
    "2/3": Rational(2, 3),
    "∞": oo,
    "0.0304…": Decimal("0.0304"),
    "0.5": Decimal("0.5", exact=True),
}


@pytest.mark.parametrize("text", SAID)
def test_plain_text(text):
    assert plain(SAID[text]) == text


def test_any_expression_of_ours_has_a_plain_form():
    for expr in SAID.values():
        assert "DensityAt" not in plain(expr)
        repr(expr)
