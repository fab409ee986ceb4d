"""Identities of laws that are made of others: each holds, and its wrong twin does not."""

import pytest
from sympy import Integer, Rational, exp, log, pi, sqrt

from klutils.symbolic import (
    KL,
    E,
    H,
    JensenShannon,
    Joint,
    Marginal,
    Mixture,
    MutualInformation,
    Normal,
    Posterior,
    Tilted,
    is_zero,
    normal,
    parameter,
)
from klutils.symbolic.language.laws import Density
from klutils.symbolic.language.named_laws import Finite
from tests.symbolic.setting import (
    f,
    g,
    mu,
    p,
    p_joint,
    q,
    q_joint,
    s,
    sigma,
    tau,
    theta,
    variable,
    x,
    y,
    z,
)

half = Rational(1, 2)
k = variable("k")
weight = parameter("w", between=(0, 1))
middle = Mixture({p: half, q: half})
smoothed = Mixture({p: 1 - weight, q: weight})

prior, likelihood = Density("p", "z"), Density("p", "x", given=z)
model = Joint(prior, likelihood)
evidence, posterior = Marginal(model, "x"), Posterior(model, "z")
encoder = Density("q", "z", given=x)
encoded = Joint(p, encoder)
aggregate = Marginal(encoded, "z", name="q")
information = MutualInformation(model)
bound = E(encoder, log(prior(z) * likelihood(x))) + H(encoder)

p_y, q_y = Marginal(p_joint, "y"), Marginal(q_joint, "y")
p_back, q_back = Posterior(p_joint, "x"), Posterior(q_joint, "x")
ratio = q_back(x) / p_back(x)

noisy = Joint(Normal(0, sigma), Normal(x, 1, "y"))
spread = sqrt(1 + sigma**2)
seen, unseen = Marginal(noisy, "y"), Posterior(noisy, "x")
exact = Normal(y * sigma**2 / (1 + sigma**2), sigma / spread)
switch = Joint(Finite("c", [Rational(1, 3), Rational(2, 3)], "k"), Normal(k, 1))
two_bumps = Mixture([(Normal(0, 1), Rational(1, 3)), (Normal(1, 1), Rational(2, 3))])

tilted, free = Tilted(p, f(x)), log(E(p, exp(f(x))))
best = Tilted(p, f(x) / tau)
reward = tau * log(E(p, exp(f(x) / tau)))

IDENTITIES = {
    "Jensen–Shannon": (JensenShannon(p, q), H(middle) - (H(p) + H(q)) / 2, H(middle) - H(p) / 2),
    "its mean": (JensenShannon(p, q), (KL(p, middle) + KL(q, middle)) / 2, KL(p, middle)),
    "label smoothing": (
        H(smoothed, s),
        (1 - weight) * H(p, s) + weight * H(q, s),
        weight * H(p, s) + (1 - weight) * H(q, s),
    ),
    "evidence at a free point": (
        log(evidence(x)),
        E(encoder, log(prior(z) * likelihood(x) / encoder(z))) + KL(encoder, posterior),
        E(encoder, log(prior(z) * likelihood(x) / encoder(z))) - KL(encoder, posterior),
    ),
    "bound by the prior": (
        bound,
        E(encoder, log(likelihood(x))) - KL(encoder, prior),
        E(encoder, log(likelihood(x))) + KL(encoder, prior),
    ),
    "bound by the posterior": (
        bound,
        log(evidence(x)) - KL(encoder, posterior),
        log(evidence(x)) - KL(posterior, encoder),
    ),
    "information by entropies": (
        information,
        H(prior) - E(evidence, H(posterior)),
        H(prior) - H(posterior),
    ),
    "information the other way": (
        information,
        H(evidence) - E(prior, H(likelihood)),
        H(evidence) + E(prior, H(likelihood)),
    ),
    "information as a divergence": (
        information,
        KL(model, Joint(prior, evidence)),
        KL(Joint(prior, evidence), model),
    ),
    "information as a mean": (
        information,
        E(evidence, KL(posterior, prior)),
        E(evidence, KL(prior, posterior)),
    ),
    "aggregate posterior": (
        E(p, KL(encoder, prior)),
        MutualInformation(encoded, name="q") + KL(aggregate, prior),
        MutualInformation(encoded, name="q") - KL(aggregate, prior),
    ),
    "data processing": (
        KL(p_joint, q_joint),
        KL(p_y, q_y) + E(p_y, KL(p_back, q_back)),
        KL(p_y, q_y) + E(q_y, KL(p_back, q_back)),
    ),
    "data processing, its gap": (
        KL(p_joint, q_joint) - KL(p_y, q_y),
        E(p_joint, ratio - 1 - log(ratio)),
        E(p_joint, ratio - log(ratio)),
    ),
    "mean over a marginal": (E(evidence, f(x)), E(model, f(x)), E(model, f(z))),
    "the first law is its own marginal": (
        E(Marginal(model, "z"), f(z)),
        E(prior, f(z)),
        E(prior, f(z) ** 2),
    ),
    "noise added": (E(noisy, y**2), 1 + sigma**2, sigma**2),
    "noise has mean 0": (E(noisy, y), Integer(0), x),
    "what the noise hides": (
        KL(noisy, Joint(Normal(0, sigma), Normal(0, 1, "y"))),
        sigma**2 / 2,
        -(sigma**2) / 2,
    ),
    "the marginal is normal": (KL(seen, Normal(0, spread, "y")), Integer(0), Integer(1)),
    "entropy of the marginal": (
        H(seen),
        log(2 * pi) / 2 + half + log(1 + sigma**2) / 2,
        log(2 * pi) / 2 + half + log(1 + sigma**2),
    ),
    "the posterior is normal": (KL(unseen, exact), Integer(0), Integer(1)),
    "means under the posterior": (E(unseen, f(x)), E(exact, f(x)), E(Normal(y, sigma), f(x))),
    "means under the marginal": (
        E(seen, f(y)),
        E(Normal(0, spread, "y"), f(y)),
        E(Normal(0, sigma, "y"), f(y)),
    ),
    "drawn the other way round": (
        E(seen, E(unseen, g(x, y))),
        E(noisy, g(x, y)),
        E(noisy, g(y, x)),
    ),
    "information of a noisy channel": (
        MutualInformation(noisy, name="N"),
        log(1 + sigma**2) / 2,
        log(1 + sigma**2),
    ),
    "a switch": (E(switch, x), Rational(2, 3), Rational(1, 3)),
    "a switch hidden": (KL(Marginal(switch, "x", name="m"), two_bumps), Integer(0), Integer(1)),
    "Donsker–Varadhan": (
        KL(q, tilted),
        KL(q, p) - E(q, f(x)) + free,
        KL(q, p) + E(q, f(x)) + free,
    ),
    "reward less divergence": (
        E(q, f(x)) - tau * KL(q, p),
        reward - tau * KL(q, best),
        reward + tau * KL(q, best),
    ),
    "a constant does not tilt": (KL(Tilted(p, f(x) + theta), tilted), Integer(0), theta),
    "a tilted normal law": (
        KL(Tilted(Normal(mu, sigma), theta * x), Normal(mu + theta * sigma**2, sigma)),
        Integer(0),
        theta,
    ),
}


@pytest.mark.parametrize("name", IDENTITIES)
def test_an_identity_holds_and_its_wrong_twin_does_not(name):
    left, right, wrong = IDENTITIES[name]
    assert is_zero(normal(left - right))
    assert not is_zero(normal(left - wrong))


def test_a_marginal_is_not_read_at_the_letter_that_it_integrates():
    with pytest.raises(ValueError, match="p is read at z, and integrates z away"):
        normal(evidence(z))
