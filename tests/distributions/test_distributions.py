"""The families' closed forms against integrals, SciPy, samples and fits that share no code."""

import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from scipy import optimize, stats

from klutils import certify, distributions
from klutils.distributions import (
    Bernoulli,
    Beta,
    Categorical,
    Exponential,
    Gamma,
    Geometric,
    Laplace,
    MultivariateNormal,
    Normal,
    Poisson,
    Uniform,
)

EPS = np.finfo(np.float64).eps


def bernoulli_atoms(probability):
    return [1 - Fraction(probability), Fraction(probability)]


# Parameters are dyadic, so that both sides mean the same numbers.
ENCLOSED = {
    "Normal": (Normal, certify.normal, (0.5, 1.25), (-1, 2)),
    "Laplace": (Laplace, certify.laplace, (0.5, 1.25), (-1, 2)),
    "Laplace, far": (Laplace, certify.laplace, (0, 1), (20, 0.5)),
    "Uniform": (Uniform, certify.uniform, (0.25, 0.75), (-1, 2)),
    "Exponential": (Exponential, certify.exponential, (0.75,), (3,)),
    "Gamma": (Gamma, certify.gamma, (2.5, 0.5), (1.25, 2)),
    "Gamma, singular": (Gamma, certify.gamma, (0.5, 2), (3, 1)),
    "Beta": (Beta, certify.beta, (2, 3.5), (0.75, 1.5)),
    "Poisson": (Poisson, certify.poisson, (3,), (4.5,)),
    "Poisson, large": (Poisson, certify.poisson, (1000,), (1100,)),
    "Poisson, small": (Poisson, certify.poisson, (0.125,), (2,)),
    "Geometric": (Geometric, certify.geometric, (0.25,), (0.625,)),
    "Bernoulli": (Bernoulli, bernoulli_atoms, (0.25,), (0.625,)),
    "Categorical": (
        Categorical,
        lambda w: list(map(Fraction, w)),
        ([0.25, 0.75, 0],),
        ([0.5, 0.25, 0.25],),
    ),
}


@pytest.mark.parametrize("case", ENCLOSED, ids=str)
def test_closed_forms_agree_with_rigorous_enclosures(case):
    family, certified, a, b = ENCLOSED[case]
    p, q, exact_p, exact_q = family(*a), family(*b), certified(*a), certified(*b)
    # Each closed form is a sum of at most eight terms, each within a few eps of the largest, which
    # for these parameters is below 30, but for Poisson λ ln λ.
    size = 30 if case != "Poisson, large" else 1100 * math.log(1100)
    for value, exact in [
        (p.entropy(), certify.entropy(exact_p)),
        (q.entropy(), certify.entropy(exact_q)),
        (p.cross_entropy(q), certify.cross_entropy(exact_p, exact_q)),
        (q.cross_entropy(p), certify.cross_entropy(exact_q, exact_p)),
        (p.kl_divergence(q), certify.kl_divergence(exact_p, exact_q)),
        (q.kl_divergence(p), certify.kl_divergence(exact_q, exact_p)),
    ]:
        assert isinstance(value, float)
        assert exact.distance(value) <= 8 * EPS * size, f"{case}: {value} is not {float(exact)}"


@pytest.mark.parametrize("h", [1e-4, 1e-8, 1e-12, -1e-8])
@pytest.mark.parametrize(
    ("family", "parameters", "divergence"),
    [
        (
            Normal,
            (0, 1),
            lambda m, s: (m**2 + 1 / s**2 - 1 + m**2 * (1 / s**2 - 1)) / 2 + mpmath.log(s),
        ),
        (Exponential, (1,), lambda r: r - 1 - mpmath.log(r)),
        (Poisson, (1,), lambda r: r - 1 - mpmath.log(r)),
        (Geometric, (0.5,), lambda r: -mpmath.log(2 * r) - mpmath.log(2 - 2 * r)),
        (Bernoulli, (0.5,), lambda r: -(mpmath.log(2 * r) + mpmath.log(2 - 2 * r)) / 2),
        (Laplace, (0, 1), lambda m, b: mpmath.log(b) + (mpmath.exp(-abs(m)) + abs(m)) / b - 1),
    ],
    ids=["Normal", "Exponential", "Poisson", "Geometric", "Bernoulli", "Laplace"],
)
def test_divergences_keep_their_digits_close_to_equality(family, parameters, divergence, h):
    """Down to 1e-12 the divergence is of the order h², and carries a few eps of itself."""
    near = [x + h for x in parameters]
    with mpmath.workdps(80):
        exact = divergence(*map(mpmath.mpf, near))
        value = family(*parameters).kl_divergence(family(*near))
        # Quotient, square, series, sums: twenty roundings at most.
        assert abs(mpmath.mpf(value) - exact) <= 10 * EPS * exact


SCIPY = {
    "Normal": (Normal(0.5, 1.25), stats.norm(0.5, 1.25)),
    "Laplace": (Laplace(0.5, 1.25), stats.laplace(0.5, 1.25)),
    "Uniform": (Uniform(-1, 2), stats.uniform(-1, 3)),
    "Exponential": (Exponential(0.75), stats.expon(scale=4 / 3)),
    "Gamma": (Gamma(2.5, 0.5), stats.gamma(2.5, scale=2)),
    "Beta": (Beta(2, 3.5), stats.beta(2, 3.5)),
    "Poisson": (Poisson(3), stats.poisson(3)),
    "Geometric": (Geometric(0.25), stats.geom(0.25)),
    "Bernoulli": (Bernoulli(0.25), stats.bernoulli(0.25)),
    "Categorical": (
        Categorical([0.25, 0.75, 0]),
        stats.rv_discrete(values=(range(3), [0.25, 0.75, 0])),
    ),
}


@pytest.mark.parametrize(("family", "reference"), SCIPY.values(), ids=SCIPY)
def test_log_densities_agree_with_scipy(family, reference):
    x = np.array([-3, -0.75, 0.25, 0.5, 0.625, 1, 2, 3, 7, 40])
    log = reference.logpmf if hasattr(reference, "pmf") else reference.logpdf
    # Half a dozen terms of at most 200 in size, at 40.
    np.testing.assert_allclose(family.log_density(x), log(x), rtol=0, atol=1000 * EPS)
    assert family.log_density(x.reshape(2, 5)).shape == (2, 5)
    assert isinstance(family.log_density(0.5), np.float64)


@pytest.mark.parametrize(("family", "reference"), SCIPY.values(), ids=SCIPY)
def test_samples_follow_the_distribution(family, reference):
    """Kolmogorov-Smirnov for densities, Pearson's χ² for counts; p < 1e-5 is a fault."""
    samples = family.sample(20_000, rng=np.random.default_rng(12))
    assert samples.shape == (20_000,)
    assert np.all(np.isfinite(family.log_density(samples)))
    if not hasattr(reference, "pmf"):
        assert stats.kstest(samples, reference.cdf).pvalue > 1e-5
        return
    values = np.unique(samples)
    expected = 20_000 * reference.pmf(values)
    many = expected >= 20
    observed = np.array([np.count_nonzero(samples == v) for v in values[many]])
    rest = 20_000 - expected[many].sum()
    statistic = np.sum((observed - expected[many]) ** 2 / expected[many])
    if rest > 1:
        statistic += (20_000 - observed.sum() - rest) ** 2 / rest
    assert stats.chi2.sf(statistic, many.sum() - (rest <= 1)) > 1e-5


@pytest.mark.parametrize(("family", "reference"), SCIPY.values(), ids=SCIPY)
def test_samples_take_a_shape_and_repeat_with_their_seed(family, reference):
    first, second = (family.sample((2, 3), rng=np.random.default_rng(1)) for _ in range(2))
    assert first.shape == (2, 3)
    np.testing.assert_array_equal(first, second)


FITS = {
    "Normal": (Normal(0.5, 1.25), lambda t: Normal(t[0], math.exp(t[1])), [0, 0]),
    "Laplace": (Laplace(0.5, 1.25), lambda t: Laplace(t[0], math.exp(t[1])), [0, 0]),
    "Exponential": (Exponential(0.75), lambda t: Exponential(math.exp(t[0])), [0]),
    "Poisson": (Poisson(3), lambda t: Poisson(math.exp(t[0])), [0]),
    "Geometric": (Geometric(0.25), lambda t: Geometric(1 / (1 + math.exp(-t[0]))), [0]),
    "Bernoulli": (Bernoulli(0.25), lambda t: Bernoulli(1 / (1 + math.exp(-t[0]))), [0]),
}


@pytest.mark.parametrize(("truth", "family", "start"), FITS.values(), ids=FITS)
def test_fits_are_where_an_optimiser_ends(truth, family, start):
    samples = truth.sample(501, rng=np.random.default_rng(9))
    fit = type(truth).fit(samples)

    def nll(model):
        return -np.mean(model.log_density(samples))

    found = optimize.minimize(
        lambda t: nll(family(t)), start, method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 0}
    )
    # The optimiser stops within 1e-7 of the minimum, and beats the fit by rounding at most.
    assert nll(fit) <= found.fun + 10 * EPS * abs(found.fun)
    at_optimum = family(found.x)
    for name in truth.__dataclass_fields__:
        assert getattr(fit, name) == pytest.approx(getattr(at_optimum, name), abs=1e-6)


def test_fits_on_a_boundary_or_of_several_parameters():
    samples = np.array([0.5, 2.0, 1.0])
    assert Uniform.fit(samples) == Uniform(0.5, 2)
    assert Categorical.fit([0, 2, 2, 0], categories=4) == Categorical([0.5, 0, 0.5, 0])
    rows = np.random.default_rng(4).normal(size=(50, 3)) @ np.array(
        [[1, 0, 0], [2, 1, 0], [0, 1, 3]]
    )
    fit = MultivariateNormal.fit(rows)
    np.testing.assert_allclose(fit.mean, rows.mean(axis=0), rtol=0, atol=10 * EPS)
    # Fifty products of size up to 100 each.
    np.testing.assert_allclose(
        fit.covariance, np.cov(rows.T, bias=True), rtol=0, atol=50 * 100 * EPS
    )


MEAN_P, COVARIANCE_P = [0.5, -1], [[2, 0.5], [0.5, 1]]
MEAN_Q, COVARIANCE_Q = [0, 0.25], [[1, -0.25], [-0.25, 1.5]]


def test_the_multivariate_normal_agrees_with_quadrature_and_scipy():
    p, q = MultivariateNormal(MEAN_P, COVARIANCE_P), MultivariateNormal(MEAN_Q, COVARIANCE_Q)
    scipy_p, scipy_q = (
        stats.multivariate_normal(m, c) for m, c in [(MEAN_P, COVARIANCE_P), (MEAN_Q, COVARIANCE_Q)]
    )
    # Five nodes of Gauss and Hermite in either direction integrate polynomials up to degree nine.
    nodes, weights = np.polynomial.hermite_e.hermegauss(5)
    z = np.stack(np.meshgrid(nodes, nodes), axis=-1).reshape(-1, 2)
    w = np.outer(weights, weights).ravel() / (2 * math.pi)
    x = MEAN_P + z @ np.linalg.cholesky(COVARIANCE_P).T
    log_p, log_q = scipy_p.logpdf(x), scipy_q.logpdf(x)
    np.testing.assert_allclose(p.log_density(x), log_p, rtol=0, atol=100 * EPS)
    assert p.log_density(x.reshape(5, 5, 2)).shape == (5, 5)
    # 25 weighted terms below 30 each, of weight one in sum.
    for value, expected in [
        (p.entropy(), -w @ log_p),
        (p.cross_entropy(q), -w @ log_q),
        (p.kl_divergence(q), w @ (log_p - log_q)),
    ]:
        assert value == pytest.approx(expected, abs=100 * EPS)
    assert p.entropy() == pytest.approx(scipy_p.entropy(), abs=20 * EPS)


@pytest.mark.parametrize("scale", [2.0**-40, 1, 2.0**40])
def test_a_covariance_is_symmetric_up_to_the_rounding_of_its_own_size(scale):
    """Two roundings of the largest entry, 2 here, are allowed in two dimensions."""
    allowed = MultivariateNormal([0, 0], [[2 * scale, scale * (1 + 4 * EPS)], [scale, 2 * scale]])
    assert allowed.covariance[0][0] == 2 * scale
    with pytest.raises(ValueError, match="covariance differs from its transpose by"):
        MultivariateNormal([0, 0], [[2 * scale, scale * (1 + 5 * EPS)], [scale, 2 * scale]])


def test_the_multivariate_normal_in_one_dimension_is_the_normal():
    p, q = MultivariateNormal([0.5], [[4]]), MultivariateNormal([1], [[2.25]])
    one_p, one_q = Normal(0.5, 2), Normal(1, 1.5)
    assert p.entropy() == pytest.approx(one_p.entropy(), abs=4 * EPS)
    assert p.cross_entropy(q) == pytest.approx(one_p.cross_entropy(one_q), abs=8 * EPS)
    assert p.kl_divergence(q) == pytest.approx(one_p.kl_divergence(one_q), abs=8 * EPS)


def test_the_multivariate_normal_keeps_its_digits_close_to_equality():
    p = MultivariateNormal([0, 0], [[1, 0], [0, 1]])
    q = MultivariateNormal([0, 0], [[1 + 1e-8, 0], [0, 1]])
    with mpmath.workdps(60):
        ratio = 1 / mpmath.mpf(1 + 1e-8)
        exact = (ratio - 1 - mpmath.log(ratio)) / 2
        # The eigenvalue solver scales by a square root: eight roundings more than Normal.
        assert abs(p.kl_divergence(q) - exact) <= 20 * EPS * exact


def test_multivariate_samples_have_mean_and_covariance():
    p = MultivariateNormal(MEAN_P, COVARIANCE_P)
    samples = p.sample((4, 5000), rng=np.random.default_rng(3))
    assert samples.shape == (4, 5000, 2)
    flat = samples.reshape(-1, 2)
    whitened = (flat - MEAN_P) @ np.linalg.inv(np.linalg.cholesky(COVARIANCE_P)).T
    # Means, products and squares of standard normals: variances 1, 1, 2; 4.4 standard deviations.
    assert np.all(np.abs(whitened.mean(axis=0)) < 4.4 / math.sqrt(20_000))
    assert np.all(np.abs(whitened.T @ whitened / 20_000 - np.eye(2)) < 4.4 * math.sqrt(2 / 20_000))


@pytest.mark.parametrize(
    ("p", "q"),
    [
        (Uniform(0, 2), Uniform(0, 1)),
        (Uniform(0, 2), Uniform(1, 3)),
        (Bernoulli(0.5), Bernoulli(0)),
        (Bernoulli(0.5), Bernoulli(1)),
        (Geometric(0.5), Geometric(1)),
        (Categorical([0.5, 0.5]), Categorical([1, 0])),
    ],
    ids=repr,
)
def test_mass_where_the_model_has_none_is_infinitely_far(p, q):
    assert p.kl_divergence(q) == p.cross_entropy(q) == math.inf


@pytest.mark.parametrize(
    ("p", "q", "kl"),
    [
        (Bernoulli(0), Bernoulli(0.5), math.log(2)),
        (Bernoulli(1), Bernoulli(1), 0),
        (Geometric(1), Geometric(0.5), math.log(2)),
        (Categorical([1]), Categorical([1]), 0),
        (Uniform(0, 1), Uniform(0, 1), 0),
        (Gamma(1e-3, 1), Gamma(1e-3, 1), 0),
    ],
    ids=repr,
)
def test_edges_of_the_parameters(p, q, kl):
    assert p.kl_divergence(q) == pytest.approx(kl, abs=EPS)


PARAMETERS = {
    # what is refused: the call, and what is said after "Distribution: "
    "mean, nan": (lambda: Normal(math.nan, 1), "mean is nan; expected a finite number"),
    "no spread": (
        lambda: Normal(0, 0),
        "standard_deviation is 0; expected a finite number above 0",
    ),
    "location, nan": (lambda: Laplace(math.nan, 1), "location is nan; expected a finite number"),
    "no scale": (lambda: Laplace(0, 0), "scale is 0; expected a finite number above 0"),
    "low, infinite": (lambda: Uniform(-math.inf, 1), "low is -inf; expected a finite number"),
    "reversed": (lambda: Uniform(1, 0), "high is 0; expected a finite number above 1"),
    "no width": (lambda: Uniform(1, 1), "high is 1; expected a finite number above 1"),
    "no rate": (lambda: Exponential(0), "rate is 0; expected a finite number above 0"),
    "gamma, no shape": (lambda: Gamma(0, 1), "shape is 0; expected a finite number above 0"),
    "gamma, no rate": (lambda: Gamma(1, 0), "rate is 0; expected a finite number above 0"),
    "no alpha": (lambda: Beta(0, 1), "alpha is 0; expected a finite number above 0"),
    "no beta": (lambda: Beta(1, 0), "beta is 0; expected a finite number above 0"),
    "a sum beyond float64": (
        lambda: Beta(1e308, 1e308),
        "alpha [+] beta is inf, of 1e[+]308 and 1e[+]308; expected a finite sum",
    ),
    "no mean": (lambda: Poisson(0), "rate is 0; expected a finite number above 0"),
    "never": (
        lambda: Geometric(0),
        "probability is 0; expected a finite number above 0 and at most 1",
    ),
    "more than always": (
        lambda: Geometric(1.5),
        "probability is 1.5; expected a finite number above 0 and at most 1",
    ),
    "below zero": (
        lambda: Bernoulli(-0.5),
        "probability is -0.5; expected a finite number at least 0 and at most 1",
    ),
    "above one": (
        lambda: Bernoulli(1.5),
        "probability is 1.5; expected a finite number at least 0 and at most 1",
    ),
    "table": (lambda: Categorical([[1.0]]), r"probabilities has shape \(1, 1\); expected \(n,\)"),
    "dimension": (
        lambda: MultivariateNormal([0], [[1, 0], [0, 1]]),
        r"mean has shape \(1,\) and covariance has shape \(2, 2\); expected \(d,\) and \(d, d\)",
    ),
    "a row for a mean": (
        lambda: MultivariateNormal([[0]], [[1]]),
        r"mean has shape \(1, 1\) and covariance has shape \(1, 1\); expected .*",
    ),
    "mean in space, nan": (lambda: MultivariateNormal([math.nan], [[1]]), r"mean\[0\] is nan; .*"),
    "covariance, nan": (
        lambda: MultivariateNormal([0], [[math.nan]]),
        r"covariance\[0, 0\] is nan; .*",
    ),
    "asymmetric": (
        lambda: MultivariateNormal([0, 0], [[1, 0], [1, 2]]),
        "covariance differs from its transpose by 1.0e[+]00; expected a symmetric matrix",
    ),
    "indefinite": (
        lambda: MultivariateNormal([0, 0], [[1, 2], [2, 1]]),
        "covariance has the eigenvalue -1; expected a positive definite matrix",
    ),
}


@pytest.mark.parametrize(("call", "message"), PARAMETERS.values(), ids=PARAMETERS)
def test_a_parameter_out_of_bounds_is_named_with_its_family(call, message):
    (family,) = (name for name in call.__code__.co_names if name in distributions.__all__)
    with pytest.raises(ValueError, match=f"^{family}: {message}$"):
        call()


SAMPLES = {
    # family: the support as the message says it, and samples outside of it
    "Bernoulli": (Bernoulli.fit, "a whole number from 0 to 1", [-1, 2, 0.5]),
    "Poisson": (Poisson.fit, "a whole number from 0 to inf", [-1, 1.5]),
    "Geometric": (Geometric.fit, "a whole number from 1 to inf", [0, 1.5]),
    "Exponential": (Exponential.fit, "a number from 0 to inf", [-0.25]),
    "Categorical": (
        lambda samples: Categorical.fit(samples, categories=3),
        "a whole number from 0 to 2",
        [-1, 3, 0.5],
    ),
    "Normal": (Normal.fit, "a finite number", [math.nan]),
    "Laplace": (Laplace.fit, "a finite number", [math.inf]),
    "Uniform": (Uniform.fit, "a finite number", [math.nan]),
}


@pytest.mark.parametrize(("fit", "support", "outside"), SAMPLES.values(), ids=SAMPLES)
def test_a_sample_off_the_support_is_named(fit, support, outside):
    for sample in map(float, outside):
        with pytest.raises(ValueError, match=rf"^samples\[1\] is {sample}; expected {support}$"):
            fit([1, sample])


@pytest.mark.parametrize(
    ("fit", "expected"),
    [
        (Bernoulli.fit([0, 1, 1, 1]), Bernoulli(0.75)),
        (Poisson.fit([0, 1]), Poisson(0.5)),
        (Geometric.fit([1, 1]), Geometric(1)),
        (Exponential.fit([0, 1]), Exponential(2)),
        (Categorical.fit([0], categories=1), Categorical([1])),
        (Normal.fit([[0, 1], [1, 2]]), Normal(1, math.sqrt(0.5))),
        (Laplace.fit([[0, 1], [2, 9]]), Laplace(1.5, 2.5)),
    ],
    ids=lambda value: repr(value),
)
def test_fits_reach_the_edges_of_the_support_and_take_samples_of_any_shape(fit, expected):
    assert fit == expected


BAD = {
    "a string": (lambda: Poisson("3"), TypeError, "Poisson: rate is '3'; expected a real number"),
    "an array": (
        lambda: Exponential(np.ones(2)),
        TypeError,
        r"Exponential: rate is array\(.*\); expected a real number",
    ),
    "sum": (
        lambda: Categorical([0.5, 0.6]),
        ValueError,
        r"sum\(Categorical: probabilities\) is 1.1; expected 1 within .*",
    ),
    "other family": (
        lambda: Normal(0, 1).kl_divergence(Laplace(0, 1)),
        TypeError,
        r"q is Laplace\(.*\); expected a Normal: p is Normal\(.*\)",
    ),
    "other family of categories": (
        lambda: Categorical([1]).cross_entropy(Bernoulli(1)),
        TypeError,
        r"q is Bernoulli\(.*\); expected a Categorical: p is .*",
    ),
    "other family in space": (
        lambda: MultivariateNormal([0], [[1]]).cross_entropy(Normal(0, 1)),
        TypeError,
        r"q is Normal\(.*\); expected a MultivariateNormal: p is .*",
    ),
    "other size": (
        lambda: Categorical([1]).cross_entropy(Categorical([0.5, 0.5])),
        ValueError,
        "q has 2 categories; expected 1, as p has",
    ),
    "other dimension": (
        lambda: MultivariateNormal([0], [[1]]).kl_divergence(
            MultivariateNormal([0, 0], [[1, 0], [0, 1]])
        ),
        ValueError,
        "q has dimension 2; expected 1, as p has",
    ),
    "point is nan": (
        lambda: Beta(1, 1).log_density([math.nan]),
        ValueError,
        r"x\[0\] is nan; expected a finite number",
    ),
    "point of no dimension": (
        lambda: MultivariateNormal([0], [[1]]).log_density(0),
        ValueError,
        r"x has shape \(\); expected \(..., 1\)",
    ),
    "point of other dimension": (
        lambda: MultivariateNormal([0], [[1]]).log_density([[1, 2]]),
        ValueError,
        r"x has shape \(1, 2\); expected \(..., 1\)",
    ),
    "samples of no dimension": (
        lambda: MultivariateNormal.fit([1, 2]),
        ValueError,
        r"samples has shape \(2,\); expected \(N, d\)",
    ),
    "sample in space, nan": (
        lambda: MultivariateNormal.fit([[1, math.nan]]),
        ValueError,
        r"samples\[0, 1\] is nan; expected a finite number",
    ),
    "no rng": (
        lambda: Normal(0, 1).sample(3, rng=None),
        TypeError,
        "rng is None; expected a numpy.random.Generator",
    ),
    "a seed": (
        lambda: Normal(0, 1).sample(3, rng=1),
        TypeError,
        "rng is 1; expected a numpy.random.Generator",
    ),
    "no size": (
        lambda: Normal(0, 1).sample(0, rng=np.random.default_rng()),
        ValueError,
        "size is 0; expected at least 1",
    ),
    "size of no whole number": (
        lambda: Normal(0, 1).sample((2, 1.0), rng=np.random.default_rng()),
        TypeError,
        "size is 1.0; expected a whole number",
    ),
    "no categories": (
        lambda: Categorical.fit([0], categories=0),
        ValueError,
        "categories is 0; expected at least 1",
    ),
    "categories of no whole number": (
        lambda: Categorical.fit([0], categories=1.5),
        TypeError,
        "categories is 1.5; expected a whole number",
    ),
    "equal samples": (
        lambda: Normal.fit([1, 1]),
        ValueError,
        "Normal: standard_deviation is 0.0; expected a finite number above 0",
    ),
    "zero mean": (
        lambda: Poisson.fit([0, 0]),
        ValueError,
        "Poisson: rate is 0.0; expected a finite number above 0",
    ),
    "zero waiting": (
        lambda: Exponential.fit([0, 0]),
        ValueError,
        "samples are all 0; expected a mean above 0, whose inverse is the rate",
    ),
}


@pytest.mark.parametrize(("call", "error", "message"), BAD.values(), ids=BAD)
def test_bad_arguments_raise(call, error, message):
    with pytest.raises(error, match=f"^{message}$"):
        call()


EDGES = {
    # points at which the support begins and ends, or lies between two counts
    "Exponential": (Exponential(2), {-1e-9: -math.inf, 0: math.log(2)}),
    "Gamma": (Gamma(1, 2), {-1e-9: -math.inf, 0: math.log(2)}),
    "Gamma, shape 2": (Gamma(2, 1), {0: -math.inf}),
    "Gamma, singular": (Gamma(0.5, 1), {0: math.inf}),
    "Beta": (Beta(1, 1), {-1e-9: -math.inf, 0: 0, 1: 0, 1 + 1e-9: -math.inf}),
    "Beta, singular": (Beta(0.5, 0.5), {0: math.inf, 1: math.inf}),
    "Uniform": (
        Uniform(-1, 3),
        {-1.1: -math.inf, -1: -math.log(4), 3: -math.log(4), 3.1: -math.inf},
    ),
    "Bernoulli": (
        Bernoulli(0.25),
        {-1: -math.inf, 0: math.log(0.75), 0.5: -math.inf, 1: math.log(0.25), 2: -math.inf},
    ),
    "Bernoulli, never": (Bernoulli(0), {0: 0, 1: -math.inf}),
    "Bernoulli, always": (Bernoulli(1), {0: -math.inf, 1: 0}),
    "Poisson": (Poisson(2), {-1: -math.inf, 0: -2, 0.5: -math.inf}),
    "Geometric": (Geometric(0.5), {0: -math.inf, 1: -math.log(2), 1.5: -math.inf}),
    "Geometric, always": (Geometric(1), {1: 0, 2: -math.inf}),
    "Categorical": (
        Categorical([0.5, 0.5]),
        {-1: -math.inf, 0: -math.log(2), 0.5: -math.inf, 1: -math.log(2), 2: -math.inf},
    ),
    "Normal, a square beyond float64": (Normal(0, 1), {1e200: -math.inf}),
}


@pytest.mark.parametrize(("family", "log_densities"), EDGES.values(), ids=EDGES)
def test_log_densities_at_the_edges_of_the_support(family, log_densities):
    found = family.log_density(np.array(list(log_densities), dtype=float))
    # One logarithm, and a gamma function at 1 or 2.
    np.testing.assert_allclose(found, list(log_densities.values()), rtol=2 * EPS, atol=2 * EPS)


def test_parameters_are_values():
    assert Normal(0, 1) == Normal(0.0, np.float32(1))
    assert hash(Categorical([1, 0])) == hash(Categorical((1.0, 0.0)))
    p = MultivariateNormal(np.zeros(1), [[1]])
    assert p == MultivariateNormal((0.0,), ((1.0,),))
    assert hash(p) == hash(MultivariateNormal([0], np.eye(1)))
    with pytest.raises(AttributeError):
        Normal(0, 1).mean = 2


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("n", [2, 10, 1000])
def test_what_a_categorical_law_accepts_it_samples(dtype, n):
    rng = np.random.default_rng(n)
    for _ in range(5):
        weights = rng.dirichlet(np.ones(n)).astype(dtype)
        law = Categorical(weights / weights.sum(dtype=dtype))
        samples = law.sample((3, 4), rng=rng)
        assert samples.shape == (3, 4)
        assert np.all(np.isfinite(law.log_density(samples)))


def test_samples_of_a_categorical_law_are_those_of_choice():
    p = [0.2, 0.5, 0, 0.3]
    chosen = np.random.default_rng(2).choice(4, size=1000, p=p)
    np.testing.assert_array_equal(Categorical(p).sample(1000, rng=np.random.default_rng(2)), chosen)
