"""Enclosures contain the exact value and are narrow; mpmath, by another route, agrees."""

import math
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from flint import acb, arb, ctx
from hypothesis import given
from hypothesis import strategies as st

from klutils import certify
from klutils.certify import densities
from klutils.certify.enclosure import ball, exact_number

HALF = Fraction(1, 2)

DENSITIES = {
    # name: the density, ln p for mpmath, and points that split the support for its quadrature
    "normal": (
        certify.normal(1, HALF),
        lambda x: -mpmath.log(mpmath.sqrt(2 * mpmath.pi) / 2) - 2 * (x - 1) ** 2,
        [-mpmath.inf, 0, 1, 2, mpmath.inf],
    ),
    "laplace": (
        certify.laplace(HALF, 2),
        lambda x: -mpmath.log(4) - abs(x - mpmath.mpf(0.5)) / 2,
        [-mpmath.inf, 0.5, mpmath.inf],
    ),
    "exponential": (
        certify.exponential(3),
        lambda x: mpmath.log(3) - 3 * x,
        [0, 1, mpmath.inf],
    ),
    "gamma": (
        certify.gamma(Fraction(5, 2), 2),
        lambda x: (
            mpmath.log(mpmath.mpf(2) ** 2.5 / mpmath.gamma(2.5)) + 1.5 * mpmath.log(x) - 2 * x
        ),
        [0, 1, 3, mpmath.inf],
    ),
    "gamma, singular": (
        certify.gamma(HALF, 1),
        lambda x: -mpmath.log(mpmath.pi) / 2 - mpmath.log(x) / 2 - x,
        [0, 1, mpmath.inf],
    ),
    "gamma, shifted": (  # by -1: a density whose power does not stand at 0
        certify.Density(
            lambda: arb(0),
            left=Fraction(-1),
            left_power=Fraction(1),
            rate=Fraction(1),
            centre=Fraction(-1),
        ),
        lambda x: mpmath.log(x + 1) - (x + 1),
        [-1, 0, 2, mpmath.inf],
    ),
    "beta": (
        certify.beta(2, 3),
        lambda x: mpmath.log(12) + mpmath.log(x) + 2 * mpmath.log1p(-x),
        [0, 0.5, 1],
    ),
    "uniform": (
        certify.uniform(Fraction(1, 4), Fraction(3, 4)),
        lambda x: mpmath.log(2) + 0 * x,
        [0.25, 0.75],
    ),
}

PAIRS = [
    ("normal", "normal"),
    ("normal", "laplace"),
    ("laplace", "normal"),
    ("exponential", "gamma"),
    ("exponential", "normal"),
    ("gamma", "exponential"),
    ("gamma", "gamma, singular"),
    ("gamma, singular", "gamma"),
    ("gamma, singular", "laplace"),
    ("gamma, singular", "gamma, shifted"),
    ("gamma, shifted", "normal"),
    ("beta", "exponential"),
    ("beta", "gamma, singular"),
    ("uniform", "beta"),
    ("uniform", "normal"),
]


def integral(log_p, log_factor, points):
    """∫ p ln(factor) by mpmath's tanh-sinh quadrature: other code, other method."""
    with mpmath.workdps(60):  # a singular x^(-1/2) costs the quadrature half of them
        return Fraction(
            *mpmath.libmp.to_rational(
                mpmath.quad(lambda x: mpmath.exp(log_p(x)) * log_factor(x), points)._mpf_
            )
        )


@pytest.mark.parametrize("name", DENSITIES)
def test_densities_integrate_to_one(name):
    mass = DENSITIES[name][0].mass()
    assert 1 in mass
    assert mass.radius < 1e-31


@pytest.mark.parametrize("name", DENSITIES)
def test_entropy_contains_what_mpmath_finds(name):
    density, log_p, points = DENSITIES[name]
    enclosure = certify.entropy(density)
    # mpmath's quadrature promises no bound; 1e-20 is far above what it loses here, and
    # far below any mistake in a formula.
    assert enclosure.distance(integral(log_p, lambda x: -log_p(x), points)) < 1e-20
    assert enclosure.radius < 1e-31


@pytest.mark.parametrize(("p", "q"), PAIRS, ids=["; ".join(pair) for pair in PAIRS])
def test_pairs_contain_what_mpmath_finds(p, q):
    (density_p, log_p, points), (density_q, log_q, more) = DENSITIES[p], DENSITIES[q]
    points = sorted({*points, *(x for x in more if points[0] < x < points[-1])})
    kl = certify.kl_divergence(density_p, density_q)
    ce = certify.cross_entropy(density_p, density_q)
    assert kl.distance(integral(log_p, lambda x: log_p(x) - log_q(x), points)) < 1e-20
    assert ce.distance(integral(log_p, lambda x: -log_q(x), points)) < 1e-20
    assert max(kl.radius, ce.radius) < 1e-31


@pytest.mark.parametrize(
    ("enclosure", "exact"),
    [
        (certify.kl_divergence(certify.normal(0, 1), certify.normal(HALF, 1)), Fraction(1, 8)),
        (certify.kl_divergence(certify.normal(-20, 1), certify.normal(-21, 1)), HALF),
        (certify.kl_divergence(certify.laplace(0, 1), certify.laplace(0, 1)), 0),
        (certify.laplace(-20, 1).mass(), 1),
        (certify.entropy(certify.uniform(2, 3)), 0),
        (certify.entropy(certify.exponential(1)), 1),
        (certify.cross_entropy(certify.exponential(2), certify.exponential(1)), HALF),
        (certify.cross_entropy(certify.beta(5, 2), certify.uniform(0, 1)), 0),
    ],
    ids=[
        "normals",
        "normals far left",
        "equal",
        "laplace far left",
        "uniform",
        "exponential",
        "exponentials",
        "beta on the uniform",
    ],
)
def test_rational_values_are_contained(enclosure, exact):
    assert exact in enclosure
    assert enclosure.radius < 1e-31


@pytest.mark.parametrize(
    ("a", "b"),
    [(HALF, HALF), (Fraction(1, 4), Fraction(1, 8)), (Fraction(1, 8), 3), (3, Fraction(1, 8))],
    ids=["arcsine", "both ends", "left end", "right end"],
)
def test_singular_ends_lose_no_digits(a, b):
    """Against the digammas: next to 0 and 1 a quadrature would need hundreds of digits."""
    p, q = certify.beta(a, b), certify.beta(2, 3)
    with mpmath.workdps(60):
        x, y = (mpmath.mpf(Fraction(z).numerator) / Fraction(z).denominator for z in (a, b))
        log_x, log_1mx = (mpmath.psi(0, z) - mpmath.psi(0, x + y) for z in (x, y))
        entropy = mpmath.log(mpmath.beta(x, y)) - (x - 1) * log_x - (y - 1) * log_1mx
        cross_entropy = -mpmath.log(12) - log_x - 2 * log_1mx
        for found, exact in [
            (p.mass(), mpmath.mpf(1)),
            (certify.entropy(p), entropy),
            (certify.cross_entropy(p, q), cross_entropy),
            (certify.kl_divergence(p, q), cross_entropy - entropy),
        ]:
            assert Fraction(*mpmath.libmp.to_rational(exact._mpf_)) in found
            assert found.radius < 1e-28


def test_a_power_may_be_as_low_as_its_cut_can_follow():
    assert 1 in certify.gamma(Fraction(1, 64), 1).mass()
    with pytest.raises(ValueError, match="^a power is -64/65; expected -63/64 or more, .*"):
        certify.gamma(Fraction(1, 65), 1).mass()


@pytest.mark.parametrize(
    ("p", "q"),
    [
        (certify.normal(0, 1), certify.exponential(1)),
        (certify.exponential(1), certify.uniform(0, 5)),
        (certify.uniform(0, 2), certify.beta(1, 1)),
        (certify.poisson(1), certify.geometric(HALF)),
        ([HALF, HALF], [1, 0]),
    ],
)
def test_mass_where_the_model_has_none_makes_both_infinite(p, q):
    for functional in (certify.kl_divergence, certify.cross_entropy):
        assert functional(p, q).lower == functional(p, q).upper == math.inf


COUNTS = {
    "poisson": (certify.poisson(3), lambda x: 3**x * mpmath.exp(-3) / mpmath.factorial(x), 0),
    "poisson, small": (
        certify.poisson(Fraction(1, 8)),
        lambda x: mpmath.mpf(8) ** -x * mpmath.exp(-0.125) / mpmath.factorial(x),
        0,
    ),
    "geometric": (certify.geometric(Fraction(1, 4)), lambda x: mpmath.mpf(0.75) ** (x - 1) / 4, 1),
}


@pytest.mark.parametrize("name", COUNTS)
def test_counts_sum_to_one(name):
    mass = COUNTS[name][0].mass()
    assert 1 in mass
    assert mass.radius < 1e-40


@pytest.mark.parametrize("p", COUNTS)
@pytest.mark.parametrize("q", ["poisson", "poisson, small"])
def test_counts_agree_with_a_plain_sum(p, q):
    (counts_p, mass_p, first), (counts_q, mass_q, _) = COUNTS[p], COUNTS[q]
    with mpmath.workdps(40):
        terms = [(mass_p(x), mass_q(x)) for x in range(first, 400)]
        # What follows x = 400 is below 0.75^400 400² < 1e-44.
        entropy = -mpmath.fsum(a * mpmath.log(a) for a, _ in terms)
        cross_entropy = -mpmath.fsum(a * mpmath.log(b) for a, b in terms)
        kl = mpmath.fsum(a * mpmath.log(a / b) for a, b in terms)
        for enclosure, value in [
            (certify.entropy(counts_p), entropy),
            (certify.cross_entropy(counts_p, counts_q), cross_entropy),
            (certify.kl_divergence(counts_p, counts_q), kl),
        ]:
            # 400 terms below 1400 at 40 digits: 1e-40 · 400 · 1400 < 1e-34.
            assert enclosure.distance(Fraction(*mpmath.libmp.to_rational(value._mpf_))) < 1e-34


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=6), st.data())
def test_atoms_agree_with_mpmath(p, data):
    q = data.draw(st.lists(st.integers(1, 1000), min_size=len(p), max_size=len(p)))
    p, q = ([Fraction(x, sum(weights)) for x in weights] for weights in (p, q))
    with mpmath.workdps(60):
        a, b = ([mpmath.mpf(x.numerator) / x.denominator for x in values] for values in (p, q))
        for enclosure, value in [
            (certify.entropy(p), -mpmath.fsum(x * mpmath.log(x) for x in a)),
            (certify.cross_entropy(p, q), -mpmath.fdot(a, map(mpmath.log, b))),
            (
                certify.kl_divergence(p, q),
                mpmath.fsum(x * mpmath.log(x / y) for x, y in zip(a, b, strict=True)),
            ),
        ]:
            # Arb's 160 bits and six terms below 9: 1e-46.
            assert enclosure.distance(Fraction(*mpmath.libmp.to_rational(value._mpf_))) < 1e-46
            assert enclosure.radius < 1e-46


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: certify.entropy([0.5, 0.5]),
            TypeError,
            r"p\[0\] is 0.5; expected an int or a Fraction",
        ),
        (lambda: certify.entropy([True]), TypeError, r"p\[0\] is True; expected an int or .*"),
        (lambda: certify.entropy([]), ValueError, "p sums to 0; expected exactly 1"),
        (
            lambda: certify.entropy([2, -1]),
            ValueError,
            r"p\[1\] is -1; expected a probability, at least 0",
        ),
        (
            lambda: certify.entropy([Fraction(1, 3)]),
            ValueError,
            "p sums to 1/3; expected exactly 1",
        ),
        (lambda: certify.cross_entropy([1], [2]), ValueError, "q sums to 2; expected exactly 1"),
        (lambda: certify.kl_divergence([1], [0.5]), TypeError, r"q\[0\] is 0.5; expected .*"),
        (lambda: certify.cross_entropy([2], [1]), ValueError, "p sums to 2; expected exactly 1"),
        (
            lambda: certify.kl_divergence([1], [1, 0]),
            ValueError,
            "p has 1 atoms and q has 2; expected equally many",
        ),
        (
            lambda: certify.kl_divergence([1], certify.poisson(1)),
            TypeError,
            "p is of Atoms, q of Counts; expected both to be atoms, densities or counts",
        ),
        (
            lambda: certify.entropy(3),
            TypeError,
            "p is 3; expected a sequence, or a distribution of this package",
        ),
        (
            lambda: certify.entropy(certify.gamma(0.01, 1)),
            ValueError,
            r"a power is -\d+/\d+; expected -63/64 or more, for a cut of use",
        ),
    ],
)
def test_bad_arguments_raise(call, error, message):
    with pytest.raises(error, match=f"^{message}$"):
        call()


PARAMETERS = {
    # each parameter of each distribution: the call, the name, and a bound that excludes itself
    "normal, mean": (lambda x: certify.normal(x, 1), "mean", None),
    "normal, deviation": (lambda x: certify.normal(0, x), "standard_deviation", 0),
    "laplace, location": (lambda x: certify.laplace(x, 1), "location", None),
    "laplace, scale": (lambda x: certify.laplace(0, x), "scale", 0),
    "exponential, rate": (certify.exponential, "rate", 0),
    "gamma, shape": (lambda x: certify.gamma(x, 1), "shape", 0),
    "gamma, rate": (lambda x: certify.gamma(1, x), "rate", 0),
    "beta, alpha": (lambda x: certify.beta(x, 1), "alpha", 0),
    "beta, beta": (lambda x: certify.beta(1, x), "beta", 0),
    "uniform, low": (lambda x: certify.uniform(x, 2), "low", None),
    "uniform, high": (lambda x: certify.uniform(1, x), "high", 1),
    "poisson, rate": (certify.poisson, "rate", 0),
    "geometric, probability": (certify.geometric, "probability", 0),
}


@pytest.mark.parametrize(("call", "name", "above"), PARAMETERS.values(), ids=PARAMETERS)
def test_a_bad_parameter_is_named_with_its_value_and_bound(call, name, above):
    for value in ("0", True, 1j, None):
        message = f"^{name} is {re.escape(repr(value))}; expected an int, a float or a Fraction$"
        with pytest.raises(TypeError, match=message):
            call(value)
    bound = "" if above is None else f" above {above}"
    for value in (math.nan, math.inf, -math.inf, *([] if above is None else [above, above - 1])):
        with pytest.raises(
            ValueError, match=f"^{name} is {value}; expected a finite number{bound}$"
        ):
            call(value)


def test_a_geometric_distribution_never_stops_for_certain():
    for value in (1, 1.5):
        message = f"^probability is {value}; expected a number above 0 and below 1$"
        with pytest.raises(ValueError, match=message):
            certify.geometric(value)


def test_numbers_are_read_with_every_digit():
    third = Fraction(1, 3)
    assert exact_number("x", 0.1) == Fraction(0.1) != Fraction(1, 10)
    assert exact_number("x", third) == third
    assert exact_number("x", -7) == -7, "no bound, no limit"
    assert type(exact_number("x", 2, above=1)) is Fraction


@pytest.mark.parametrize("value", [0, HALF, Fraction(-3, 4), 3 * 2**100, Fraction(5, 2**1000)])
def test_the_end_points_of_a_ball_are_exact(value):
    assert certify.Enclosure.of(ball(Fraction(value))) == certify.Enclosure(value, value)


def test_an_interval_is_closed_and_has_a_middle_and_a_radius():
    interval = certify.Enclosure(Fraction(1), Fraction(4))
    assert [x in interval for x in (0.999, 1, 2.5, 4, 4.001)] == [False, True, True, True, False]
    assert (float(interval), interval.radius) == (2.5, 1.5)
    assert [interval.distance(x) for x in (0, 1, 2, 5)] == [4, 3, 2, 4]
    infinite = certify.Enclosure(math.inf, math.inf)
    assert float(infinite) == math.inf
    assert math.inf in infinite
    assert infinite.distance(7) == infinite.distance(math.nan) == interval.distance(math.inf)
    assert interval.distance(math.inf) == math.inf


def test_an_interval_answers_for_its_end_points():
    third = certify.Enclosure.of(arb(1) / 3)
    assert Fraction(1, 3) in third
    assert 1 / 3 not in certify.Enclosure(Fraction(1, 3), Fraction(1, 3)), "floats compare exactly"
    assert third.distance(Fraction(1, 3)) <= 2 * Fraction(third.radius) < Fraction(1, 10**15)
    assert third.distance(math.inf) == math.inf
    assert math.isnan(certify.Enclosure(math.inf, math.inf).radius)
    assert certify.Enclosure(math.inf, math.inf).distance(math.inf) == 0
    with pytest.raises(ArithmeticError, match="^the enclosure came out as nan; it proves nothing$"):
        certify.Enclosure.of(arb.nan())


@pytest.mark.parametrize("t", [2, 4, 8])
@pytest.mark.parametrize(
    ("p", "q"),
    [
        ("normal", "laplace"),
        ("laplace", "normal"),
        ("gamma", "normal"),
        ("exponential", "gamma, singular"),
    ],
)
def test_the_bound_of_a_tail_bounds_it(p, q, t):
    """What the integral leaves out is bounded in the open: against the tail itself, by mpmath."""
    (density_p, log_p, _), (density_q, log_q, _) = DENSITIES[p], DENSITIES[q]
    with ctx.workprec(200):
        bound = certify.Enclosure.of(
            densities._tail_bound(density_p, [(density_q, 1)], Fraction(t))
        )
    tail = integral(log_p, lambda x: abs(log_q(x)), [t, t + 4, mpmath.inf])
    # For laplace and normal the inequalities are equalities: mpmath's own error decides.
    assert tail * (1 - Fraction(1, 10**20)) <= bound.upper
    assert bound.upper < 10 * tail, "a bound far too large hides a mistake"


@pytest.mark.parametrize("cut", [Fraction(1, 64), Fraction(1, 1024)])
@pytest.mark.parametrize(
    ("p", "q"), [("gamma, singular", "gamma"), ("exponential", "gamma, singular"), ("beta", "beta")]
)
def test_the_bound_of_an_end_bounds_it(p, q, cut):
    (density_p, log_p, _), (density_q, log_q, _) = DENSITIES[p], DENSITIES[q]
    with ctx.workprec(200):
        bound = certify.Enclosure.of(densities._end_bound(density_p, [(density_q, 1)], cut))
    end = integral(log_p, lambda x: abs(log_q(x)), [0, float(cut)])
    assert end <= bound.upper
    assert bound.upper < 10 * end, "a bound far too large hides a mistake"


@pytest.mark.parametrize("t", [1, 5, 30])
@pytest.mark.parametrize("q", COUNTS)
def test_the_bound_of_a_tail_of_counts_bounds_it(q, t):
    counts_p, mass_p, _ = COUNTS["geometric"]
    counts_q, mass_q, _ = COUNTS[q]
    with ctx.workprec(200), mpmath.workdps(40):
        bound = certify.Enclosure.of(counts_p._tail([(counts_q, 1)], t))
        terms = (mass_p(x) * abs(mpmath.log(mass_q(x))) for x in range(t + 1, 400))
        tail = Fraction(*mpmath.libmp.to_rational(mpmath.fsum(terms)._mpf_))
    assert tail <= bound.upper
    assert bound.upper < 20 * tail, "a bound far too large hides a mistake"


def log_factorial(x):
    return mpmath.loggamma(x + 1)


# ln p(x) = c + a x − f ln x!, as (c, a, f)
FORMS = {
    "poisson": lambda: (-3, mpmath.log(3), 1),
    "poisson, small": lambda: (-mpmath.mpf(1) / 8, mpmath.log(mpmath.mpf(1) / 8), 1),
    "geometric": lambda: (-mpmath.log(3), mpmath.log(mpmath.mpf(3) / 4), 0),
}


@pytest.mark.parametrize("t", [4, 9])
@pytest.mark.parametrize("p", COUNTS)
@pytest.mark.parametrize("weights", [[], [1], [-2, 1]], ids=["mass", "one", "two"])
def test_the_bound_of_a_tail_of_counts_is_the_one_stated(p, weights, t):
    """The inequality in the header of `counts`, in mpmath's arithmetic."""
    pairs = list(zip(["poisson", "geometric"], weights, strict=False))
    with ctx.workprec(200), mpmath.workdps(50):
        c, a, f = FORMS[p]()
        at_t = mpmath.exp(c + a * t - f * log_factorial(t))
        c0, c1, c2 = mpmath.mpf(not weights), mpmath.mpf(0), mpmath.mpf(0)
        for name, w in pairs:
            c_q, a_q, f_q = FORMS[name]()
            c0 += abs(w) * (abs(c_q) + abs(a_q) * t + f_q * log_factorial(t))
            c1 += abs(w) * (abs(a_q) + f_q * mpmath.log(t))
            c2 += abs(w) * mpmath.mpf(f_q) / t
        rho = mpmath.exp(a) / mpmath.mpf(t + 1) ** f
        rest = 1 - rho
        stated = c0 * rho / rest + c1 * rho / rest**2 + c2 * rho * (1 + rho) / rest**3
        stated = Fraction(*mpmath.libmp.to_rational((at_t * stated)._mpf_))
        bound = COUNTS[p][0]._tail([(COUNTS[name][0], w) for name, w in pairs], t)
        found = certify.Enclosure.of(bound)
    # 50 digits in mpmath, 60 in Arb.
    assert found.distance(stated) <= stated / 10**45


def test_a_tail_of_counts_that_still_grows_has_no_bound():
    with ctx.workprec(200):
        assert not COUNTS["poisson"][0]._tail([], 2).is_finite(), "3/(2 + 1) is no ratio below 1"
        assert COUNTS["poisson"][0]._tail([], 3).is_finite()


@pytest.mark.parametrize(
    ("p", "q", "finite"),
    [
        (certify.geometric(HALF), certify.poisson(1), True),
        (certify.poisson(1), certify.geometric(HALF), False),
        (certify.poisson(1), certify.poisson(2), True),
    ],
    ids=["from 1 in from 0", "from 0 in from 1", "from 0 in from 0"],
)
def test_counts_are_infinitely_far_only_where_the_model_starts_later(p, q, finite):
    for functional in (certify.cross_entropy, certify.kl_divergence):
        assert (functional(p, q).upper < math.inf) == finite
    assert certify.entropy(p).upper < math.inf


# ln p(x) = c + A ln(x − l) + B ln(r − x) − λ |x − m| − κ (x − m)²/2, as (c, A, B, λ, κ, m);
# l is 0 but for one.
SHAPES = {
    "normal": lambda: (-mpmath.log(mpmath.sqrt(2 * mpmath.pi) / 2), 0, 0, 0, 4, 1),
    "laplace": lambda: (-mpmath.log(4), 0, 0, mpmath.mpf(0.5), 0, mpmath.mpf(0.5)),
    "exponential": lambda: (mpmath.log(3), 0, 0, 3, 0, 0),
    "gamma": lambda: (
        mpmath.log(mpmath.mpf(2) ** 2.5 / mpmath.gamma(2.5)),
        mpmath.mpf(1.5),
        0,
        2,
        0,
        0,
    ),
    "gamma, singular": lambda: (-mpmath.log(mpmath.pi) / 2, mpmath.mpf(-0.5), 0, 1, 0, 0),
    "gamma, shifted": lambda: (mpmath.mpf(0), 1, 0, 1, 0, -1),
    "beta": lambda: (mpmath.log(12), 1, 2, 0, 0, 0),
}
LEFT = {"gamma, shifted": -1}
WEIGHTED = [
    ("normal", []),
    ("normal", [("normal", -1)]),
    ("normal", [("normal", 2), ("laplace", -1)]),
    ("laplace", [("normal", -2)]),
    ("exponential", [("gamma, singular", 1)]),
    ("exponential", [("exponential", 1), ("gamma", -2)]),
    ("gamma", []),
    ("gamma", [("normal", 1)]),
    ("gamma, singular", [("gamma, singular", 1), ("gamma", -1)]),
    ("gamma, singular", [("laplace", -1)]),
    ("gamma, shifted", [("gamma, shifted", 1)]),
    ("gamma, shifted", [("normal", 1)]),
]


def log_value(name, x, *, left=True):
    c, a, b, rate, curvature, m = SHAPES[name]()
    singular = a * mpmath.log(x - LEFT.get(name, 0)) if left and a else 0
    rest = b * mpmath.log(1 - x) if b else 0
    return c + singular + rest - rate * abs(x - m) - curvature * (x - m) ** 2 / 2


def pairs_of(weights):
    return [(DENSITIES[name][0], w) for name, w in weights]


def name_of(case):
    p, weights = case
    return f"{p}; {' '.join(f'{w} {name}' for name, w in weights) or 'mass'}"


@pytest.mark.parametrize("t", [2, Fraction(9, 2)])
@pytest.mark.parametrize(("p", "weights"), WEIGHTED, ids=map(name_of, WEIGHTED))
def test_the_bound_of_a_tail_is_the_one_stated(p, weights, t):
    """The inequality for tails in the header of `densities`, in mpmath's arithmetic."""
    with ctx.workprec(200), mpmath.workdps(50):
        x = mpmath.mpf(t.numerator) / t.denominator
        _, a, _, rate, curvature, m = SHAPES[p]()
        s = rate + curvature * (x - m) - max(a, 0) / (x - LEFT.get(p, 0))
        c0, c1, c2 = mpmath.mpf(not weights), mpmath.mpf(0), mpmath.mpf(0)
        for name, w in weights:
            c, a, _, rate, curvature, m = SHAPES[name]()
            size, distance, u = abs(w), abs(x - m), x - LEFT.get(name, 0)
            c0 += size * (abs(c) + rate * distance + curvature * distance**2 / 2)
            c0 += size * abs(a) * abs(mpmath.log(u))
            c1 += size * (rate + curvature * distance + abs(a) / u)
            c2 += size * mpmath.mpf(curvature) / 2
        stated = mpmath.exp(log_value(p, x)) * (c0 / s + c1 / s**2 + 2 * c2 / s**3)
        stated = Fraction(*mpmath.libmp.to_rational(stated._mpf_))
        found = certify.Enclosure.of(
            densities._tail_bound(DENSITIES[p][0], pairs_of(weights), Fraction(t))
        )
    # 50 digits in mpmath, 60 in Arb.
    assert found.distance(stated) <= stated / 10**45


def test_a_tail_that_still_grows_has_no_bound():
    with ctx.workprec(200):
        gamma = DENSITIES["gamma"][0]  # its mode is 3/4
        assert not densities._tail_bound(gamma, [], Fraction(3, 4)).is_finite()
        assert densities._tail_bound(gamma, [], Fraction(7, 8)).is_finite()


@pytest.mark.parametrize(
    ("p", "weights"),
    [case for case in WEIGHTED if "normal" not in case[0] and case[0] != "laplace"]
    + [("beta", []), ("beta", [("beta", 1), ("gamma", -2)]), ("beta", [("normal", 1)])],
    ids=lambda case: None,
)
def test_the_bound_of_an_end_is_the_one_stated(p, weights):
    """The inequality for ends in the header of `densities`, at a cut that leaves K, c0, c1 no room.

    Over d = 2^-80 no regular part of these densities varies by more than 10 d.
    """
    cut = Fraction(1, 2**80)
    with ctx.workprec(200), mpmath.workdps(50):
        d = mpmath.mpf(2) ** -80
        e = SHAPES[p]()[1] + 1
        c0, c1 = mpmath.mpf(not weights), mpmath.mpf(0)
        for name, w in weights:
            c0 += abs(w) * abs(log_value(name, LEFT.get(p, 0), left=False))
            c1 += abs(w) * abs(SHAPES[name]()[1])
        k = mpmath.exp(log_value(p, LEFT.get(p, 0), left=False))
        stated = k * d**e * (c0 / e + c1 * (abs(mpmath.log(d)) / e + 1 / mpmath.mpf(e) ** 2))
        stated = Fraction(*mpmath.libmp.to_rational(stated._mpf_))
        found = certify.Enclosure.of(densities._end_bound(DENSITIES[p][0], pairs_of(weights), cut))
    assert found.distance(stated) <= 100 * cut * stated


def test_an_end_that_is_not_cut_loses_nothing():
    assert densities._end_bound(DENSITIES["gamma"][0], [], Fraction(0)) == 0


def test_an_end_is_cut_only_where_a_power_stands():
    exponential, gamma = DENSITIES["exponential"][0], DENSITIES["gamma"][0]
    assert densities._end_cut(exponential, [(exponential, 1)]) == 0
    assert densities._end_cut(certify.normal(0, 1), []) == 0
    assert densities._end_cut(exponential, [(gamma, 1)]) > 0
    assert densities._end_cut(gamma, []) > 0


def test_the_bound_of_an_end_holds_where_the_rest_of_the_density_grows():
    """The arcsine law up to d has mass (2/π) asin √d; its (1 − x)^(-1/2) is largest at d."""
    d = Fraction(1, 64)
    with ctx.workprec(200):
        bound = densities._end_bound(certify.beta(HALF, HALF), [], d).upper()
        mass = 2 / arb.pi() * ball(d).sqrt().asin()
        assert bound > mass
        assert bound < mass * (1 + ball(d))


class Recorder:
    """Stands in for flint's acb: keeps what is to be integrated."""

    def __call__(self, *numbers):
        return acb(*numbers)

    def integral(self, integrand, low, high, **_):
        self.integrand = integrand
        return acb(0)


@pytest.mark.parametrize(
    ("p", "q", "beyond"),
    [
        ("gamma", "normal", -1),
        ("exponential", "gamma", -1),
        ("beta", "normal", 2),
        ("uniform", "beta", 2),
    ],
    ids=["left, density", "left, factor", "right, density", "right, factor"],
)
def test_an_integrand_is_not_called_analytic_across_a_branch_cut(p, q, beyond, monkeypatch):
    """Arb bounds the error of its quadrature only if it is told where it may not look."""
    recorder = Recorder()
    monkeypatch.setattr(densities, "acb", recorder)
    pair = [(DENSITIES[q][0], 1)]
    densities._piece(DENSITIES[p][0], pair, Fraction(1, 3), Fraction(2, 3), logarithmic=False)
    across = acb(arb(beyond, 0.125), arb(0, 0.125))
    assert not recorder.integrand(across, True).is_finite()
    assert recorder.integrand(across, False).is_finite()
    assert recorder.integrand(acb(0.5), True).is_finite()


def test_what_is_left_out_of_a_sum_widens_it_both_ways():
    """Here the tail weighs more than all roundings, and its bound more than twice the tail."""
    found = certify.kl_divergence(certify.geometric(HALF), certify.geometric(Fraction(1, 4)))
    with mpmath.workdps(70):
        exact = mpmath.log(2) + mpmath.log(mpmath.mpf(2) / 3)
        assert Fraction(*mpmath.libmp.to_rational(exact._mpf_)) in found
    assert 0 < found.radius < 1e-44


def test_the_precision_is_left_as_it_was():
    with ctx.workprec(71):
        certify.entropy(certify.normal(0, 1))
        certify.entropy([1])
        certify.entropy(certify.poisson(1))
        with pytest.raises(ValueError, match="a power is"):
            certify.entropy(certify.gamma(0.01, 1))
        assert ctx.prec == 71


def test_threads_find_the_same_and_leave_the_precision():
    tasks = [
        lambda: certify.entropy(certify.normal(0, 1)),
        lambda: certify.kl_divergence([HALF, HALF], [Fraction(1, 3), Fraction(2, 3)]),
        lambda: certify.entropy(certify.poisson(3)),
        lambda: certify.entropy(certify.gamma(HALF, 1)),
    ] * 6
    before, alone = ctx.prec, [task() for task in tasks]
    switch = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            together = [future.result() for future in [pool.submit(task) for task in tasks]]
    finally:
        sys.setswitchinterval(switch)
    assert together == alone
    assert ctx.prec == before


HALF_LOG = Fraction(14189385332046727417803297364056176398613974736377834, 10**52)  # ln(2πe)/2


@pytest.mark.parametrize("mean", [0, 1e300, -1e300, Fraction(10) ** 400, 1e-300])
@pytest.mark.parametrize("deviation", [1, 1e-300, 1e300])
def test_normal_densities_anywhere_and_of_any_width(mean, deviation):
    with mpmath.workdps(60):
        exact = Fraction(str(mpmath.log(mpmath.mpf(deviation)))) + HALF_LOG
    assert certify.entropy(certify.normal(mean, deviation)).distance(exact) < 1e-33
    near = certify.normal(Fraction(mean) + Fraction(deviation), deviation)
    assert HALF in certify.kl_divergence(certify.normal(mean, deviation), near)


def test_a_value_beyond_float64_is_enclosed():
    found = certify.kl_divergence(certify.normal(0, 1), certify.normal(1e300, 1))
    assert Fraction(1e300) ** 2 / 2 in found
    assert float(found) == math.inf


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: certify.poisson(1e6), "rate is 1000000.0; expected at most 100000: .*"),
        (lambda: certify.poisson(10**400), "rate is 1.*; expected at most 100000: .*"),
        (lambda: certify.geometric(1e-300), "probability is 1e-300; expected at least 0.001: .*"),
        (lambda: certify.gamma(1e300, 1), r"shape is 1e\+300; expected at most 10000000, .*"),
        (lambda: certify.beta(1, 1e300), r"beta is 1e\+300; expected at most 10000000, .*"),
        (lambda: certify.beta(1e8, 1), r"alpha is 100000000.0; expected at most 10000000, .*"),
    ],
)
def test_what_would_not_be_answered_is_refused(call, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        call()


@pytest.mark.parametrize("kind", [np.int8, np.int64, np.uint64, np.float64])
def test_numbers_of_numpy_are_read_exactly(kind):
    expected = certify.entropy(certify.normal(3, 100))
    assert certify.entropy(certify.normal(kind(3), kind(100))) == expected
    assert certify.entropy(certify.poisson(kind(100))) == certify.entropy(certify.poisson(100))
    if kind is not np.float64:
        assert certify.kl_divergence([kind(1), kind(0)], [HALF, HALF]).distance(0) > 0.69


@pytest.mark.parametrize("value", [np.True_, np.float32(0.5), np.complex128(1), np.ones(1)])
def test_what_numpy_has_besides_is_named(value):
    with pytest.raises(TypeError, match=r"^mean is .*; expected an int, a float or a Fraction$"):
        certify.normal(value, 1)
