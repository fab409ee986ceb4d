r"""What each relation within a sentence is; those that claim something, with what checks them.

Main definitions
----------------
ROWS
    By page and formula: a word for what claims nothing, else a :class:`Claim`.
Claim
    What is claimed, for the routes or for SymPy; whether the reader of the notation reads it, or
    why the sentence writes it otherwise.

A formula that names something, or says which case is looked at, claims nothing. One that a sentence
calls wrong is marked so. What the calculus cannot say, such as a limit, has its reason here and
on the page of limits.
"""

from collections.abc import Callable
from dataclasses import dataclass

import sympy
from sympy import (
    Function,
    Integer,
    Rational,
    Sum,
    Symbol,
    digamma,
    exp,
    log,
    oo,
    pi,
    sqrt,
)

from klutils.symbolic import (
    KL,
    Density,
    E,
    Exponential,
    ExponentialFamily,
    Grad,
    H,
    Normal,
    Var,
    equal,
    parameter,
    variable,
)

__all__ = ["CASE", "NAMED", "QUOTED", "ROWS", "TAKEN", "Claim", "Limit"]

NAMED, CASE, TAKEN, QUOTED = "named", "case", "taken for granted", "quoted as wrong"


@dataclass(frozen=True)
class Claim:
    """A claim within a sentence.

    Attributes
    ----------
    check : callable
        Returns what must hold: a left side and a step for the routes, or a truth value of SymPy's.
    shorthand : str
        Why the reader of the notation cannot read the formula itself; empty where it does.
    """

    check: Callable
    shorthand: str = ""


@dataclass(frozen=True)
class Limit:
    """A statement that the calculus cannot make, and why."""

    why: str


x, y, z = map(variable, "xyz")
theta, mu = parameter("theta"), parameter("mu")
sigma, lam, c, s = (parameter(name, positive=True) for name in ("sigma", "lambda", "c", "s"))
p, q, q_theta = Density("p"), Density("q"), Density("q", given=theta)
p_y, q_y = Density("p", "y"), Density("q", "y")
p_of_y = Density("p", "y", given=x)
f, g = Function("f", real=True), Function("g", real=True)
family = ExponentialFamily("q", theta)
n = Symbol("n", integer=True, nonnegative=True)
r = Symbol("r", positive=True)
slope = Grad(log(q_theta(x)), theta)
normal = Normal(mu, sigma)

WITHOUT_ARGUMENTS = "densities and functions stand without their arguments"
A_LETTER = "a letter of the section stands for an expression"
FINITE = "finiteness is a hypothesis where it is used; the calculus has no infinite values"


def slope_of_f(point):
    """Return the slope of f at a point; f stands for ln p."""
    return sympy.Subs(sympy.Derivative(f(z), z), z, point)


def _same(left, right):
    return lambda: (left, equal(right, "stated in a sentence"))


def _zero(expr):
    return lambda: sympy.simplify(expr) == 0


def _of_ratio():
    """E_p[q/p] is the mass of q where p is positive; here p misses the last of three atoms."""
    share, other, missed = sympy.symbols("a b m", positive=True)
    data, model = (share, 1 - share, Integer(0)), (other, 1 - missed - other, missed)
    mean = sum(a * b / a for a, b in zip(data, model, strict=True) if a != 0)
    return sympy.simplify(mean - (1 - missed)) == 0


def _square_of_ratio():
    """∫ q²/p for two normal laws about 0: finite where the rate of the exponent is positive."""
    width, rate = sympy.symbols("s k", positive=True)
    t = Symbol("t", real=True)
    heights = 1 / (width * sqrt(2 * pi)), 1 / sqrt(2 * pi)  # of q and p
    exponents = -(t**2) / (2 * width**2), -(t**2) / 2
    left = 1 / width**2 - Rational(1, 2)
    of_ratio = sympy.expand(2 * exponents[0] - exponents[1] + left * t**2)
    whole = sympy.integrate(exp(-rate * t**2), (t, -oo, oo))
    mean = heights[0] ** 2 / heights[1] * whole.subs(rate, left)
    claimed = 1 / (width * sqrt(2 - width**2))
    return of_ratio == 0 and sympy.simplify(mean**2 / claimed**2) == 1


def _larger_half():
    """With q₁ ≥ q₂, q₁ = q₂ + t: the mean is not below half the larger."""
    t, least = sympy.symbols("t q_2", nonnegative=True)
    return sympy.expand((least + t + least) / 2 - (least + t) / 2).is_nonnegative


def _dirichlet_mean():
    """Of uniform probabilities of n points each has the density (n-1)(1-t)^(n-2) on (0, 1).

    Its moment of order m is Γ(m+1) Γ(n)/Γ(n+m), and a slope of it in m the mean with a logarithm.
    """
    t, order, points = sympy.symbols("t m n", positive=True)
    moment = sympy.gamma(order + 1) * sympy.gamma(points) / sympy.gamma(points + order)
    slope = sympy.diff(moment, order)
    of_terms = (digamma(2) - digamma(points + 1)) / points
    of_logs = digamma(1) - digamma(points)
    return (
        all(
            sympy.integrate(sympy.expand((k - 1) * (1 - t) ** (k - 2)) * t**m, (t, 0, 1))
            == moment.subs({points: k, order: m})
            for k in (2, 3, 5, 8)
            for m in (0, 1, Rational(1, 2), 3)
        )
        and sympy.simplify(sympy.gammasimp(slope.subs(order, 1) - of_terms)) == 0
        and sympy.simplify(sympy.gammasimp(slope.subs(order, 0) - of_logs)) == 0
    )


def _arctanh_series():
    shift, centre = sympy.symbols("delta c", positive=True)
    u = Symbol("u")
    of_u = sympy.series(log((1 + u) / (1 - u)) / (2 * u), u, 0, 6).removeO()
    return sympy.expand(of_u - (1 + u**2 / 3 + u**4 / 5)) == 0 and sympy.simplify(
        centre * log((centre + shift) / (centre - shift))
        - centre * log((1 + shift / centre) / (1 - shift / centre))
    ).equals(0)


def _student_square():
    """E[x²] of Student's law by beta integrals, for every ν above 2; then ν = 3."""
    freedom = Symbol("nu", positive=True)

    def beta(a, b):
        return sympy.gamma(a) * sympy.gamma(b) / sympy.gamma(a + b)

    half = Rational(1, 2)
    mean = freedom * beta(3 * half, freedom / 2 - 1) / beta(half, freedom / 2)
    claimed = freedom / (freedom - 2)
    return sympy.gammasimp(mean / claimed) == 1 and claimed.subs(freedom, 3) == 3


def _student_third():
    """The density of Student's law with three degrees of freedom is 2/(π√3 (1 + x²/3)²)."""
    t = Symbol("t", positive=True)
    density = 2 / (pi * sqrt(3) * (1 + t**2 / 3) ** 2)
    return (
        sympy.simplify(2 * sympy.integrate(density, (t, 0, oo)) - 1) == 0
        and sympy.simplify(2 * sympy.integrate(t * density, (t, 0, oo)) - 2 * sqrt(3) / pi) == 0
        and sympy.simplify(2 * sympy.integrate(t**2 * density, (t, 0, oo)) - 3) == 0
    )


def _geometric_mean():
    k = Symbol("k", integer=True, positive=True)
    return Sum(k * Rational(1, 5) * Rational(4, 5) ** (k - 1), (k, 1, oo)).doit() == 5


def _full_dose():
    """Of two normal laws a deviation of 1 wide, ε apart: D = ε²/2, J = ε², χ² = e^{ε²} - 1."""
    e = parameter("epsilon")
    data, model, ratio = Normal(0, 1), Normal(e, 1), e * x - e**2 / 2
    return (
        (KL(data, model), equal(e**2 / 2, "")),
        (KL(data, model) + KL(model, data), equal(e**2, "")),
        (log(model(x) / data(x)), equal(ratio, "")),
        (E(data, exp(ratio) ** 2) - 1, equal(exp(e**2) - 1, "")),
    )


ROWS = {
    "chapters/coding": {
        r"L(x) \ge 1": TAKEN,
        r"\sum_x 2^{-L(x)} \le 1": TAKEN,
        r"a_n = a_{n-1}^2 + 1": NAMED,
        r"2^{-\ell(q(x))} = q(x)": Claim(
            _zero(2 ** (log(r) / log(2)) - r), "the length of a code word is not in the notation"
        ),
        r"K = \sum_x 2^{-L(x)}": NAMED,
        r"q(x) = 2^{-L(x)} / K": NAMED,
        r"L(x) = \ell(q(x)) - \log_2 K": Claim(
            _zero(-sympy.expand_log(log(2**-n / r, 2)) - log(r, 2) - n),
            "the length of a code word is not in the notation",
        ),
        r"L(x) = \lceil -\log_2 q(x) \rceil": NAMED,
        r"\tfrac25 + \tfrac6{10} + \tfrac35 + \tfrac3{10} = \tfrac{19}{10}": Claim(
            lambda: (
                Rational(2, 5) + Rational(6, 10) + Rational(3, 5) + Rational(3, 10)
                == Rational(19, 10)
            ),
            "fractions stand without braces",
        ),
        r"-\log_2(\tfrac12 q_1 + \tfrac12 q_2) \le 1 - \log_2 \max(q_1, q_2)": Claim(
            _larger_half, "logarithms to the base 2 are not in the notation"
        ),
    },
    "chapters/decomposition": {
        r"p(n) = c / (n \ln^2 n)": NAMED,
        r"q(n) = p(n)\,w(n)/Z": NAMED,
        r"2 \pi e \sigma^2 = 1": CASE,
        r"\ln(p/q) = \ln Z - \ln w": Claim(
            _zero(sympy.expand_log(log(r / (r * s / c)) - log(c) + log(s))), WITHOUT_ARGUMENTS
        ),
        r"p = u": CASE,
        r"\int p \ln q \, dx = H(p) - D_{\mathrm{KL}}(p \,\|\, q)": QUOTED,
    },
    "chapters/definition": {
        r"r \ln r \to 0": Claim(
            lambda: sympy.limit(r * log(r), r, 0) == 0, "a limit, which SymPy takes"
        ),
        r"0 \ln 0 = 0": TAKEN,
        r"r = p(x)/q(x)": NAMED,
        r"p(x) \ln \frac{p(x)}{q(x)} \ge p(x) - q(x)": Claim(
            lambda: sympy.calculus.util.minimum(r * log(r) - r + 1, r, sympy.Interval(0, oo)) == 0,
            "an inequality at each point, not of means",
        ),
        r"\log_2 r = \ln r / \ln 2": Claim(
            _zero(log(r, 2) - log(r) / log(2)), "logarithms to the base 2 are not in the notation"
        ),
        r"p(n) = 1/(n(n+1))": NAMED,
        r"q(n) = 2^{-n}": NAMED,
        r"q = [\frac c2, \frac c2, 1 - c]": CASE,
        r"p(x) = \lambda e^{-\lambda x}": NAMED,
    },
    "chapters/estimating-kl": {
        r"D = 10^{-4}": CASE,
        r"\chi^2 < \infty": CASE,
        r"\operatorname{Cov}_p[\ln p, \ln q] > \tfrac12 \operatorname{Var}_p[\ln p]": CASE,
        r"q = p": CASE,
        r"\ln(p/q) < 0": CASE,
        r"N \approx 8/D": Limit("an order of magnitude, for a law of large samples"),
        r"\chi^2 < 2J": CASE,
        r"r = 1 + u": NAMED,
        r"\lambda^* \approx 1": Limit("to leading order near p = q"),
        r"D = \epsilon^2/2": Claim(_full_dose, A_LETTER),
        r"J = \epsilon^2": Claim(_full_dose, A_LETTER),
        r"\chi^2 = e^{\epsilon^2} - 1": Claim(_full_dose, A_LETTER),
        r"e^{2D} - 1 < 4D": CASE,
        r"w e^w = z": NAMED,
        r"\sum_i (x_i - \epsilon)^2 < N": Claim(
            _zero((log(2 * pi) + s / c) / 2 - (log(2 * pi) + 1) / 2 - (s - c) / (2 * c)),
            "the sum is over a sample of unnamed law",
        ),
        r"\mathbb{E}_p[r^2] = 1/(s\sqrt{2 - s^2})": Claim(_square_of_ratio, A_LETTER),
        r"s < \sqrt 2": CASE,
        r"\mathbb{E}_p[r] = 1 - m": Claim(_of_ratio, A_LETTER),
        r"r = 1/\lambda": Claim(
            lambda: sympy.solve(sympy.diff(s * (r - 1) - log(r), r), r) == [1 / s], A_LETTER
        ),
        r"s(x) = \partial \ln q(x \mid \theta)/\partial\theta": NAMED,
        r"\partial r/\partial\theta = r s": Claim(
            _same(Grad(q_theta(x) / p(x), theta), q_theta(x) / p(x) * slope), A_LETTER
        ),
        r"\partial \ln r/\partial\theta = s": Claim(
            _same(Grad(log(q_theta(x) / p(x)), theta), slope), A_LETTER
        ),
    },
    "chapters/limits": {
        r"p(n) = 2^{-n}": NAMED,
        r"2^{-x} \, 2^{2x} = 2^{-(x+1)} \, 2^{2x+1} = 2^x": Claim(
            lambda: (
                sympy.simplify(2**-n * 2 ** (2 * n) - 2**n) == 0
                and sympy.simplify(2 ** (-n - 1) * 2 ** (2 * n + 1) - 2**n) == 0
            ),
            "powers of 2 stand beside one another with a space",
        ),
        r"q(x \mid \theta) = \tfrac12 e^{-\lvert x - \theta \rvert}": NAMED,
        r"1 = 0": QUOTED,
        r"f_1 = c f_2 + \text{const}": NAMED,
        r"C = \int p \ln q": QUOTED,
        r"\mathbb{E}_{x \sim p}[q(x)/p(x)] = 1": Claim(
            _same(E(p, q(x) / p(x)), Integer(1)), "a quotient is written with a stroke"
        ),
    },
    "chapters/maximum-likelihood": {
        r"\Theta \subset \mathbb{R}^d": TAKEN,
        r"I > 0": TAKEN,
        r"J < \infty": TAKEN,
        r"q_{\theta^*} = p": CASE,
        r"T(x) = x": CASE,
        r"h(x) = 1/x!": CASE,
        r"\theta = \ln \lambda": CASE,
        r"A(\theta) = e^\theta": Claim(
            lambda: Sum(r**n / sympy.factorial(n), (n, 0, oo)).doit() == exp(r), A_LETTER
        ),
        r"A'(\hat\theta) = \frac{1}{N} \sum_i T(x_i)": NAMED,
        r"m_p = \mathbb{E}_p[T]": NAMED,
        r"m_{\theta^*} = \mathbb{E}_{q_{\theta^*}}[T]": NAMED,
        r"\mu = \mathbb{E}_p[x]": CASE,
        r"\sigma^2 = \operatorname{Var}_p[x]": CASE,
        r"u = (\mathbb{E}_p[x] - \mu)/\sigma": NAMED,
        r"r = v/\sigma^2": NAMED,
        r"v/\sigma^2 = 1": CASE,
        r"\hat\lambda = 1/\bar{x}": Claim(
            lambda: sympy.solve(sympy.diff(s * r - log(s), s), s) == [1 / r],
            "estimates are written with a hat, sample means with a bar",
        ),
        r"\lvert \ln q(x \mid \theta) \rvert \le b(x)": TAKEN,
        r"\mathbb{E}_p[b] < \infty": TAKEN,
        r"\hat\theta \to \theta^*": Limit("a limit in probability"),
        r"I = \partial_\theta^2 H(p, q_\theta)": NAMED,
        r"J = \operatorname{Var}_p[\partial_\theta \ln q]": NAMED,
        r"I = J": CASE,
        r"\lambda^* = 5": Claim(
            lambda: _geometric_mean() and sympy.solve(sympy.diff(s - 5 * log(s), s), s) == [5],
            A_LETTER,
        ),
        r"\hat\lambda = \bar{x}": Claim(
            lambda: sympy.solve(sympy.diff(s - r * log(s), s), s) == [r],
            "estimates are written with a hat, sample means with a bar",
        ),
        r"g = (\ln p)'": NAMED,
        r"\mathbb{E}_q[g(x)] = 0": Claim(
            _same(
                Grad(-H(normal) - E(normal, f(x)), mu), -E(Normal(0, 1), slope_of_f(mu + sigma * x))
            ),
            A_LETTER,
        ),
        r"\mathbb{E}_q[(x - \mu)\,g(x)] = -1": Claim(
            _same(
                sigma * Grad(-H(normal) - E(normal, f(x)), sigma),
                -1 - E(Normal(0, 1), sigma * x * slope_of_f(mu + sigma * x)),
            ),
            A_LETTER,
        ),
        r"q(x \mid \theta) = \int q(x, z \mid \theta) \, dz": NAMED,
        r"\lambda^* = 1/\mathbb{E}_p[x]": Claim(
            _same(Grad(H(p, Exponential(lam)), lam), E(p, x) - 1 / lam), A_LETTER
        ),
        r"q_k = e^{z_k} / (e^{z_1} + e^{z_2} + e^{z_3})": NAMED,
        r"\ell = -\sum_k t_k \ln q_k": NAMED,
        r"I = \operatorname{Var}_{q_{\theta^*}}[T]": Claim(
            _same(Grad(H(p, family), theta, 2), Var(family, ExponentialFamily.statistic(x))),
            A_LETTER,
        ),
        r"J = \operatorname{Var}_p[T]": Claim(
            _same(Var(p, Grad(log(family(x)), theta)), Var(p, ExponentialFamily.statistic(x))),
            A_LETTER,
        ),
    },
    "chapters/notation": {
        r"f(x) = \mathbb{E}_{x \sim p}[f(x)]": CASE,
        r"\mathbb{E}_{x \sim p}\lvert \ln q(x) \rvert < \infty": Limit(FINITE),
        r"q(x) = 0 < p(x)": CASE,
    },
    "chapters/objective": {
        r"-\partial \ln q/\partial\theta = 1/\theta": Claim(
            lambda: -sympy.diff(log(1 / s), s) == 1 / s, WITHOUT_ARGUMENTS
        ),
        r"D_{\mathrm{KL}}(q_\theta \,\|\, p) \doteq H(q_\theta, p)": QUOTED,
        r"\ln 2 > 0": Claim(lambda: bool(log(2) > 0), "an inequality of numbers"),
        r"\hat p = p": CASE,
    },
    "chapters/properties": {
        r"\varphi''(r) = 1/r > 0": Claim(
            lambda: sympy.diff(r * log(r) - r + 1, r, 2) == 1 / r, A_LETTER
        ),
        r"\varphi'(r) = \ln r": Claim(_zero(sympy.diff(r * log(r) - r + 1, r) - log(r)), A_LETTER),
        r"\varphi(1) = 0": Claim(_zero((r * log(r) - r + 1).subs(r, 1)), A_LETTER),
        r"\varphi(0) = 1": Claim(
            lambda: sympy.limit(r * log(r) - r + 1, r, 0) == 1, "0 ln 0 counts as 0"
        ),
        r"r = p(x)/q(x)": NAMED,
        r"p = q": CASE,
        r"\Delta(1) = 0": Claim(
            _zero((2 * log(s) + 1 / (2 * s**2) - s**2 / 2).subs(s, 1)), A_LETTER
        ),
        r"b = 1 - a": CASE,
        r"\delta = a - b": NAMED,
        r"g(c) = c \ln \frac{c + \delta}{c - \delta}": NAMED,
        r"g(c) = 2 \delta \, (1 + \frac{\delta^2}{3 c^2} + \frac{\delta^4}{5 c^4} + \dots)": Claim(
            _arctanh_series, "a series without end"
        ),
        r"a = b": CASE,
        r"a + b = 1": CASE,
        r"\mathbb{E}[p \ln p] = (\psi(2) - \psi(n + 1))/n": Claim(
            _dirichlet_mean, "the law of a random law is not in the notation"
        ),
        r"\mathbb{E}[\ln q] = \psi(1) - \psi(n)": Claim(
            _dirichlet_mean, "the law of a random law is not in the notation"
        ),
        r"\psi(n + 1) = \psi(n) + \tfrac1n": Claim(
            lambda: sympy.expand_func(digamma(n + 1)) - digamma(n) - 1 / n == 0,
            "fractions stand without braces",
        ),
        r"y = T(x)": NAMED,
        r"p_Y(y) = p(x) / \lvert T'(x) \rvert": NAMED,
        r"y = e^x": CASE,
        r"\mathbb{E}[\ln e^x] = \mathbb{E}[x] = 0.2": Claim(
            lambda: log(exp(x)) == x, "the law stands in the sentences before"
        ),
        r"\psi(r) = r - 1 - \ln r \ge 0": Claim(
            lambda: (
                sympy.solve(sympy.diff(r - 1 - log(r), r), r) == [1]
                and sympy.diff(r - 1 - log(r), r, 2).is_positive
            ),
            A_LETTER,
        ),
        r"\mathbb{E}_p[q/p] = 1": TAKEN,
        r"y = \lvert x \rvert": CASE,
        r"\ln \frac{p(y \mid x)}{q(y)} = "
        r"\ln \frac{p(y \mid x)}{p(y)} + \ln \frac{p(y)}{q(y)}": Claim(
            _same(log(p_of_y(y) / q_y(y)), log(p_of_y(y) / p_y(y)) + log(p_y(y) / q_y(y)))
        ),
    },
    "chapters/sample-means": {
        r"0 < \sigma^2 < \infty": TAKEN,
        r"\mathbb{E}_{x \sim p}\lvert f(x) \rvert < \infty": TAKEN,
        r"\sigma^2 = \operatorname{Var}_{x \sim p}[f(x)]": NAMED,
        r"p = (1/5, 1/2, 3/10)": CASE,
        r"p = \mathrm{Exp}(1)": CASE,
        r"q = \mathcal{N}(1, 1)": CASE,
        r"\sqrt{N}\,(\frac1N \sum_{i \le N} f(x_i) - \mu)/\sigma \le t": NAMED,
        r"\varphi(t) = \mathbb{E}[e^{it(f - \mu)}]": NAMED,
        r"t = e^w": NAMED,
        r"y_i = f(x_i) - \mu": NAMED,
        r"p(x) \propto (1 + x^2/\nu)^{-(\nu + 1)/2}": NAMED,
        r"\lvert x \rvert \ge 1": CASE,
        r"m = 2k": CASE,
        r"f = -\ln q": CASE,
        r"\mathbb{E}\lvert f \rvert < \infty": Limit(FINITE),
        r"\mathbb{E} f^2 < \infty": Limit(FINITE),
        r"\mathbb{E} f^4 < \infty": Limit(FINITE),
        r"\lvert x \rvert = T": CASE,
        r"b = \max(-1/2,\ 2/\nu - 1)": Limit("a rate at which something tends to a law"),
        r"\mathbb{E}[x^2] = \nu/(\nu - 2) = 3": Claim(
            lambda: _student_square() and _student_third(), "Student's law is not in the notation"
        ),
        r"\operatorname{erfc}(c) = \tfrac12": NAMED,
        r"q(x) = \tfrac12 e^{-\lvert x \rvert}": NAMED,
        r"\mathbb{E}\lvert x \rvert = 2\sqrt{3}/\pi": Claim(
            _student_third, "Student's law is not in the notation"
        ),
    },
    "chapters/slips": {
        r"D \le 0": QUOTED,
        r"D > 1": QUOTED,
        r"P \ne Q": CASE,
        r"= D - \text{const}": QUOTED,
        r"H(p, q) = \sum p \ln q": QUOTED,
        r"H(p, q) = \int p \ln (q/p)": QUOTED,
        r"\mathbb{E}_p[\ln (q/p)] \ge 0": QUOTED,
        r"H(p,q) = \sum_i p_i \log q_i": QUOTED,
        r"L = -\mathbb{E}_p[\ln (q/p)]": NAMED,
        r"v = (q - p)/(p + q)": NAMED,
        r"D(P \| Q) \ne D(Q \| P)": QUOTED,
        r"i = k": CASE,
        r"i = 1, \dots, k": CASE,
        r"\arg\max_\theta \sigma(\Delta_\theta) = "
        r"\arg\min_\theta -\ln \sigma(\Delta_\theta)": QUOTED,
    },
}
