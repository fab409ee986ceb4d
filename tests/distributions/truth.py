"""Entropies and divergences of the families in balls of 2600 bits: the textbook forms, as they are.

With so many bits nothing is lost that a float64 could show: parameters differ by 2100 bits at most.
No code of `klutils` is used.  Parameters are read exactly.
"""

from fractions import Fraction

from flint import arb, arb_mat, ctx, fmpq

BITS = 2600


def exact(x):
    """The ball of radius 0, or next to it, around a float or a Fraction."""
    x = Fraction(x)
    return arb(fmpq(x.numerator, x.denominator))


def x_log(x, y):
    """x ln y with 0 ln 0 = 0."""
    return arb(0) if x == 0 else (arb("-inf") if y == 0 else x * y.log())


def two_pi():
    return 2 * arb.pi()


def categorical(p, q):
    """The sums as the docstring of `Categorical` has them, the probabilities as they are."""
    pairs = [(exact(x), exact(y)) for x, y in zip(p, q, strict=True)]
    entropy, cross_entropy = -sum(x_log(x, x) for x, _ in pairs), -sum(x_log(*xy) for xy in pairs)
    logs = (x_log(x, x / y if x != 0 else arb(1)) - x + y for x, y in pairs)
    return entropy, cross_entropy, sum(logs)


def bernoulli(p, q):
    p, q = exact(p), exact(q)
    return (
        -x_log(p, p) - x_log(1 - p, 1 - p),
        -x_log(p, q) - x_log(1 - p, 1 - q),
        sum(x_log(x, x) - x_log(x, y) for x, y in ((p, q), (1 - p, 1 - q))),
    )


def geometric(p, q):
    return tuple(value / exact(p) for value in bernoulli(p, q))


def exponential(p, q):
    p, q = exact(p), exact(q)
    return 1 - p.log(), q / p - q.log(), q / p - 1 - (q / p).log()


def laplace(m, b, n, c):
    m, b, n, c = map(exact, (m, b, n, c))
    d = abs(m - n)
    mean = (d + b * (-d / b).exp()) / c
    return 1 + (2 * b).log(), (2 * c).log() + mean, (c / b).log() + mean - 1


def normal(m, s, n, t):
    m, s, n, t = map(exact, (m, s, n, t))
    mean = (s**2 + (m - n) ** 2) / (2 * t**2)
    return (
        (two_pi() * arb(1).exp()).log() / 2 + s.log(),
        two_pi().log() / 2 + t.log() + mean,
        (t / s).log() + mean - arb(1) / 2,
    )


def uniform(a, b, c, d):
    a, b, c, d = map(exact, (a, b, c, d))
    outside = arb("inf")
    inside = c <= a and b <= d
    return (
        (b - a).log(),
        (d - c).log() if inside else outside,
        ((d - c) / (b - a)).log() if inside else outside,
    )


def gamma(k, b, l, c):  # noqa: E741
    k, b, l, c = map(exact, (k, b, l, c))  # noqa: E741
    return (
        k - b.log() + k.lgamma() + (1 - k) * k.digamma(),
        l.lgamma() - l * c.log() - (l - 1) * (k.digamma() - b.log()) + c * k / b,
        (k - l) * k.digamma() + l.lgamma() - k.lgamma() + l * (b / c).log() + k * (c - b) / b,
    )


def beta(a, b, c, d):
    a, b, c, d = map(exact, (a, b, c, d))

    def log_beta(x, y):
        return x.lgamma() + y.lgamma() - (x + y).lgamma()

    u, v = (x.digamma() - (a + b).digamma() for x in (a, b))
    return (
        log_beta(a, b) - (a - 1) * u - (b - 1) * v,
        log_beta(c, d) - (c - 1) * u - (d - 1) * v,
        log_beta(c, d) - log_beta(a, b) + (a - c) * u + (b - d) * v,
    )


def poisson(p, q):
    """By E[ln x!], summed for small rates, by its expansion for large ones."""
    p, q = exact(p), exact(q)
    if p < 5000:
        with ctx.workprec(400):
            size = int(float(p) + 40 * float(p) ** 0.5 + 150)
            mass, mean = (-p).exp(), arb(0)
            for x in range(1, size):
                mass *= p / x
                mean += mass * arb(x + 1).lgamma()
        if p < 1e-20:  # the mean log-factorial is p²/2 ln 2 (1 + O(p))
            mean = exact(0) + p**2 / 2 * arb(2).log()
    else:
        half = (two_pi() * arb(1).exp() * p).log() / 2
        series = 1 / (12 * p) + 1 / (24 * p**2) + 19 / (360 * p**3) + 9 / (80 * p**4)
        mean = p * p.log() - p + half - series
    return p - p * p.log() + mean, q - p * q.log() + mean, q - p + p * (p / q).log()


def multivariate_normal(m, s, n, t):
    s, t = ([[exact(x) for x in row] for row in rows] for rows in (s, t))
    d = len(m)
    s, t = arb_mat(s), arb_mat(t)
    mean = arb_mat([[exact(Fraction(x) - Fraction(y))] for x, y in zip(m, n, strict=True)])
    inverse = t.inv()
    product = inverse * s
    trace = sum(product[i, i] for i in range(d))
    distance = (mean.transpose() * inverse * mean)[0, 0]
    log_s, log_t = s.det().log(), t.det().log()
    return (
        (d * (two_pi() * arb(1).exp()).log() + log_s) / 2,
        (d * two_pi().log() + log_t + trace + distance) / 2,
        (trace - d + log_t - log_s + distance) / 2,
    )
