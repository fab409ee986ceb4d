"""Claims of practice by name: a left side, what it equals, and two wrong twins of that.

The twins have a wrong sign, laws exchanged, or a factor or a term that is missing.
"""

from sympy import (
    Abs,
    Function,
    KroneckerDelta,
    Rational,
    digamma,
    exp,
    gamma,
    log,
    pi,
    sqrt,
)

from klutils.symbolic import (
    KL,
    At,
    Chain,
    Coordinates,
    Density,
    E,
    Exponential,
    FDivergence,
    Finite,
    Gamma,
    Grad,
    H,
    Int,
    JensenShannon,
    Joint,
    Laplace,
    Marginal,
    Mixture,
    MutualInformation,
    N,
    Normal,
    Posterior,
    SampleE,
    SampleMean,
    SampleVar,
    Softmax,
    SumOver,
    Tilted,
    TotalVariation,
    Var,
    convex,
    copies,
    index,
    parameter,
    variable,
    vector,
)

half = Rational(1, 2)
x, y, z, k, u = map(variable, "xyzku")
f, g = Function("f", real=True), Function("g", real=True)
p, q, s = Density("p"), Density("q"), Density("s")
theta, phi, mu, nu = map(parameter, ("theta", "phi", "mu", "nu"))
sigma, tau, a, b, beta = (
    parameter(name, positive=True) for name in ("sigma", "tau", "a", "b", "beta")
)
eps, w = parameter("epsilon", between=(0, 1)), parameter("w", between=(0, 1))
n = Normal(mu, sigma)

ONE_LAW = {
    "any law from a normal one": (
        KL(p, n),
        E(p, (x - mu) ** 2) / (2 * sigma**2) + log(sigma) + log(2 * pi) / 2 - H(p),
        E(p, (x - mu) ** 2) / (2 * sigma**2) + log(sigma) + log(2 * pi) / 2 + H(p),
        E(p, (x - mu) ** 2) / (2 * sigma**2) + log(2 * pi) / 2 - H(p),
    ),
    "any law coded by an exponential one": (
        H(p, Exponential(a)),
        a * E(p, x) - log(a),
        a * E(p, x) + log(a),
        E(p, x) / a - log(a),
    ),
    "a cluster beside a normal law": (
        H(Joint(Finite("c", [w, 1 - w], "k"), Normal(mu * k, sigma, "y"))),
        H(Finite("c", [w, 1 - w], "k")) + H(Normal(0, sigma, "y")),
        H(Finite("c", [w, 1 - w], "k")) - H(Normal(0, sigma, "y")),
        H(Normal(0, sigma, "y")),
    ),
    "the mean of a normal law's |x|": (
        E(Normal(0, sigma), Abs(x)),
        sigma * sqrt(2 / pi),
        sigma * sqrt(pi / 2),
        sqrt(2 / pi),
    ),
    "an arbitrary function under normal laws": (
        E(n, f(x)),
        E(Normal(0, 1), f(mu + sigma * x)),
        E(Normal(0, 1), f(mu - sigma + x)),
        E(Normal(0, 1), f(sigma * x)),
    ),
}

up, along = Normal(0, sigma), Normal(x, 1, "y")
both = Joint(up, along)
below = Marginal(both, "y")
HIERARCHICAL = {
    "second moment": (E(both, y**2), 1 + sigma**2, 1 - sigma**2, sigma**2),
    "its divergence from independence": (
        KL(both, Joint(up, Normal(0, 1, "y"))),
        sigma**2 / 2,
        -(sigma**2) / 2,
        sigma**2,
    ),
    "the marginal": (
        below(y),
        Normal(0, sqrt(1 + sigma**2), "y")(y),
        Normal(0, 1 + sigma**2, "y")(y),
        Normal(0, 1, "y")(y),
    ),
    "the marginal's divergence": (
        KL(below, Normal(0, sqrt(1 + sigma**2), "y")),
        0 * x,
        sigma**2 / 2,
        KL(below, Normal(0, 1, "y")),
    ),
    "the marginal's entropy": (
        H(below),
        log(2 * pi * (1 + sigma**2)) / 2 + half,
        log(2 * pi * (1 + sigma**2)) / 2 - half,
        log(2 * pi * sigma**2) / 2 + half,
    ),
    "the posterior": (
        Posterior(both, "x", name="r")(x),
        Normal(y * sigma**2 / (1 + sigma**2), sigma / sqrt(1 + sigma**2))(x),
        Normal(y * sigma**2 / (1 + sigma**2), sigma)(x),
        Normal(y / (1 + sigma**2), sigma / sqrt(1 + sigma**2))(x),
    ),
    "the information": (
        MutualInformation(both),
        log(1 + sigma**2) / 2,
        -log(1 + sigma**2) / 2,
        log(1 + sigma**2),
    ),
}

m, smooth = Mixture({p: half, q: half}), Mixture({p: 1 - eps, s: eps}, name="t")
n1, n2 = Normal(0, 1), Normal(mu, sigma, name="M")
mixed = Mixture({n1: w, n2: 1 - w}, name="m")
MIXTURES = {
    "Jensen–Shannon": (
        JensenShannon(p, q),
        H(m) - H(p) / 2 - H(q) / 2,
        H(m) + H(p) / 2 - H(q) / 2,
        H(m) - H(p) / 2,
    ),
    "Jensen–Shannon of normal laws": (
        JensenShannon(n1, n2),
        H(Mixture({n1: half, n2: half})) - H(n1) / 2 - H(n2) / 2,
        H(Mixture({n1: half, n2: half})) - H(n1),
        H(Mixture({n1: half, n2: half})) + H(n1) / 2 - H(n2) / 2,
    ),
    "label smoothing": (
        H(smooth, q),
        (1 - eps) * H(p, q) + eps * H(s, q),
        (1 - eps) * H(p, q) - eps * H(s, q),
        eps * H(p, q) + (1 - eps) * H(s, q),
    ),
    "entropy of a mixture of normal laws": (
        H(mixed),
        w * KL(n1, mixed) + (1 - w) * KL(n2, mixed) + w * H(n1) + (1 - w) * H(n2),
        w * KL(n1, mixed) + (1 - w) * KL(n2, mixed) - w * H(n1) + (1 - w) * H(n2),
        w * KL(n1, mixed) + (1 - w) * KL(n2, mixed),
    ),
}


def _latent(prior, likelihood, guess, name):
    joint = Joint(prior, likelihood)
    marginal, posterior = Marginal(joint, "x", name="p"), Posterior(joint, "z", name="p")
    gap = KL(guess, posterior)
    bound = E(guess, log(prior(z) * likelihood(x) / guess(z)))
    return {
        f"evidence, {name}": (log(marginal(x)), bound + gap, bound - gap, bound),
        f"the bound by an entropy, {name}": (
            log(marginal(x)) - gap,
            E(guess, log(prior(z) * likelihood(x))) + H(guess),
            E(guess, log(prior(z) * likelihood(x))) - H(guess),
            E(guess, log(likelihood(x))) + H(guess),
        ),
        f"the bound by a penalty, {name}": (
            log(marginal(x)) - gap,
            E(guess, log(likelihood(x))) - KL(guess, prior),
            E(guess, log(likelihood(x))) + KL(guess, prior),
            E(guess, log(likelihood(x))) - KL(prior, guess),
        ),
    }


def _informed(joint, name):
    first, last = joint.variables
    (one, other) = (Marginal(joint, v.name, name="m") for v in (first, last))
    post = Posterior(joint, first.name, name="m")
    return {
        f"information as a divergence, {name}": (
            MutualInformation(joint),
            KL(joint, Joint(one, other)),
            -KL(joint, Joint(one, other)),
            KL(Joint(one, other), joint),
        ),
        f"information as lost entropy, {name}": (
            MutualInformation(joint),
            H(one) - E(other, H(post)),
            H(one) + E(other, H(post)),
            H(other) - E(other, H(post)),
        ),
        f"information as a mean divergence, {name}": (
            MutualInformation(joint),
            E(other, KL(post, one)),
            E(one, KL(post, one)),
            E(other, KL(one, post)),
        ),
    }


p_z, p_xz, q_zx = Density("p", "z"), Density("p", "x", given=z), Density("q", "z", given=x)
of_x = Density("p")
encoder = Joint(of_x, q_zx)
q_z = Marginal(encoder, "z", name="q")
pj, qj = Joint(p, Density("p", "y", given=x)), Joint(q, Density("q", "y", given=x))
MARGINALS = {
    **_latent(p_z, p_xz, q_zx, "any laws"),
    **_latent(Normal(0, sigma, "z"), Normal(z, 1, "x"), Normal(a * x, tau, "z"), "normal laws"),
    **_latent(Laplace(0, 1, "z"), Normal(z, 1, "x"), Normal(a * x, tau, "z"), "a Laplace prior"),
    **_informed(Joint(p_z, p_xz), "any laws"),
    **_informed(Joint(Normal(0, sigma, "z"), Normal(z, 1, "x")), "normal laws"),
    **_informed(Joint(Laplace(0, 1, "z"), Normal(z, 1, "x")), "a Laplace prior"),
    "the penalty splits": (
        E(of_x, KL(q_zx, p_z)),
        MutualInformation(encoder) + KL(q_z, p_z),
        MutualInformation(encoder) - KL(q_z, p_z),
        MutualInformation(encoder) + KL(p_z, q_z),
    ),
    "data processing": (
        KL(pj, qj),
        KL(Marginal(pj, "y"), Marginal(qj, "y"))
        + E(Marginal(pj, "y"), KL(Posterior(pj, "x"), Posterior(qj, "x"))),
        KL(Marginal(pj, "y"), Marginal(qj, "y"))
        + E(Marginal(qj, "y"), KL(Posterior(pj, "x"), Posterior(qj, "x"))),
        KL(Marginal(pj, "y"), Marginal(qj, "y"))
        - E(Marginal(pj, "y"), KL(Posterior(pj, "x"), Posterior(qj, "x"))),
    ),
}

i, j, t, d, T = map(index, ("i", "j", "t", "d", "T"))
means, scales = vector("mu"), vector("sigma", positive=True)
qs = Coordinates(Normal(means[i], scales[i]), i, d)
per = half * SumOver(means[i] ** 2 + scales[i] ** 2 - log(scales[i] ** 2), i, d)
u_ = variable("u")
p_step, q_step = (Density(name, given=(u_, t)) for name in "pq")
p_chain = Chain(p, p_step, u_, t, T)
q_chain = Chain(q, q_step, u_, t, T)
walk = Chain(Normal(0, 1), Normal(a * u_, sigma), u_, t, T)
drift = Chain(Normal(mu, 1), Normal(a * u_ + nu, sigma), u_, t, T)
LETTERS = {
    "d coordinates": (
        KL(qs, Coordinates(Normal(0, 1), i, d)),
        per - d / 2,
        per + d / 2,
        per - half,
    ),
    "copies": (KL(copies(p, d), copies(q, d)), d * KL(p, q), d * KL(q, p), KL(p, q)),
    "entropy of copies": (H(copies(p, d)), d * H(p), -d * H(p), H(p)),
    "a chain": (
        KL(p_chain, q_chain),
        KL(p, q) + SumOver(E(p_chain.at(t - 1), KL(p_step, q_step)), t, T),
        KL(p, q) + SumOver(E(q_chain.at(t - 1), KL(p_step, q_step)), t, T),
        KL(p, q) - SumOver(E(p_chain.at(t - 1), KL(p_step, q_step)), t, T),
    ),
    "a chain of normal laws": (
        KL(walk, drift),
        mu**2 / 2 + T * nu**2 / (2 * sigma**2),
        mu**2 / 2 - T * nu**2 / (2 * sigma**2),
        mu**2 / 2 + nu**2 / (2 * sigma**2),
    ),
}

pi_ = Density("pi")
star = Tilted(p, f(x))
best = Tilted(p, f(x) / beta)
TILTED = {
    "Donsker–Varadhan": (
        KL(pi_, star),
        KL(pi_, p) - E(pi_, f(x)) + log(E(p, exp(f(x)))),
        KL(pi_, p) + E(pi_, f(x)) + log(E(p, exp(f(x)))),
        KL(pi_, p) - E(pi_, f(x)),
    ),
    "reward and penalty": (
        E(pi_, f(x)) - beta * KL(pi_, p),
        beta * log(E(p, exp(f(x) / beta))) - beta * KL(pi_, best),
        beta * log(E(p, exp(f(x) / beta))) + beta * KL(pi_, best),
        log(E(p, exp(f(x) / beta))) - beta * KL(pi_, best),
    ),
    "a tilted normal law": (
        KL(Normal(mu, sigma), Tilted(Normal(0, 1), f(x))),
        KL(Normal(mu, sigma), Normal(0, 1))
        - E(Normal(mu, sigma), f(x))
        + log(E(Normal(0, 1), exp(f(x)))),
        KL(Normal(mu, sigma), Normal(0, 1)) - E(Normal(mu, sigma), f(x)),
        KL(Normal(mu, sigma), Normal(0, 1))
        + E(Normal(mu, sigma), f(x))
        + log(E(Normal(0, 1), exp(f(x)))),
    ),
}

th = vector("theta")
pk, soft, cool = Density("p", "k"), Softmax(th[k], "k"), Softmax(th[k] / tau, "k")
log_sum = log(Int(exp(th[k]), k))
SOFTMAX = {
    "cross-entropy of logits": (
        H(pk, soft),
        -E(pk, th[k]) + log_sum,
        E(pk, th[k]) + log_sum,
        -E(soft, th[k]) + log_sum,
    ),
    "its slope": (Grad(H(pk, soft), th[j]), soft(j) - pk(j), pk(j) - soft(j), soft(j)),
    "at a temperature": (
        Grad(H(pk, cool), th[j]),
        (cool(j) - pk(j)) / tau,
        cool(j) - pk(j),
        (soft(j) - pk(j)) / tau,
    ),
    "the curvature": (
        Grad(Grad(H(pk, soft), th[i]), th[j]),
        soft(i) * KroneckerDelta(i, j) - soft(i) * soft(j),
        soft(i) * soft(j) - soft(i) * KroneckerDelta(i, j),
        soft(i) - soft(i) * soft(j),
    ),
}

q_theta, q_phi = Density("q", given=theta), Density("q", given=phi)
score = Grad(log(q_theta(x)), theta)
q_vec = Density("q", given=th)
scores = [Grad(log(q_vec(x)), th[letter]) for letter in (i, j)]
slope = Grad(f(z), z)
GRADIENTS = {
    "by the score": (
        Grad(E(q_theta, f(x)), theta),
        E(q_theta, f(x) * score),
        -E(q_theta, f(x) * score),
        E(q_theta, score),
    ),
    "of a mean over samples": (
        Grad(SampleE(SampleMean(q_theta, f(x))), theta),
        E(q_theta, f(x) * score),
        -E(q_theta, f(x) * score),
        SampleE(SampleMean(q_theta, Grad(f(x), theta))),
    ),
    "of a variance over samples": (
        Grad(SampleVar(SampleMean(q_theta, f(x))), theta),
        Grad(Var(q_theta, f(x)), theta) / N,
        Grad(Var(q_theta, f(x)), theta),
        0 * theta,
    ),
    "a normal law's mean by its score": (
        Grad(E(n, f(x)), mu),
        E(n, f(x) * (x - mu) / sigma**2),
        E(n, f(x) * (x - mu) / sigma),
        E(n, f(x) * (mu - x) / sigma**2),
    ),
    "a normal law's mean, reparameterised": (
        Grad(E(n, f(x)), mu),
        E(Normal(0, 1), f(x).diff(x).subs(x, mu + sigma * x)),
        E(Normal(0, 1), f(x).diff(x).subs(x, mu + x)),
        -E(Normal(0, 1), f(x).diff(x).subs(x, mu + sigma * x)),
    ),
    "a normal law's deviation, reparameterised": (
        Grad(E(n, f(x)), sigma),
        E(Normal(0, 1), x * At(Grad(f(z), z), z, mu + sigma * x)),
        E(Normal(0, 1), At(Grad(f(z), z), z, mu + sigma * x)),
        E(Normal(0, 1), x * At(Grad(f(z), z), z, mu - sigma * x)),
    ),
    "importance weights": (
        E(p, f(x)),
        E(q, f(x) * p(x) / q(x)),
        E(q, f(x) * q(x) / p(x)),
        E(p, f(x) * p(x) / q(x)),
    ),
    "curvature where both agree": (
        At(Grad(KL(q_theta, q_phi), phi, 2), phi, theta),
        E(q_theta, score**2),
        -E(q_theta, score**2),
        E(q_theta, score**2) / 2,
    ),
    "the Fisher matrix": (
        -E(q_vec, Grad(Grad(log(q_vec(x)), th[i]), th[j])),
        E(q_vec, scores[0] * scores[1]),
        -E(q_vec, scores[0] * scores[1]),
        E(q_vec, scores[0] ** 2),
    ),
}

g1, g2 = Gamma(a, b), Gamma(beta, tau)
convex_f = convex("f")
FURTHER = {
    "mean logarithm of a gamma law": (
        E(g1, log(x)),
        digamma(a) - log(b),
        digamma(a) + log(b),
        log(a) - log(b),
    ),
    "gamma laws": (
        KL(g1, g2),
        (a - beta) * digamma(a)
        - log(gamma(a))
        + log(gamma(beta))
        + beta * (log(b) - log(tau))
        + a * (tau - b) / b,
        (a - beta) * digamma(a)
        + log(gamma(a))
        - log(gamma(beta))
        + beta * (log(b) - log(tau))
        + a * (tau - b) / b,
        log(gamma(beta)) - log(gamma(a)) + beta * (log(b) - log(tau)) + a * (tau - b) / b,
    ),
    "Laplace laws": (
        KL(Laplace(mu, a), Laplace(nu, b)),
        log(b / a) + (a * exp(-Abs(mu - nu) / a) + Abs(mu - nu)) / b - 1,
        log(a / b) + (a * exp(-Abs(mu - nu) / a) + Abs(mu - nu)) / b - 1,
        log(b / a) + Abs(mu - nu) / b - 1,
    ),
    "a convex function's tangent": (
        FDivergence(convex_f, p, q),
        E(q, convex_f(p(x) / q(x)) - convex_f(u).diff(u).subs(u, 1) * (p(x) / q(x) - 1)),
        E(p, convex_f(p(x) / q(x)) - convex_f(u).diff(u).subs(u, 1) * (p(x) / q(x) - 1)),
        FDivergence(convex_f, q, p),
    ),
    "total variation": (
        TotalVariation(p, q),
        E(p, Abs(1 - q(x) / p(x))) / 2,
        E(p, Abs(1 - q(x) / p(x))),
        E(q, Abs(1 - q(x) / p(x))) / 2,
    ),
    "total variation of normal laws": (
        TotalVariation(n1, n2),
        Int(Abs(n1(x) - n2(x)), x) / 2,
        Int(Abs(n1(x) - n2(x)), x),
        Int(Abs(n1(x) + n2(x)), x) / 2,
    ),
    "coins": (
        KL(Finite("p", [w, 1 - w]), Finite("q", [eps, 1 - eps])),
        w * log(w / eps) + (1 - w) * log((1 - w) / (1 - eps)),
        w * log(w / eps) - (1 - w) * log((1 - w) / (1 - eps)),
        w * log(w / eps),
    ),
    "odds": (
        log((1 - w) / w),
        log(1 - w) - log(w),
        log(1 - w) + log(w),
        log(w) - log(1 - w),
    ),
}

CLAIMS = {
    **ONE_LAW,
    **HIERARCHICAL,
    **MIXTURES,
    **MARGINALS,
    **LETTERS,
    **TILTED,
    **SOFTMAX,
    **GRADIENTS,
    **FURTHER,
}
