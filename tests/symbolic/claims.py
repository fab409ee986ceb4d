"""True and false claims by name: (left side, step). Both routes must judge each of them alike."""

from sympy import Integer, Rational, cosh, exp, integrate, log, oo, pi, sqrt

from klutils.symbolic import (
    KL,
    ArgMax,
    ArgMin,
    Cov,
    Density,
    E,
    Exponential,
    Finite,
    Gap,
    Grad,
    H,
    InOrder,
    Int,
    Joint,
    N,
    Name,
    Normal,
    SampleE,
    SampleMean,
    SampleProduct,
    SampleSize,
    SampleSum,
    SampleVar,
    Uniform,
    Var,
    at_least,
    at_most,
    define,
    equal,
    equal_up_to_constant,
    estimate,
    parameter,
    value,
)
from tests.symbolic.setting import (
    P,
    Q,
    T,
    a,
    all_three,
    b,
    best,
    d,
    f,
    family,
    family_best,
    g,
    image,
    log_partition,
    mu,
    nu,
    p,
    p_image,
    p_joint,
    p_of_y,
    p_theta,
    p_y,
    phi,
    q,
    q_image,
    q_joint,
    q_of_y,
    q_theta,
    q_y,
    r,
    s,
    sigma,
    stretch,
    tau,
    theta,
    two_of_three,
    u,
    x,
    y,
    z,
)

half = Rational(1, 2)
score = Grad(log(q_theta(x)), theta)
# Two wells; the other function has the slope times exp(2θ), and its deeper well at the right.
two_wells = (theta**2 - 1) ** 2 + theta / 4
other_wells = integrate(two_wells.diff(theta) * exp(2 * theta), theta)
nll = -SampleMean(p, log(q_theta(x)))
mean_f = SampleMean(p, f(x))
spread = SampleMean(p, f(x) ** 2) - mean_f**2
joint_density = Density("p", "z")(z) * Density("p", "x", given=z)(x)
q_of_z = Density("q", "z", given=x)
gibbs = Gap(r - 1 - log(r), r, q(x) / p(x), p, (p(x), q(x)))
heads, other = parameter("a", between=(0, 1)), parameter("b", between=(0, 1))
coin, other_coin = Finite("p", [heads, 1 - heads]), Finite("q", [other, 1 - other])


def _equal(right):
    return equal(right, "")


def _same(right, over=theta):
    return equal_up_to_constant(right, "", over=over)


def _estimate(right, variance=None):
    return estimate(right, "", variance=variance)


def _least(right, *gap, **options):
    return at_least(right, "", gap=Gap(*gap, **options) if len(gap) != 1 else gap[0])


def _lowest(body):
    return ArgMin(body, theta)


def _highest(body):
    return ArgMax(body, theta)


EQUALITIES = {
    "decomposition": (KL(p, q), H(p, q) - H(p)),
    "log of a quotient": (KL(p, q), InOrder(Int(p(x) * log(p(x)), x), -Int(p(x) * log(q(x)), x))),
    "mean ratio": (E(p, q(x) / p(x)), Integer(1)),
    "asymmetry": (KL(p, q) - KL(q, p), Int((p(x) + q(x)) * log(p(x) / q(x)), x)),
    "three laws": (E(s, log(p(x) / q(x))), KL(s, q) - KL(s, p)),
    "non-negative form": (KL(p, q), E(p, q(x) / p(x) - 1 - log(q(x) / p(x)))),
    "chi-square": (Int((p(x) - q(x)) ** 2 / q(x), x), E(p, p(x) / q(x)) - 1),
    "powers of densities": (E(p, log(p(x) ** 2 / q(x) ** 3)), 3 * H(p, q) - 2 * H(p)),
    "a power that is a symbol": (Int(p(x) ** a * q(x) ** (1 - a), x), E(q, (p(x) / q(x)) ** a)),
    "root": (Int(sqrt(p(x) * q(x)), x), E(p, sqrt(q(x) / p(x)))),
    "log of a sum, factored": (E(p, log(p(x) + p(x) * q(x))), E(p, log(1 + q(x))) - H(p)),
    "fractions of a mixture": (
        Int(p(x) * q(x) / (p(x) + q(x)) + p(x) ** 2 / (p(x) + q(x)), x),
        Integer(1),
    ),
    "nested integral of the same variable": (E(p, KL(p, q)), KL(p, q)),
    "product of nested integrals": (
        Int(p(x) * f(x) * Int(q(x) * f(x), x), x),
        E(p, f(x)) * E(q, f(x)),
    ),
    "free point beside a bound one": (
        Int(p(x) * g(y) * Int(p_of_y(y) * f(y), y), x),
        g(y) * E(p_joint, f(y)),
    ),
    "chain rule": (KL(p_joint, q_joint), KL(p, q) + E(p, KL(p_of_y, q_of_y))),
    "independent parts": (KL(Joint(p, p_y), Joint(q, q_y)), KL(p, q) + KL(p_y, q_y)),
    "entropy of a joint law": (H(p_joint), H(p) + E(p, H(p_of_y))),
    "mutual information": (KL(p_joint, Joint(p, p_y)), E(p, KL(p_of_y, p_y))),
    "total variance": (Var(p_joint, f(y)), E(p, Var(p_of_y, f(y))) + Var(p, E(p_of_y, f(y)))),
    "covariance of independent parts": (Cov(Joint(p, p_y), f(x), g(y)), Integer(0)),
    "evidence and its bound at a fixed x": (
        log(Int(joint_density, z)),
        E(q_of_z, log(joint_density / q_of_z(z)))
        + E(q_of_z, log(q_of_z(z) * Int(joint_density, z) / joint_density)),
    ),
    "invariance": (KL(p_image, q_image), KL(p, q)),
    "entropy of an image": (H(p_image), H(p) + E(p, log(stretch))),
    "expectation over an image": (E(p_image, f(y)), E(p, f(image))),
    "gradient of an image": (
        Grad(KL(p_image, type(p_image)(q_theta)), theta),
        Grad(KL(p, q_theta), theta),
    ),
    "zero where the model is not": (KL(two_of_three, all_three), log(Rational(3, 2))),
    "0 ln 0 in an integral": (
        H(two_of_three),
        -Int(two_of_three(x) * log(two_of_three(x)), x),
    ),
    "infinite divergence": (KL(all_three, two_of_three), oo),
    "infinite on both sides": (
        KL(all_three, two_of_three),
        H(all_three, two_of_three) - H(all_three),
    ),
    "mean ratio where p vanishes": (
        E(two_of_three, all_three(x) / two_of_three(x)),
        Rational(2, 3),
    ),
    "three points": (KL(P, Q), log(Rational(2, 3)) / 5 + log(Rational(5, 4)) / 2),
    "a listed law and an arbitrary one": (
        H(P, q),
        -log(q(0)) / 5 - log(q(1)) / 2 - 3 * log(q(2)) / 10,
    ),
    "coins": (
        KL(coin, other_coin),
        heads * log(heads / other) + (1 - heads) * (log(1 - heads) - log(1 - other)),
    ),
    "slope for coins": (
        Grad(KL(coin, other_coin), other),
        (other - heads) / (other * (1 - other)),
    ),
    "two normal laws": (
        KL(Normal(mu, sigma), Normal(nu, tau)),
        log(tau / sigma) + (sigma**2 + (mu - nu) ** 2) / (2 * tau**2) - half,
    ),
    "fourth moment": (E(Normal(mu, sigma), (x - mu) ** 4), 3 * sigma**4),
    "entropy of a wide normal law": (
        H(Normal(100 * mu, 100 * sigma)),
        H(Normal(mu, sigma)) + log(100),
    ),
    "cross-entropy of a normal model": (
        H(p, Normal(mu, sigma)),
        log(2 * pi * sigma**2) / 2 + E(p, (x - mu) ** 2) / (2 * sigma**2),
    ),
    "regression": (
        E(p, KL(Normal(x, sigma, "y"), Normal(nu, sigma, "y"))),
        E(p, (x - nu) ** 2) / (2 * sigma**2),
    ),
    "exponential laws": (KL(Exponential(a), Exponential(b)), log(a / b) + b / a - 1),
    "waiting times and a normal model": (
        H(Exponential(a), Normal(0, 1)),
        log(2 * pi) / 2 + 1 / a**2,
    ),
    "uniform laws": (KL(Uniform(a), Uniform(a + d)), log((a + d) / a)),
    "an interval on the half-line": (KL(Uniform(a), Exponential(b)), a * b / 2 - log(a * b)),
    "an arbitrary law on an interval": (KL(p, Uniform(a)), log(a) - H(p)),
    "score": (E(q_theta, score), Integer(0)),
    "score of a uniform law": (E(Uniform(a), Grad(log(Uniform(a)(x)), a)), -1 / a),
    "information": (E(q_theta, score**2), -E(q_theta, Grad(log(q_theta(x)), theta, 2))),
    "slope of the divergence": (Grad(KL(p, q_theta), theta), -E(p, score)),
    "slope of the reverse divergence": (
        Grad(KL(q_theta, p), theta),
        E(q_theta, log(q_theta(x) / p(x)) * score),
    ),
    "theta in both laws": (
        Grad(KL(p_theta, q_theta), theta),
        Int(Grad(p_theta(x), theta) * log(p_theta(x) / q_theta(x)), x) - E(p_theta, score),
    ),
    "derivative of a derivative": (
        Grad(Grad(KL(p, q_theta), theta), theta),
        Grad(KL(p, q_theta), theta, 2),
    ),
    "mean of the statistic": (Grad(log_partition, theta), E(family, T(x))),
    "variance of the statistic": (Grad(log_partition, theta, 2), Var(family, T(x))),
    "moment matching": (Grad(KL(p, family), theta), E(family, T(x)) - E(p, T(x))),
    "Pythagoras": (
        KL(p, family) - KL(p, family_best) - KL(family_best, family),
        (best - theta) * (E(p, T(x)) - E(family_best, T(x))),
    ),
    "density of the family": (log(family(x)), log(family.base(x)) + theta * T(x) - log_partition),
    "mean of the mean": (SampleE(mean_f), E(p, f(x))),
    "variance of the mean": (SampleVar(mean_f), Var(p, f(x)) / N),
    "variance of a sum of means": (
        SampleVar(mean_f + SampleMean(p, g(x))),
        (Var(p, f(x)) + Var(p, g(x)) + 2 * Cov(p, f(x), g(x))) / N,
    ),
    "log of the likelihood": (
        log(SampleProduct(p, q_theta(x))),
        SampleSum(p, log(q_theta(x))),
    ),
    "a name, and a number in it": (Name("L", theta**2, theta).subs(theta, 3), Integer(9)),
    "scaled objective": (_lowest(KL(p, q_theta)), _lowest(3 * H(p, q_theta) + 7)),
    "largest log-likelihood": (
        _highest(SampleProduct(p, q_theta(x))),
        _lowest(nll),
    ),
    "a factor that is a mean": (_lowest(KL(p, q_theta)), _lowest(E(p, s(x)) * H(p, q_theta))),
    "log of a positive objective": (
        _highest(Int(p(x) * q_theta(x), x)),
        _highest(log(Int(p(x) * q_theta(x), x))),
    ),
    "another letter for the parameter": (
        _lowest(KL(p, q_theta)),
        ArgMin(H(p, Density("q", given=phi)), phi),
    ),
    "rate of the closest exponential law": (
        ArgMin(KL(p, Exponential(a)), a),
        ArgMin(a * E(p, x) - log(a), a),
    ),
}

FALSE_EQUALITIES = {
    "sign": (KL(p, q), H(p, q) + H(p)),
    "swapped arguments": (KL(p, q), H(q, p) - H(p)),
    "dropped term": (KL(p, q), H(p, q)),
    "E_q for E_p": (KL(p, q), E(q, log(p(x) / q(x)))),
    "= for ≈": (KL(p, q), SampleMean(p, log(p(x) / q(x)))),
    "swapped divergence": (KL(p, q), KL(q, p)),
    "mean ratio upside down": (E(p, p(x) / q(x)), Integer(1)),
    "mean ratio where p vanishes": (E(two_of_three, all_three(x) / two_of_three(x)), Integer(1)),
    "square of a mean": (E(p, f(x)) ** 2, E(p, f(x) ** 2)),
    "mean of a square inside": (E(p, E(p_of_y, f(y)) ** 2), E(p_joint, f(y)) ** 2),
    "log of a sum": (E(p, log(p(x) + q(x))), -H(p) + E(p, log(q(x)))),
    "log of something negative": (E(p, log(f(x) ** 2)), 2 * E(p, log(f(x)))),
    "captured variable": (
        Int(p(x) * g(y) * Int(p_of_y(y) * f(y), y), x),
        E(p_joint, f(y) * g(y)),
    ),
    "merged integrals": (Int(p(x) * f(x) * Int(q(x) * f(x), x), x), E(q, f(x) ** 2)),
    "chain rule by q": (KL(p_joint, q_joint), KL(p, q) + E(q, KL(p_of_y, q_of_y))),
    "dependent parts": (Cov(p_joint, f(x), g(y)), Integer(0)),
    "entropy of an image": (H(p_image), H(p)),
    "stretch under the model": (H(p_image, q_image), H(p, q) + E(q, log(stretch))),
    "finite for infinite": (KL(all_three, two_of_three), log(Rational(3, 2))),
    "infinite for finite": (KL(two_of_three, all_three), oo),
    "coins": (
        KL(coin, other_coin),
        heads * log(heads / other) - (1 - heads) * (log(1 - heads) - log(1 - other)),
    ),
    "normal laws, deviations swapped": (
        KL(Normal(mu, sigma), Normal(nu, tau)),
        log(sigma / tau) + (sigma**2 + (mu - nu) ** 2) / (2 * tau**2) - half,
    ),
    "wrong fourth moment": (E(Normal(mu, sigma), (x - mu) ** 4), sigma**4),
    "exponential laws swapped": (KL(Exponential(a), Exponential(b)), log(b / a) + b / a - 1),
    "uniform laws swapped": (KL(Uniform(a), Uniform(a + d)), log(a / (a + d))),
    "support that cancels": (E(Uniform(a), Uniform(a + d)(x) / Uniform(a)(x)), Integer(1)),
    "support that moves": (Grad(E(Uniform(a), f(x)), a), -E(Uniform(a), f(x)) / a),
    "score under the wrong law": (E(p, score), Integer(0)),
    "information, sign": (E(q_theta, score**2), E(q_theta, Grad(log(q_theta(x)), theta, 2))),
    "theta forgotten in p": (Grad(KL(p_theta, q_theta), theta), -E(p_theta, score)),
    "wrong member of the family": (Grad(log_partition, theta), E(family_best, T(x))),
    "second moment for variance": (Grad(log_partition, theta, 2), E(family, T(x) ** 2)),
    "Pythagoras off the best member": (KL(p, family), KL(p, family_best) + KL(family_best, family)),
    "bound for evidence": (log(Int(joint_density, z)), E(q_of_z, log(joint_density / q_of_z(z)))),
    "variance of the mean, N lost": (SampleVar(mean_f), Var(p, f(x))),
    "product of dependent means": (
        SampleE(mean_f * SampleMean(p, g(x))),
        E(p, f(x)) * E(p, g(x)),
    ),
    "mean for sum": (log(SampleProduct(p, q_theta(x))), SampleMean(p, log(q_theta(x)))),
    "reverse divergence": (_lowest(KL(p, q_theta)), _lowest(KL(q_theta, p))),
    "largest for smallest": (_lowest(KL(p, q_theta)), _highest(H(p, q_theta))),
    "negative factor": (_lowest(KL(p, q_theta)), _lowest(-3 * H(p, q_theta))),
    "minimiser of a sample": (_lowest(nll), _lowest(KL(p, q_theta))),
    "minimiser for a number": (_lowest(KL(p, q_theta)), theta),
    "nothing to minimise": (_lowest(KL(p, q)), _lowest(H(p, q))),
    "square of an objective with a sign": (_lowest(H(p, q_theta)), _lowest(H(p, q_theta) ** 2)),
    "log of a sum for sum of logs": (
        _highest(SampleProduct(p, q_theta(x))),
        _highest(SampleSum(p, q_theta(x))),
    ),
    "factor that moves": (_lowest(H(p, q_theta)), _lowest(theta**2 * H(p, q_theta))),
    "wells of another depth": (_lowest(two_wells), _lowest(other_wells)),
    "sign of the log-partition": (
        ArgMin(KL(p, Exponential(a)), a),
        ArgMin(a * E(p, x) + log(a), a),
    ),
}

OTHER_KINDS = {
    "definition of the divergence": (KL(p, q), define(Int(p(x) * log(p(x) / q(x)), x))),
    "definition of a name": (Name("L", H(p, q_theta), theta), define(H(p, q_theta))),
    "definition of a minimiser": (
        Name(r"\hat\theta", _lowest(KL(p, q_theta))),
        define(_lowest(KL(p, q_theta))),
    ),
    "divergence is not negative": (KL(p, q), _least(0, gibbs)),
    "Gibbs": (H(p), at_most(H(p, q), "", gap=gibbs)),
    "by the other convex function": (
        KL(p, q),
        _least(0, r * log(r) - r + 1, r, p(x) / q(x), q, (p(x), q(x))),
    ),
    "tangent of ln": (r - 1, _least(log(r), r - 1 - log(r), r, r)),
    "variance on all reals": (
        E(p, f(x) ** 2),
        _least(E(p, f(x)) ** 2, u**2, u, f(x) - E(p, f(x)), p),
    ),
    "flat at its zero": (E(p, f(x) ** 4), _least(0, u**4, u, f(x), p)),
    "hyperbolic": (E(p, cosh(f(x))), _least(1, cosh(u) - 1, u, f(x), p)),
    "Jensen for exp": (E(p, exp(f(x))), _least(1 + E(p, f(x)), exp(u) - 1 - u, u, f(x), p)),
    "a part of two variables": (
        KL(p_joint, q_joint),
        _least(KL(p, q), r - 1 - log(r), r, q_of_y(y) / p_of_y(y), p_joint, (p_of_y(y), q_of_y(y))),
    ),
    "on every sample": (
        SampleMean(p, q(x) / p(x) - 1 - log(q(x) / p(x))),
        _least(0, r - 1 - log(r), r, q(x) / p(x), p, sample=True),
    ),
    "cross-entropy by a sample": (H(p, q_theta), _estimate(nll, Var(p, log(q_theta(x))) / N)),
    "non-negative estimate": (
        KL(p, q),
        _estimate(SampleMean(p, q(x) / p(x) - 1 - log(q(x) / p(x)))),
    ),
    "importance weights": (E(p, f(x)), _estimate(SampleMean(q, p(x) / q(x) * f(x)))),
    "two samples": (
        E(p, f(x)) - E(q, f(x)),
        _estimate(mean_f - SampleMean(q, f(x)), (Var(p, f(x)) + Var(q, f(x))) / N),
    ),
    "sample of a joint law": (
        E(p_joint, f(x) * g(y)),
        _estimate(SampleMean(p_joint, f(x) * g(y)), Var(p_joint, f(x) * g(y)) / N),
    ),
    "sample variance": (Var(p, f(x)), estimate(N / (N - 1) * spread, "", given=SampleSize(2))),
    "mean of normal data": (mu, _estimate(SampleMean(Normal(mu, sigma), x), sigma**2 / N)),
    "mean of waiting times": (
        1 / a,
        _estimate(SampleMean(Exponential(a), x), 1 / (a**2 * N)),
    ),
    "width of an interval": (a, _estimate(2 * SampleMean(Uniform(a), x), a**2 / (3 * N))),
    "gradient by a sample": (Grad(KL(p, q_theta), theta), _estimate(-SampleMean(p, score))),
    "entropy dropped": (KL(p, q_theta), _same(H(p, q_theta))),
    "entropy dropped, on a sample": (SampleMean(p, log(p(x) / q_theta(x))), _same(nll)),
    "normal model, its mean": (
        KL(p, Normal(mu, sigma)),
        _same(E(p, (x - mu) ** 2) / (2 * sigma**2), mu),
    ),
    "normal model, its deviation": (
        KL(p, Normal(mu, sigma)),
        _same(log(sigma) + E(p, (x - mu) ** 2) / (2 * sigma**2), sigma),
    ),
    "a coin's chance": (KL(coin, other_coin), _same(H(coin, other_coin), other)),
}

FALSE_KINDS = {
    "definition of another thing": (Name("L", H(p, q_theta), theta), define(KL(p, q_theta))),
    "reversed inequality": (H(p), _least(H(p, q), gibbs)),
    "≤ for ≥": (KL(p, q), at_most(0, "", gap=gibbs)),
    "weaker than it is": (KL(p, q), _least(-1, gibbs)),
    "≥ for =": (KL(p, q), _least(KL(p, q), gibbs)),
    "≥ for =, with an empty gap": (
        KL(p, q),
        _least(H(p, q) - H(p), (r - 1) ** 2, r, Integer(1), p),
    ),
    "gap under the wrong law": (KL(p, q), _least(0, r - 1 - log(r), r, q(x) / p(x), q)),
    "gap of something else": (Var(p, f(x)), _least(0, u**2, u, f(x), p)),
    "gap where p vanishes": (
        KL(two_of_three, all_three),
        _least(0, r - 1 - log(r), r, all_three(x) / two_of_three(x), two_of_three),
    ),
    "equality in the wrong case": (
        KL(p, q),
        _least(0, r - 1 - log(r), r, q(x) / p(x), p, (p(x), s(x))),
    ),
    "an estimate that may be negative": (
        SampleMean(p, log(p(x) / q(x))),
        _least(0, r - 1 - log(r), r, q(x) / p(x), p, sample=True),
    ),
    "≈ for =": (KL(p, q), _estimate(H(p, q) - H(p))),
    "a constant as an estimate": (H(p), _estimate(H(p) + SampleMean(p, Integer(0)))),
    "one as an estimate": (Integer(1), _estimate(SampleMean(p, Integer(1)))),
    "an estimate of a random number": (mean_f, _estimate(mean_f)),
    "variance without N": (H(p, q_theta), _estimate(nll, Var(p, log(q_theta(x))))),
    "sample of the wrong law": (H(p, q_theta), _estimate(-SampleMean(q, log(q_theta(x))))),
    "biased variance": (Var(p, f(x)), _estimate(spread)),
    "square of a mean": (E(p, f(x)) ** 2, _estimate(mean_f**2)),
    "curved statistic": (exp(H(p, q)), _estimate(exp(-SampleMean(p, log(q(x)))))),
    "non-negative estimate, ratio upside down": (
        KL(p, q),
        _estimate(SampleMean(p, p(x) / q(x) - 1 - log(p(x) / q(x)))),
    ),
    "difference of variances": (
        E(p, f(x)) - E(q, f(x)),
        _estimate(mean_f - SampleMean(q, f(x)), (Var(p, f(x)) - Var(q, f(x))) / N),
    ),
    "one sample counted as two": (
        E(p, f(x)) - E(q, f(x)),
        _estimate(mean_f - SampleMean(p, f(x) * q(x) / p(x)), (Var(p, f(x)) + Var(q, f(x))) / N),
    ),
    "variance of waiting times": (1 / a, _estimate(SampleMean(Exponential(a), x), 1 / (a * N))),
    "≐ for =": (KL(p, q_theta), _same(H(p, q_theta) - H(p))),
    "≐ of the reverse": (KL(p, q_theta), _same(KL(q_theta, p))),
    "≐ up to a factor": (KL(p, q_theta), _same(2 * H(p, q_theta))),
    "≐ with the wrong sign": (KL(p, q_theta), _same(-H(p, q_theta))),
    "≐ without a parameter": (KL(p, q), _same(H(p, q))),
    "≐ over a parameter of neither side": (KL(p, q_theta), _same(H(p, q_theta), phi)),
    "≐ over what is integrated": (KL(p, q_theta), _same(H(p, q_theta), x)),
    "≐ over what is minimised": (_lowest(KL(p, q_theta)), _same(_lowest(H(p, q_theta)))),
    "≐ of another model": (KL(p, q_theta), _same(H(p, Density("q", given=phi)))),
    "≐ for ≈": (KL(p, q_theta), _same(nll)),
    "≐ that drops a moving term": (
        KL(p, Normal(mu, sigma)),
        _same(E(p, (x - mu) ** 2) / (2 * sigma**2), sigma),
    ),
    "digits of a functional": (KL(p, q), value(3)),
    "digits of a parameter": (theta, value(3)),
    "digits of a random number": (SampleMean(P, log(Q(x))), value(3)),
}

TRUE = {f"= {name}": (left, _equal(right)) for name, (left, right) in EQUALITIES.items()}
TRUE |= OTHER_KINDS
FALSE = {f"= {name}": (left, _equal(right)) for name, (left, right) in FALSE_EQUALITIES.items()}
FALSE |= FALSE_KINDS

# What is wrong with these is how they are written; no number can show it.
WRONG_FORM = {
    "a theorem as a definition": (KL(p, q), define(H(p, q) - H(p)), "names of its own"),
    "a definition of an integral": (Int(p(x), x), define(Integer(1)), "is no name"),
    "a definition of a sum": (KL(p, q) + 1, define(1 + E(p, log(p(x) / q(x)))), "is no name"),
    "an inequality without a reason": (KL(p, q), at_least(0, "", gap=None), "no gap is stated"),
    "equality where a factor vanishes too": (
        E(p, (theta * (p(x) - q(x))) ** 2) + 1,
        _least(1, u**2, u, theta * (p(x) - q(x)), p, (p(x), q(x))),
        "is not the same as",
    ),
    "equality where the law's points may vanish": (
        E(p, (x * (x - 1) * (p(x) - q(x))) ** 2) + 1,
        _least(1, u**2, u, x * (x - 1) * (p(x) - q(x)), p, (p(x), q(x))),
        "is not the same as",
    ),
}
