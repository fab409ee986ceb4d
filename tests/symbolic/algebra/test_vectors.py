"""Sums over an index, coordinates, chains, softmax: identities and their wrong twins."""

import pytest
from sympy import Integer, KroneckerDelta, Rational, exp, log

from klutils.symbolic import (
    KL,
    Chain,
    Coordinates,
    Density,
    E,
    Grad,
    H,
    Int,
    Normal,
    Softmax,
    SumOver,
    copies,
    index,
    is_zero,
    normal,
    variable,
    vector,
)
from tests.symbolic.setting import f, p, q, tau, theta, x

i, j, d, t, steps = map(index, "ijdtT")
k, before = variable("k"), variable("w")
mu, sigma, logits = vector("mu"), vector("sigma", positive=True), vector("theta")
xs = vector("x")

normals = Coordinates(Normal(mu[i], sigma[i]), i, d)
standard = Coordinates(Normal(0, 1), i, d)
squares = SumOver(mu[i] ** 2 + sigma[i] ** 2 - log(sigma[i] ** 2), i, d)


def _chain(name, count):
    first, step = Density(name), Density(name, "x", given=(before, t))
    return Chain(first, step, before, t, count)


p_chain, q_chain = _chain("p", steps), _chain("q", steps)
p_three, q_three = _chain("p", 3), _chain("q", 3)
one_step = KL(p_chain.step, q_chain.step)

p_k, letters = Density("p", "k"), Softmax(logits[k])
partition = log(Int(exp(logits[k]), k))

IDENTITIES = {
    "normal coordinates": (
        KL(normals, standard),
        squares / 2 - d / 2,
        squares / 2 - Rational(1, 2),
    ),
    "copies": (KL(copies(p, d), copies(q, d)), d * KL(p, q), KL(p, q)),
    "entropy of copies": (H(copies(p, d)), d * H(p), H(p)),
    "three coordinates": (
        KL(Coordinates(Normal(mu[i], 1), i, 3), Coordinates(Normal(0, 1), i, 3)),
        (mu[1] ** 2 + mu[2] ** 2 + mu[3] ** 2) / 2,
        (mu[1] ** 2 + mu[2] ** 2) / 2,
    ),
    "mean of a sum": (
        E(normals, SumOver(xs[i] ** 2, i, d)),
        SumOver(mu[i] ** 2 + sigma[i] ** 2, i, d),
        SumOver(mu[i] ** 2, i, d),
    ),
    "mean of one coordinate": (E(normals, xs[j] ** 2), mu[j] ** 2 + sigma[j] ** 2, mu[j] ** 2),
    "log of a product": (
        log(copies(p, d)(xs)),
        SumOver(log(p(xs[i])), i, d),
        SumOver(log(q(xs[i])), i, d),
    ),
    "slope in one coordinate": (
        Grad(KL(copies(p, d), Coordinates(Normal(mu[i], 1), i, d)), mu[j]),
        mu[j] - E(p, x),
        d * (mu[j] - E(p, x)),
    ),
    "chain": (
        KL(p_chain, q_chain),
        KL(p, q) + SumOver(E(p_chain.at(t - 1), one_step), t, steps),
        KL(p, q) + SumOver(E(q_chain.at(t - 1), one_step), t, steps),
    ),
    "chain, the first law forgotten": (
        KL(p_chain, q_chain) - KL(p, q),
        SumOver(E(p_chain.at(t - 1), one_step), t, steps),
        steps * E(p_chain.at(0), one_step),
    ),
    "three steps": (
        KL(p_three, q_three),
        KL(p, q) + SumOver(E(p_three.at(t - 1), one_step), t, 3),
        KL(p, q) + SumOver(E(p_three.at(t - 1), one_step), t, 2),
    ),
    "what a term of a chain does not read": (
        E(p_chain, f(xs[0])),
        E(p, f(x)),
        E(q, f(x)),
    ),
    "a chain is normalised": (Int(p_chain(xs), xs), Integer(1), steps),
    "softmax": (H(p_k, letters), partition - E(p_k, logits[k]), partition + E(p_k, logits[k])),
    "softmax, its density": (log(letters(k)), logits[k] - partition, logits[k] + partition),
    "softmax, slope": (
        Grad(H(p_k, letters), logits[j]),
        letters(j) - p_k(j),
        p_k(j) - letters(j),
    ),
    "softmax, temperature": (
        H(p_k, Softmax(logits[k] / tau)),
        log(Int(exp(logits[k] / tau), k)) - E(p_k, logits[k]) / tau,
        log(Int(exp(logits[k] / tau), k)) - E(p_k, logits[k]),
    ),
    "softmax, a constant added": (
        KL(Softmax(logits[k] + theta), letters),
        Integer(0),
        theta,
    ),
    "softmax, curvature": (
        Grad(Grad(partition, logits[i]), logits[j]),
        letters(i) * KroneckerDelta(i, j) - letters(i) * letters(j),
        letters(i) * KroneckerDelta(i, j) + letters(i) * letters(j),
    ),
    "curvature by the other letter": (
        letters(i) * KroneckerDelta(i, j),
        letters(j) * KroneckerDelta(i, j),
        letters(j),
    ),
    "sums are linear": (
        SumOver(3 * mu[i] + theta, i, d),
        3 * SumOver(mu[j], j, d) + d * theta,
        3 * SumOver(mu[j], j, d) + theta,
    ),
    "a sum under an integral": (
        E(p, SumOver(mu[i] * x + f(x), i, d)),
        SumOver(mu[i], i, d) * E(p, x) + d * E(p, f(x)),
        SumOver(mu[i], i, d) * E(p, x) + E(p, f(x)),
    ),
}


@pytest.mark.parametrize("name", IDENTITIES)
def test_an_identity_holds_and_its_wrong_twin_does_not(name):
    left, right, wrong = IDENTITIES[name]
    assert is_zero(normal(left - right))
    assert not is_zero(normal(left - wrong))


REFUSED = {
    "square of a sum": lambda: E(normals, SumOver(xs[i], i, d) ** 2),
    "sum and coordinate": lambda: E(normals, SumOver(xs[i], i, d) * xs[j]),
    "two coordinates of unknown place": lambda: E(normals, xs[i] * xs[j]),
    "states far apart": lambda: E(p_three, xs[1] * xs[3]),
    "different lengths": lambda: KL(copies(p, d), copies(q, 3)),
    "another make": lambda: KL(p_chain, copies(q, steps)),
    "a delta under a density": lambda: E(Normal(0, 1), KroneckerDelta(x, j)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_rule_speaks_of_is_refused(name):
    with pytest.raises(ValueError, match="no rule for|different length|under a law with a density"):
        normal(REFUSED[name]())


def test_a_delta_is_sifted_inside_the_range_alone():
    assert normal(SumOver(KroneckerDelta(i, j) * mu[i] ** 2, i, d)) == mu[j] ** 2
    assert normal(SumOver(KroneckerDelta(i, t - 1) * mu[i], i, d)).has(SumOver)
