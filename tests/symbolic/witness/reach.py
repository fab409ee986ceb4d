"""What can be said of made laws, continua, vectors, distances: both are true, and wrong twins."""

from sympy import (
    Abs,
    Derivative,
    Integer,
    KroneckerDelta,
    Rational,
    Subs,
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
    Softmax,
    SumOver,
    Tilted,
    TotalVariation,
    Uniform,
    Var,
    convex,
    copies,
    index,
    parameter,
    variable,
    vector,
)
from tests.symbolic.setting import a, b, f, g, mu, nu, p, q, q_theta, sigma, tau, theta, x, y, z

half = Rational(1, 2)
k, i, j, n, t = variable("k"), *map(index, "ijnt")
d, T = index("d"), index("T")
share, other = parameter("a", between=(0, 1)), parameter("b", between=(0, 1))
lam = parameter("lambda", positive=True)

# Hierarchical normal laws.
prior, step = Normal(0, sigma), Normal(x, 1, "y")
normals = Joint(prior, step)
wide = Normal(0, sqrt(1 + sigma**2), "y")
y_marginal = Marginal(normals, "y", name="p")
x_posterior = Posterior(normals, "x", name="p")
shrunk = Normal(sigma**2 * y / (1 + sigma**2), sigma / sqrt(1 + sigma**2))

# Latent variables.
p_z, p_xz, q_z = Density("p", "z"), Density("p", "x", given=z), Density("q", "z", given=x)
latent = Joint(p_z, p_xz)
evidence, posterior = Marginal(latent, "x"), Posterior(latent, "z")
bound = E(q_z, log(p_z(z) * p_xz(x) / q_z(z)))
both = Joint(p, q_z)
p_y, q_y = Density("p", "y", given=x), Density("q", "y", given=x)
pq_joint = Joint(p, p_y), Joint(q, q_y)

# Mixtures, and tilted laws.
middle = Mixture({p: half, q: half})
uniform = Softmax(0, "x", "u")
smooth = Mixture({p: 1 - share, uniform: share}, name="p_s")
pi_law, base = Density("pi"), Density("p")
tilted = Tilted(base, f(x))
best = Tilted(base, f(x) / lam)

# Vectors and chains.
m, s = vector("mu"), vector("sigma", positive=True)
normal_d = Coordinates(Normal(m[i], s[i]), i, d)
standard_d = Coordinates(Normal(0, 1), i, d)
before = variable("u")
p_0, q_0 = Density("p_0"), Density("q_0")
p_t, q_t = Density("p", given=(before, t)), Density("q", given=(before, t))
p_chain, q_chain = Chain(p_0, p_t, before, t, T), Chain(q_0, q_t, before, t, T)
logits = vector("theta")
soft, target = Softmax(logits[k]), Density("p", "k")
total = Int(exp(logits[k]), k)
q_vec = Density("q", given=logits)
score = Grad(log(q_theta(x)), theta)

normal = Normal(mu, sigma)
slope = Subs(Derivative(f(z), z), z, mu + sigma * x)
r = p(x) / q(x)
label = Finite("c", [share, 1 - share], "k")
given_label = Normal(mu * k, sigma)

# Left side, right side, and a right side that is wrong.
REACH = {
    # 1. named laws beside arbitrary ones
    "log of a normal model": (
        KL(p, normal),
        log(2 * pi * sigma**2) / 2 + E(p, (x - mu) ** 2) / (2 * sigma**2) - H(p),
        log(2 * pi * sigma**2) / 2 - E(p, (x - mu) ** 2) / (2 * sigma**2) - H(p),
    ),
    "an arbitrary law is not normal": (E(p, x**2), E(p, x**2), H(p)),
    "cross-entropy of waiting times": (
        H(p, Exponential(lam)),
        lam * E(p, x) - log(lam),
        lam * E(p, x) + log(lam),
    ),
    "a label and a normal law": (
        E(Joint(label, given_label), x),
        (1 - share) * mu,
        share * mu,
    ),
    "a label and a normal law, squared": (
        Var(Joint(label, given_label), x),
        sigma**2 + share * (1 - share) * mu**2,
        sigma**2,
    ),
    "absolute value": (E(Normal(0, sigma), Abs(x)), sigma * sqrt(2 / pi), sigma),
    "logarithm of a square": (E(p, log((x - mu) ** 2)), 2 * E(p, log(Abs(x - mu))), H(p)),
    "a kink that moves": (Grad(H(p, Laplace(mu, b)), mu, 2), 2 * p(mu) / b, p(mu) / b),
    "logarithm of waiting times": (
        E(Exponential(lam), log(x)),
        digamma(1) - log(lam),
        digamma(1) + log(lam),
    ),
    # 2. hierarchical normal laws
    "mean of a square": (E(normals, y**2), 1 + sigma**2, 2 + sigma**2),
    "mean below": (E(normals, y), Integer(0), sigma),
    "joint against product": (
        KL(normals, Joint(prior, Normal(0, 1, "y"))),
        sigma**2 / 2,
        -(sigma**2) / 2,
    ),
    "marginal": (KL(y_marginal, wide), Integer(0), 1 - 1 / sigma**2),
    "entropy of the marginal": (
        H(y_marginal),
        log(2 * pi * (1 + sigma**2)) / 2 + half,
        log(2 * pi * sigma**2) / 2 + half,
    ),
    "posterior": (KL(x_posterior, shrunk), Integer(0), sigma - Rational(3, 2)),
    "information of normal laws": (
        MutualInformation(normals),
        log(1 + sigma**2) / 2,
        log(sigma**2) / 2,
    ),
    "information by posteriors": (
        E(y_marginal, KL(x_posterior, prior)),
        log(1 + sigma**2) / 2,
        log(1 + sigma**2),
    ),
    # 3. mixtures
    "Jensen-Shannon": (
        JensenShannon(p, q),
        H(middle) - H(p) / 2 - H(q) / 2,
        H(middle) - H(p) / 2,
    ),
    "label smoothing": (
        H(smooth, q),
        (1 - share) * H(p, q) + share * H(uniform, q),
        share * H(p, q) + (1 - share) * H(uniform, q),
    ),
    "mixture of normal laws": (
        E(Mixture({normal: share, Normal(nu, tau): 1 - share}), x**2),
        share * (mu**2 + sigma**2) + (1 - share) * (nu**2 + tau**2),
        share * (mu**2 + sigma**2) + (1 - share) * (nu**2 - tau**2),
    ),
    "mixture of normal laws, by parts": (
        KL(Mixture({normal: half, Normal(nu, tau): half}), normal),
        H(Mixture({normal: half, Normal(nu, tau): half}), normal)
        - H(Mixture({normal: half, Normal(nu, tau): half})),
        H(Mixture({normal: half, Normal(nu, tau): half}), normal),
    ),
    # 4. latent variables
    "evidence": (log(evidence(x)), bound + KL(q_z, posterior), bound - KL(q_z, posterior)),
    "bound by entropy": (bound, E(q_z, log(p_z(z) * p_xz(x))) + H(q_z), bound + H(q_z)),
    "bound by the prior": (
        bound,
        E(q_z, log(p_xz(x))) - KL(q_z, p_z),
        E(q_z, log(p_xz(x))) - KL(p_z, q_z),
    ),
    "information by entropies": (
        MutualInformation(latent),
        H(p_z) - E(evidence, H(posterior)),
        H(p_z) - E(p_z, H(p_xz)),
    ),
    "information by posteriors of arbitrary laws": (
        MutualInformation(latent),
        E(evidence, KL(posterior, p_z)),
        E(evidence, KL(p_z, posterior)),
    ),
    "information of an encoder": (
        E(p, KL(q_z, p_z)),
        MutualInformation(both) + KL(Marginal(both, "z", name="q"), p_z),
        MutualInformation(both) - KL(Marginal(both, "z", name="q"), p_z),
    ),
    "data processing": (
        KL(*pq_joint),
        KL(*(Marginal(law, "y", name=law.name) for law in pq_joint))
        + E(
            Marginal(pq_joint[0], "y"),
            KL(*(Posterior(law, "x", name=law.name) for law in pq_joint)),
        ),
        KL(*(Marginal(law, "y", name=law.name) for law in pq_joint)),
    ),
    # 5. dimensions and chains
    "independent normal coordinates": (
        KL(normal_d, standard_d),
        SumOver(m[i] ** 2 + s[i] ** 2 - log(s[i] ** 2), i, d) / 2 - d / 2,
        SumOver(m[i] ** 2 + s[i] ** 2 - log(s[i] ** 2), i, d) / 2 - half,
    ),
    "copies": (KL(copies(p, n), copies(q, n)), n * KL(p, q), KL(p, q)),
    "entropy of copies": (H(copies(p, n)), n * H(p), n**2 * H(p)),
    "chains": (
        KL(p_chain, q_chain),
        KL(p_0, q_0) + SumOver(E(p_chain.at(t - 1), KL(p_t, q_t)), t, T),
        KL(p_0, q_0) + SumOver(E(q_chain.at(t - 1), KL(p_t, q_t)), t, T),
    ),
    # 6. tilted laws
    "Donsker-Varadhan": (
        KL(pi_law, tilted),
        KL(pi_law, base) - E(pi_law, f(x)) + log(E(base, exp(f(x)))),
        KL(pi_law, base) - E(pi_law, f(x)),
    ),
    "best policy": (
        E(pi_law, f(x)) - lam * KL(pi_law, base),
        lam * log(E(base, exp(f(x) / lam))) - lam * KL(pi_law, best),
        log(E(base, exp(f(x) / lam))) - lam * KL(pi_law, best),
    ),
    "tilted normal law": (
        KL(Tilted(normal, lam * x), Normal(mu + lam * sigma**2, sigma)),
        Integer(0),
        lam - half,
    ),
    # 7. softmax
    "cross-entropy of logits": (
        H(target, soft),
        -E(target, logits[k]) + log(total),
        E(target, logits[k]) + log(total),
    ),
    "slope by a logit": (
        Grad(H(target, soft), logits[j]),
        soft(j) - target(j),
        target(j) - soft(j),
    ),
    "temperature": (
        Grad(H(target, Softmax(logits[k] / tau)), logits[j]),
        (Softmax(logits[k] / tau)(j) - target(j)) / tau,
        Softmax(logits[k] / tau)(j) - target(j),
    ),
    "Hessian": (
        Grad(Grad(log(total), logits[i]), logits[j]),
        soft(i) * KroneckerDelta(i, j) - soft(i) * soft(j),
        -soft(i) * soft(j),
    ),
    # 8. gradients
    "score function": (
        Grad(E(q_theta, f(x)), theta),
        E(q_theta, f(x) * score),
        E(q_theta, score),
    ),
    "score function over samples": (
        Grad(SampleE(SampleMean(q_theta, f(x))), theta),
        SampleE(SampleMean(q_theta, f(x) * score)),
        Integer(0),
    ),
    "reparameterised, by the mean": (
        Grad(E(normal, f(x)), mu),
        E(Normal(0, 1), slope),
        E(Normal(0, 1), x * slope),
    ),
    "reparameterised, by the deviation": (
        Grad(E(normal, f(x)), sigma),
        E(Normal(0, 1), x * slope),
        E(Normal(0, 1), slope),
    ),
    "score of a normal law": (
        Grad(E(normal, f(x)), mu),
        E(normal, f(x) * (x - mu)) / sigma**2,
        E(normal, f(x) * (x - mu)) / sigma,
    ),
    "importance weights": (E(p, f(x)), E(q, f(x) * p(x) / q(x)), E(q, f(x) * q(x) / p(x))),
    "weights of normal laws": (
        E(normal, f(x)),
        E(Normal(nu, 3), f(x) * normal(x) / Normal(nu, 3)(x)),
        E(Normal(nu, 3), f(x)),
    ),
    # 9. points and vectors
    "curvature where both agree": (
        At(Grad(KL(q_theta, Density("q", given=a)), a, 2), a, theta),
        E(q_theta, score**2),
        -E(q_theta, score**2),
    ),
    "Fisher matrix": (
        E(q_vec, Grad(log(q_vec(x)), logits[i]) * Grad(log(q_vec(x)), logits[j])),
        -E(q_vec, Grad(Grad(log(q_vec(x)), logits[i]), logits[j])),
        E(q_vec, Grad(Grad(log(q_vec(x)), logits[i]), logits[j])),
    ),
    # 10. more named laws, and distances
    "mean logarithm of a gamma law": (
        E(Gamma(a, b), log(x)),
        digamma(a) - log(b),
        digamma(a) + log(b),
    ),
    "mean of a gamma law": (E(Gamma(a, b), x), a / b, a * b),
    "two gamma laws": (
        KL(Gamma(a, b), Gamma(lam, b)),
        (a - lam) * digamma(a) - log(gamma(a)) + log(gamma(lam)),
        (a - lam) * digamma(a) + log(gamma(a)) - log(gamma(lam)),
    ),
    "two Laplace laws": (
        KL(Laplace(mu, a), Laplace(nu, b)),
        log(b / a) + (a * exp(-Abs(mu - nu) / a) + Abs(mu - nu)) / b - 1,
        log(b / a) + (a * exp(-Abs(mu - nu) / a) - Abs(mu - nu)) / b - 1,
    ),
    "distances of normal laws": (
        TotalVariation(normal, Normal(nu, sigma)),
        Int(Abs(normal(x) - Normal(nu, sigma)(x)), x) / 2,
        Int(Abs(normal(x) - Normal(nu, sigma)(x)), x),
    ),
    "distance of arbitrary laws": (
        TotalVariation(p, q),
        E(q, Abs(r - 1)) / 2,
        E(q, r - 1) / 2,
    ),
    "f-divergence by its gap": (
        FDivergence(convex("f"), p, q),
        E(q, convex("f")(r)),
        E(p, convex("f")(r)),
    ),
    # 11. shares
    "coins": (
        KL(Finite("p", [share, 1 - share]), Finite("q", [other, 1 - other])),
        share * log(share / other) + (1 - share) * log((1 - share) / (1 - other)),
        share * log(share / other) - (1 - share) * log((1 - share) / (1 - other)),
    ),
    "slope of a coin's entropy": (
        Grad(H(Finite("p", [share, 1 - share])), share),
        log((1 - share) / share),
        log(share / (1 - share)),
    ),
    "mean of a sample": (SampleE(SampleMean(normal, x) ** 2), mu**2 + sigma**2 / N, mu**2),
    "waves": (E(normal, g(x) - g(x)), Integer(0), E(normal, g(x))),
    "a wide interval": (KL(Uniform(lam), Uniform(2 * lam)), log(2), log(3)),
    "an arbitrary law on two intervals": (
        KL(p, Uniform(2)) - KL(p, Uniform(1)),
        log(2),
        -log(2),
    ),
}
