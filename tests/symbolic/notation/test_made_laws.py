"""Laws that are made of others, vectors and distances: what the page and a message show."""

import pytest
from sympy import Abs, EulerGamma, Function, KroneckerDelta, digamma, exp, gamma, log, sqrt

from klutils.symbolic import (
    KL,
    At,
    Chain,
    Coordinates,
    Density,
    E,
    FDivergence,
    Finite,
    Gamma,
    Grad,
    H,
    InOrder,
    Int,
    JensenShannon,
    Joint,
    Laplace,
    Marginal,
    Mixture,
    MutualInformation,
    Name,
    Normal,
    Posterior,
    SampleMean,
    Softmax,
    SumOver,
    Tilted,
    TotalVariation,
    convex,
    copies,
    index,
    latex,
    parameter,
    plain,
    variable,
    vector,
)
from tests.symbolic.setting import a, b, f, mu, p, phi, q, q_theta, r, sigma, tau, theta, x, z

w, k, i, j, d, n, t, T = (
    *map(variable, "wk"),
    *map(index, "ijdntT"),
)
share = parameter("a", between=(0, 1))
m = Mixture({p: share, q: 1 - share})
p_z, p_given_z = Density("p", "z"), Density("p", "x", given=z)
q_given_x = Density("q", "z", given=x)
model, coded = Joint(p_z, p_given_z), Joint(p, q_given_x)
evidence, posterior = Marginal(model, "x"), Posterior(model, "z")
means, scales, thetas = vector("mu"), vector("sigma", positive=True), vector("theta")
bells = Coordinates(Normal(means[i], scales[i]), i, d)
chain = Chain(p, Density("p", "x", given=(w, t)), w, t, T)
other = Chain(q, Density("q", "x", given=(w, t)), w, t, T)
soft, p_k = Softmax(thetas[k]), Density("p", "k")
g = convex("f")
walk = Joint(Normal(0, sigma), Normal(x, 1, "y"))
coin = Finite("c", [share, 1 - share], "k")
bent = Function("f", real=True)

DKL = r"D_{\mathrm{KL}}"
SHOWN = [
    # mixtures and tilted laws
    (KL(p, m), rf"{DKL}(p \,\|\, m)", "D_KL(p || m)"),
    (m(x), "m(x)", "m(x)"),
    (H(Mixture({q_theta: share, p: 1 - share})), r"H(m_{\theta})", "H(m(·|θ))"),
    (KL(p, Tilted(p, f(x))), rf"{DKL}(p \,\|\, p^*)", "D_KL(p || p*)"),
    (Tilted(p, f(x))(x), "p^*(x)", "p*(x)"),
    (H(Tilted(p, f(x) / tau)), r"H(p^*_{\tau})", "H(p*(·|τ))"),
    (log(E(p, exp(f(x)))), r"\ln \mathbb{E}_{x \sim p}[e^{f(x)}]", "ln(E_p[exp(f(x))])"),
    # marginals and posteriors
    (KL(q_given_x, posterior), rf"{DKL}(q(z \mid x) \,\|\, p(z \mid x))", "D_KL(q(z|x) || p(z|x))"),
    (KL(q_given_x, p_z), rf"{DKL}(q(z \mid x) \,\|\, p(z))", "D_KL(q(z|x) || p(z))"),
    (log(evidence(x)), r"\ln p(x)", "ln p(x)"),
    (H(evidence), "H(p(x))", "H(p(x))"),
    (
        H(p_z) - E(evidence, H(posterior)),
        r"H(p(z)) - \mathbb{E}_{x \sim p(x)}[H(p(z \mid x))]",
        "H(p(z)) - E_p(x)[H(p(z|x))]",
    ),
    (
        E(p, KL(q_given_x, p_z)),
        rf"\mathbb{{E}}_{{x \sim p(x)}}[{DKL}(q(z \mid x) \,\|\, p(z))]",
        "E_p(x)[D_KL(q(z|x) || p(z))]",
    ),
    (
        E(q_given_x, log(p_given_z(x))) - KL(q_given_x, p_z),
        rf"\mathbb{{E}}_{{z \sim q(z \mid x)}}[\ln p(x \mid z)] - {DKL}(q(z \mid x) \,\|\, p(z))",
        "E_q(z|x)[ln p(x|z)] - D_KL(q(z|x) || p(z))",
    ),
    (
        KL(model, Joint(p_z, evidence)),
        rf"{DKL}(p(x, z) \,\|\, p(z) p(x))",
        "D_KL(p(x, z) || p(z) p(x))",
    ),
    (MutualInformation(coded), "I_{q}(x; z)", "I_q(x; z)"),
    (
        SampleMean(p, KL(q_given_x, p_z)),
        rf"\frac{{1}}{{N}} \sum_{{i=1}}^{{N}} {DKL}(q(z \mid x_{{i}}) \,\|\, p(z))",
        "(1/N) Σ D_KL(q(z|xᵢ) || p(z))",
    ),
    (
        KL(Marginal(walk, "y", "p"), Normal(0, sqrt(1 + sigma**2), "y")),
        rf"{DKL}(p \,\|\, \mathcal{{N}}(0, 1 + \sigma^{{2}}))",
        "D_KL(p || N(0, 1 + σ²))",
    ),
    (
        H(walk),
        r"H(\mathcal{N}(x; 0, \sigma^{2}) \mathcal{N}(y; x, 1))",
        "H(N(x; 0, σ²) N(y; x, 1))",
    ),
    (Normal(z, sigma, "x", "q")(x), r"q(x \mid z)", "q(x|z)"),
    # many letters
    (
        KL(bells, Coordinates(Normal(0, 1), i, d)),
        rf"{DKL}(\bigotimes_{{i=1}}^{{d}} \mathcal{{N}}(\mu_{{i}}, \sigma_{{i}}^{{2}}) \,\|\, "
        r"\bigotimes_{i=1}^{d} \mathcal{N}(0, 1))",
        "D_KL(⊗_i=1..d N(μᵢ, σᵢ²) || ⊗_i=1..d N(0, 1))",
    ),
    (
        SumOver(means[i] ** 2, i, d) / 2,
        r"\frac{1}{2} \sum_{i=1}^{d} \mu_{i}^{2}",
        "(Σ_i=1..d μᵢ²)/2",
    ),
    (
        KL(copies(p, n), copies(q_theta, n)),
        rf"{DKL}(p^{{\otimes n}} \,\|\, q_{{\theta}}^{{\otimes n}})",
        "D_KL(p^⊗n || q(·|θ)^⊗n)",
    ),
    (H(copies(Tilted(p, f(x)), n)), r"H((p^*)^{\otimes n})", "H(p*^⊗n)"),
    (KL(chain, other), rf"{DKL}(p(x_{{0:T}}) \,\|\, q(x_{{0:T}}))", "D_KL(p(x_0:T) || q(x_0:T))"),
    (E(chain, b), r"\mathbb{E}_{x_{0:T} \sim p}[b]", "E_p(x_0:T)[b]"),
    (
        E(chain.at(t - 1), KL(chain.step, other.step)),
        rf"\mathbb{{E}}_{{x_{{t-1}} \sim p}}[{DKL}(p(\cdot \mid x_{{t-1}}, t) \,\|\, "
        r"q(\cdot \mid x_{t-1}, t))]",
        "E_p(xₜ₋₁)[D_KL(p(·|xₜ₋₁, t) || q(·|xₜ₋₁, t))]",
    ),
    (H(chain.at(t)), "H(p(x_{t}))", "H(p(xₜ))"),
    (H(chain.at(t + 1)), "H(p(x_{t+1}))", "H(p(xₜ₊₁))"),
    (
        SampleMean(p, SumOver(thetas[i] * x, i, d)),
        r"\frac{1}{N} \sum_{j=1}^{N} \sum_{i=1}^{d} \theta_{i} x_{j}",
        "(1/N) Σ Σ_i=1..d θᵢ xⱼ",
    ),
    # logits
    (H(p_k, soft), r"H(p, q_{\theta})", "H(p, q(·|θ))"),
    (soft(j) - p_k(j), r"q_{\theta}(j) - p(j)", "q(j|θ) - p(j)"),
    (log(Int(exp(thetas[k]), k)), r"\ln \sum_{k} e^{\theta_{k}}", "ln(Σ_k exp(θₖ))"),
    (
        Grad(H(p_k, soft), thetas[j]),
        r"\frac{\partial}{\partial \theta_{j}} H(p, q_{\theta})",
        "∂/∂θⱼ H(p, q(·|θ))",
    ),
    (KroneckerDelta(i, j), r"\delta_{ij}", "δ_ij"),
    (KroneckerDelta(i, j + 1), r"\delta_{i, j+1}", "δ[i, j+1]"),
    (vector("theta_1")[j], r"\theta_{1, j}", "θ₁ⱼ"),
    (
        Int(Joint(coin, Normal(mu * k, sigma)).density, k, x),
        r"\sum_{k} \int \mathcal{N}(x; k \mu, \sigma^{2}) c(k) \, dx",
        "Σ_k ∫ N(x; k μ, σ²) c(k) dx",
    ),
    # values at a point
    (
        At(Grad(KL(q_theta, Density("q", given=phi)), phi, 2), phi, theta),
        r"\frac{\partial^{2}}{\partial \phi^{2}} "
        rf"{DKL}(q_{{\theta}} \,\|\, q_{{\phi}}) \Big|_{{\phi=\theta}}",
        "[∂²/∂φ² D_KL(q(·|θ) || q(·|φ))]_{φ=θ}",
    ),
    (At(-H(q_theta), theta, 0), r"-H(q_{\theta}) \big|_{\theta=0}", "[-H(q(·|θ))]_{θ=0}"),
    (
        theta * At(H(q_theta), theta, 0),
        r"\theta (H(q_{\theta}) \big|_{\theta=0})",
        "θ [H(q(·|θ))]_{θ=0}",
    ),
    # distances and functions
    (JensenShannon(p, q), r"\mathrm{JS}(p, q)", "JS(p, q)"),
    (TotalVariation(p, q), r"\mathrm{TV}(p, q)", "TV(p, q)"),
    (FDivergence(g, p, q), r"D_{f}(p \,\|\, q)", "D_f(p || q)"),
    (g(r), "f(r)", "f(r)"),
    (g(r).diff(r), "f'(r)", "f′(r)"),
    (g(r).diff(r, 2), "f''(r)", "f″(r)"),
    (g(r).diff(r, 2) ** 2, "(f''(r))^{2}", "(f″(r))²"),
    (bent(mu + sigma * x).diff(mu), r"f'(\sigma x + \mu)", "f′(σ x + μ)"),
    (H(Laplace(mu, b)), r"H(\mathrm{Laplace}(\mu, b))", "H(Laplace(μ, b))"),
    (H(Gamma(a, b)), r"H(\mathrm{Gamma}(a, b))", "H(Gamma(a, b))"),
    (Gamma(a, b)(x), r"\mathrm{Gamma}(x; a, b)", "Gamma(x; a, b)"),
    (Abs(x - mu), r"\lvert x - \mu \rvert", "|x - μ|"),
    (2 - EulerGamma, r"2 - \gamma", "2 - γ"),
    (log(gamma(b)) + digamma(b), r"\ln \Gamma(b) + \psi(b)", "ln(Γ(b)) + ψ(b)"),
    (digamma(b).diff(b), r"\psi'(b)", "ψ′(b)"),
    # letters are what they were made as
    (H(Density("q", given=parameter("u"))), "H(q_{u})", "H(q(·|u))"),
    (H(Density("q", given=variable("t"))), r"H(q(\cdot \mid t))", "H(q(·|t))"),
    (H(Density("p_1", given=theta)), r"H(p_{1, \theta})", "H(p₁(·|θ))"),
    # a minus before a sum in order
    (
        KL(p, q) - InOrder(H(p, q), -H(p)),
        rf"{DKL}(p \,\|\, q) - (H(p, q) - H(p))",
        "D_KL(p || q) - (H(p, q) - H(p))",
    ),
]


@pytest.mark.parametrize(("expr", "code", "text"), SHOWN, ids=[text for _, _, text in SHOWN])
def test_notation(expr, code, text):
    assert latex(expr) == code
    assert plain(expr) == text


def test_laws_are_told_apart_by_what_is_read_beside_them():
    drawn = E(q_given_x, log(p_given_z(x)))
    assert r"z \sim q(\cdot \mid x)" in latex(drawn)
    assert r"z \sim q(z \mid x)" in latex(drawn, beside=[KL(q_given_x, p_z)])
    assert plain(H(p), beside=[H(p_z)]) == "H(p(x))"


def test_the_chain_rule_needs_no_variables():
    one = KL(p, q) + E(p, KL(Density("p", "y", given=x), Density("q", "y", given=x)))
    assert latex(one).startswith(rf"{DKL}(p \,\|\, q)")
    assert latex(E(p, KL(Density("p", "y", given=x), Density("q", "y")))).endswith(r"\,\|\, q)]")


def test_letters_of_a_scope_are_their_own_inside_another():
    """The x of the inner mean is not the x of the sample."""
    said = SampleMean(p, f(x) - E(p, f(x)))
    assert latex(said).endswith(r"(f(x_{i}) - \mathbb{E}_{x \sim p}[f(x)])")
    assert plain(said) == "(1/N) Σ (f(xᵢ) - E_p[f(x)])"


def test_a_name_says_nothing_of_what_it_stands_for():
    named = Name("L", KL(q_given_x, p_z))
    assert r"H(q(\cdot \mid x))" in latex(named + H(q_given_x))


def test_a_product_of_laws_of_one_letter_shows_their_variables():
    assert latex(H(Joint(p, Density("m", "y")))) == r"H(p \otimes m)"
    assert latex(H(Joint(p, Density("p", "y")))) == "H(p(x) p(y))"
