"""Enclosures contain the exact value and are narrow; mpmath, by another route, agrees."""

import math
from fractions import Fraction

import mpmath
import pytest
from flint import arb, ctx
from hypothesis import given
from hypothesis import strategies as st

from klutils import certify
from klutils.certify import densities

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
        (certify.kl_divergence(certify.laplace(0, 1), certify.laplace(0, 1)), 0),
        (certify.entropy(certify.uniform(2, 3)), 0),
        (certify.entropy(certify.exponential(1)), 1),
        (certify.cross_entropy(certify.exponential(2), certify.exponential(1)), HALF),
        (certify.cross_entropy(certify.beta(5, 2), certify.uniform(0, 1)), 0),
    ],
    ids=["normals", "equal", "uniform", "exponential", "exponentials", "beta on the uniform"],
)
def test_rational_values_are_contained(enclosure, exact):
    assert exact in enclosure
    assert enclosure.radius < 1e-31


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
        (lambda: certify.entropy([0.5, 0.5]), TypeError, r"p\[0\] is 0.5; expected an int or a Fr"),
        (lambda: certify.entropy([True]), TypeError, r"p\[0\] is True"),
        (lambda: certify.entropy([]), ValueError, "p sums to 0; expected exactly 1"),
        (lambda: certify.entropy([2, -1]), ValueError, r"p\[1\] is -1"),
        (
            lambda: certify.entropy([Fraction(1, 3)]),
            ValueError,
            "p sums to 1/3; expected exactly 1",
        ),
        (lambda: certify.kl_divergence([1], [1, 0]), ValueError, "p has 1 atoms and q has 2"),
        (
            lambda: certify.kl_divergence([1], certify.poisson(1)),
            TypeError,
            "p is of Atoms, q of Co",
        ),
        (lambda: certify.normal(0, 0), ValueError, "standard_deviation is 0; expected .* above 0"),
        (lambda: certify.normal("0", 1), TypeError, "mean is '0'; expected an int, a float or"),
        (lambda: certify.gamma(math.inf, 1), ValueError, "shape is inf"),
        (lambda: certify.uniform(1, 1), ValueError, "high is 1; expected a finite number above 1"),
        (lambda: certify.geometric(1), ValueError, "probability is 1; expected .* below 1"),
        (lambda: certify.entropy(certify.gamma(0.01, 1)), ValueError, "expected -63/64 or more"),
        (lambda: certify.entropy(3), TypeError, r"p is 3; expected a sequence"),
    ],
)
def test_bad_arguments_raise(call, error, message):
    with pytest.raises(error, match=message):
        call()


def test_an_interval_answers_for_its_end_points():
    third = certify.Enclosure.of(arb(1) / 3)
    assert Fraction(1, 3) in third
    assert 1 / 3 not in certify.Enclosure(Fraction(1, 3), Fraction(1, 3)), "floats compare exactly"
    assert third.distance(Fraction(1, 3)) <= 2 * Fraction(third.radius) < Fraction(1, 10**15)
    assert third.distance(math.inf) == math.inf
    assert math.isnan(certify.Enclosure(math.inf, math.inf).radius)
    assert certify.Enclosure(math.inf, math.inf).distance(math.inf) == 0
    with pytest.raises(ArithmeticError, match="it proves nothing"):
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
