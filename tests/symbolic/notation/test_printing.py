r"""What the page shows, to the letter."""

import pytest
from sympy import Integer, Rational, exp, log, pi, sqrt

from klutils.symbolic import (
    KL,
    ArgMax,
    ArgMin,
    Cov,
    Density,
    E,
    Exponential,
    Grad,
    H,
    InOrder,
    Int,
    Joint,
    N,
    Name,
    Normal,
    Pushforward,
    SampleMean,
    SampleProduct,
    SampleSum,
    SampleVar,
    Uniform,
    Var,
    latex,
)
from klutils.symbolic.language.steps import Decimal
from tests.symbolic.setting import (
    P,
    T,
    a,
    b,
    best,
    f,
    family,
    log_partition,
    mu,
    nu,
    p,
    p_image,
    p_joint,
    p_of_y,
    p_y,
    q,
    q_joint,
    q_of_y,
    q_theta,
    r,
    sigma,
    tau,
    theta,
    x,
    y,
)

mean = r"\frac{1}{N} \sum_{i=1}^{N}"
SHOWN = {
    r"D_{\mathrm{KL}}(p \,\|\, q)": KL(p, q),
    r"D_{\mathrm{KL}}(p \,\|\, q_{\theta})": KL(p, q_theta),
    r"H(p, q) - H(p)": H(p, q) - H(p),
    r"-\int p(x) \ln q(x \mid \theta) \, dx": H(p, q_theta).unfold(),
    r"\int p(x) \ln \frac{p(x)}{q(x)} \, dx": KL(p, q).unfold(),
    r"\int p(x) (\ln p(x) - \ln q(x)) \, dx": Int(p(x) * (log(p(x)) - log(q(x))), x),
    r"-\int p(x) \ln q(x) \, dx + \int p(x) \ln p(x) \, dx": InOrder(
        -Int(p(x) * log(q(x)), x), Int(p(x) * log(p(x)), x)
    ),
    r"\sum_{x} p(x) \ln p(x)": Int(P(x) * log(P(x)), x),
    r"\iint p(x) p(y \mid x) f(y) \, dx \, dy": Int(p_joint.density * f(y), x, y),
    r"\mathbb{E}_{x \sim p}[f(x)]": E(p, f(x)),
    r"(\mathbb{E}_{x \sim p}[f(x)])^{2}": E(p, f(x)) ** 2,
    r"\mathbb{E}_{x \sim p}\left[\ln \frac{p(x)}{q(x)}\right]": E(p, log(p(x) / q(x))),
    r"\operatorname{Var}_{x \sim p}[f(x)]": Var(p, f(x)),
    r"\operatorname{Cov}_{x \sim p}[f(x), x]": Cov(p, f(x), x),
    rf"{mean} \ln q(x_{{i}} \mid \theta)": SampleMean(p, log(q_theta(x))),
    rf"-{mean} \ln q(x_{{i}} \mid \theta)": -SampleMean(p, log(q_theta(x))),
    rf"{mean} (f(x_{{i}}) - \ln p(x_{{i}}))": SampleMean(p, f(x) - log(p(x))),
    r"\frac{1}{2 \sigma^{2} N} \sum_{i=1}^{N} (x_{i} - \mu)^{2}": SampleMean(p, (x - mu) ** 2)
    / (2 * sigma**2),
    r"\sum_{i=1}^{N} f(x_{i})": SampleSum(p, f(x)),
    r"\prod_{i=1}^{N} q(x_{i} \mid \theta)": SampleProduct(p, q_theta(x)),
    rf"\operatorname{{Var}}_{{x_{{1:N}} \sim p}}\left[{mean} f(x_{{i}})\right]": SampleVar(
        SampleMean(p, f(x))
    ),
    r"\frac{1}{N} \operatorname{Var}_{x \sim p}[f(x)]": Var(p, f(x)) / N,
    r"\operatorname*{arg\,min}_{\theta} \; H(p, q_{\theta})": ArgMin(H(p, q_theta), theta),
    r"\operatorname*{arg\,max}_{\theta} \; (\theta - x)": ArgMax(theta - x, theta),
    r"\frac{\partial}{\partial \theta} H(p, q_{\theta})": Grad(H(p, q_theta), theta),
    r"\frac{\partial^{2}}{\partial \theta^{2}} \ln q(x \mid \theta)": Grad(
        log(q_theta(x)), theta, 2
    ),
    r"\frac{\partial}{\partial \theta} [-H(p, q_{\theta})]": Grad(-H(p, q_theta), theta),
    r"A(\theta)": log_partition,
    r"A''(\theta)": Grad(log_partition, theta, 2),
    r"\ln \int h(x) e^{\theta T(x)} \, dx": log_partition.value,
    r"\varphi\!\left(\frac{p(x)}{q(x)}\right)": Name(r"\varphi", r, p(x) / q(x)),
    r"r(x)^{2}": Name("r", q(x) / p(x), x) ** 2,
    r"(\lambda^{*})^{2}": Name(r"\lambda^{*}", theta) ** 2,
    r"D_{\mathrm{KL}}(p(x, y) \,\|\, q(x, y))": KL(p_joint, q_joint),
    r"D_{\mathrm{KL}}(p \otimes p_2 \,\|\, q \otimes p_2)": KL(Joint(p, p_y), Joint(q, p_y)),
    r"D_{\mathrm{KL}}(p(x, y) \,\|\, p(x) q(y \mid x))": KL(p_joint, Joint(p, q_of_y)),
    r"D_{\mathrm{KL}}(p(\cdot \mid x) \,\|\, q(\cdot \mid x))": KL(p_of_y, q_of_y),
    r"H(p_{Y})": H(p_image),
    r"q_{Y}(y \mid \theta)": Pushforward(q_theta)(y),
    r"\ln \lvert T'(x) \rvert": log(Pushforward.stretch(x)),
    r"H(\mathcal{N}(\mu, \sigma^{2}))": H(Normal(mu, sigma)),
    r"H(\mathcal{U}(0, a))": H(Uniform(a)),
    r"H(\mathrm{Exp}(a))": H(Exponential(a)),
    r"q(x \mid \theta)": family(x),
    r"(\theta^{*} - \theta) (\mathbb{E}_{x \sim p}[T(x)] - \mathbb{E}_{x \sim q_{\theta}}[T(x)])": (
        best - theta
    )
    * (E(p, T(x)) - E(family, T(x))),
    r"\ln \frac{\tau}{\sigma} + \frac{(\mu - \nu)^{2} + \sigma^{2}}{2 \tau^{2}} - \frac{1}{2}": log(
        tau / sigma
    )
    + (sigma**2 + (mu - nu) ** 2) / (2 * tau**2)
    - Rational(1, 2),
    r"\frac{1}{5} \ln \frac{2}{3} + \frac{1}{2} \ln \frac{5}{4}": log(Rational(2, 3)) / 5
    + log(Rational(5, 4)) / 2,
    r"\frac{1}{2} \ln (2 \pi e \sigma^{2})": log(2 * pi * exp(1) * sigma**2) / 2,
    r"\frac{D_{\mathrm{KL}}(p \,\|\, q)}{\ln 2}": KL(p, q) / log(2),
    r"r \ln r - r + 1": InOrder(r * log(r), -r, 1),
    r"\frac{b}{a} - 1 - \ln \frac{b}{a}": InOrder(b / a, -1, -log(b / a)),
    r"\sqrt{D_{\mathrm{KL}}(p \,\|\, q)}": sqrt(KL(p, q)),
    r"0.0304\ldots": Decimal("0.0304"),
    r"0.5": Decimal("0.5", exact=True),
    r"H(\hat{p})": H(Density(r"\hat{p}")),
    r"3": Integer(3),
}


@pytest.mark.parametrize("code", SHOWN)
def test_notation(code):
    assert latex(SHOWN[code]) == code


def test_no_brackets_that_say_nothing():
    for expr in SHOWN.values():
        assert r"\left(x" not in latex(expr)
