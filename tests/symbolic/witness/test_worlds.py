import re
from itertools import pairwise

import pytest
from mpmath import fsum, mp, mpf
from sympy import log

from klutils.symbolic import (
    KL,
    ArgMin,
    Density,
    E,
    Exponential,
    Finite,
    Grad,
    H,
    Joint,
    Normal,
    Pushforward,
    SampleMean,
    Uniform,
)
from klutils.symbolic.witness.evaluation import evaluate
from klutils.symbolic.witness.place import Place
from klutils.symbolic.witness.spaces import RULES
from klutils.symbolic.witness.world import AGREED
from klutils.symbolic.witness.worlds import worlds_for
from tests.symbolic.setting import (
    P,
    a,
    d,
    f,
    family,
    mu,
    nu,
    p,
    p_image,
    p_joint,
    q,
    q_image,
    q_joint,
    q_of_y,
    q_theta,
    sigma,
    tau,
    theta,
    x,
)

EXPRESSIONS = {
    "arbitrary laws": KL(p, q),
    "a model with a parameter": KL(p, q_theta),
    "a joint law": KL(p_joint, Joint(q, q_of_y)),
    "an image": KL(p_image, q_image),
    "listed laws": H(P),
    "a family": KL(p, family),
    "normal laws": KL(Normal(mu, sigma), Normal(nu, tau)),
    "conditional normal laws": E(p, KL(Normal(x, sigma, "y"), Normal(nu, tau, "y"))),
    "an arbitrary law on the half-line": KL(p, Exponential(a)),
    "an arbitrary law on an interval": KL(p, Uniform(a)),
    "an interval on the line": H(Uniform(a), Normal(mu, sigma)),
    "two intervals": KL(Uniform(a), Uniform(a + d)),
}


def _laws(world):
    return [law for law in world.laws if not set(law.given) & world.variables]


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_every_density_of_every_world_sums_to_one(name):
    for world in worlds_for(EXPRESSIONS[name]):
        for law in _laws(world):
            total = evaluate(E(law, 1 + 0 * x), world)
            with mp.workdps(50):
                assert abs(total - 1) < AGREED, f"{law} in {world.kind} {world.seed}"


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_what_is_drawn_for_samples_sums_to_one(name):
    for world in worlds_for(EXPRESSIONS[name]):
        for law in _laws(world):
            with mp.workdps(50):
                draws = Place(world, RULES[-1]).draws(law)
                assert abs(fsum(chance for _, chance in draws) - 1) < mpf("1e-15"), str(law)


def test_no_two_laws_of_a_world_coincide():
    laws = [Density(name) for name in "pqrstu"]
    total = sum(KL(first, second) for first, second in pairwise(laws))
    for world in worlds_for(total):
        for first, second in pairwise(laws):
            forward, backward = (
                evaluate(KL(*pair), world) for pair in ((first, second), (second, first))
            )
            assert forward > mpf("1e-6"), f"{first} = {second} in {world.kind} {world.seed}"
            assert abs(forward - backward) > mpf("1e-9"), "symmetric by chance"


def test_narrow_cells_make_entropies_negative():
    assert min(evaluate(H(p), world) for world in worlds_for(KL(p, q))) < 0


def test_the_first_world_is_said_in_words():
    world = worlds_for(KL(p, q_theta))[0]
    said = world.describe()
    assert said == "p = (0.2, 0.5, 0.3), q = (0.2031, 0.3125, 0.4844), θ = 1/2"


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (Uniform(a), "p = c (1 + 0.625 (x/1.5 + 0.4)²) on (0, 1.5), a = 3/2"),
        (Exponential(a), "p = c (1 + 0.07813 (x + 0.8)²) exp(-x), a = 3/2"),
        (Normal(0, a), "p = c (1 + 0.07813 ((4 x - 1)/5 + 0.8)²) exp(-((4 x - 1)/5)²/2), a = 3/2"),
    ],
)
def test_an_arbitrary_law_on_a_continuum_is_said_as_it_is(model, said):
    world = worlds_for(H(p, model))[0]
    assert world.describe() == said
    formula = said.partition(" = c ")[2].partition(", a")[0].partition(" on ")[0]
    shape = formula.replace("²", "**2").replace("4 x", "4*x").replace(") exp", ")*exp")
    shape = re.sub(r"(\d) \(", r"\1*(", shape)
    place = Place(world)
    dense, other = (place.density(p, mpf(point)) for point in ("0.4", "1.1"))
    first, second = (eval(shape, {"x": mpf(t), "exp": mp.exp}) for t in ("0.4", "1.1"))
    assert abs(dense / other - first / second) < 1e-3  # the text is rounded


def test_all_is_said_that_one_needs_to_do_the_sums():
    first, _, cells, *_ = worlds_for(KL(p_joint, q_joint), E(p, f(x)))
    said = first.describe()
    assert said.startswith("x at (-1.0, 0.5, 2.0), p(x) = (0.2, 0.5, 0.3), p(y|x=-1) = (0.9072, ")
    assert said.endswith("f(x) = (23.63, -6.563, -5.25)")
    assert "cells of x (" in cells.describe()
    assert "cells of y (" in cells.describe()
    sampled = worlds_for(SampleMean(Normal(mu, sigma), x**2))[0].describe()
    assert sampled == "N = 2, μ = 1/2, σ = 3/2, sampled x = (0.65, -1.6)"


def test_kinds_of_world_fit_the_claim():
    def kinds(*expressions):
        return {world.kind for world in worlds_for(*expressions)}

    assert kinds(KL(p, q)) == {"atoms", "cells", "line"}
    assert kinds(KL(p_image, q_image)) == {"cells"}
    assert kinds(KL(Normal(0, 1), q)) == {"line"}
    assert kinds(H(p, Normal(0, 1))) == {"line"}
    assert kinds(H(p, Normal(0, 1)), KL(p_joint, q_joint)) == {"line"}
    assert kinds(ArgMin(KL(p, q_theta), theta)) == {"atoms", "cells"}


def test_sizes_of_samples_differ_between_worlds():
    assert {world.size for world in worlds_for(KL(p, q))} == {1, 2, 3}
    assert {world.size for world in worlds_for(KL(p, q), least_size=2)} == {2, 3}


def test_an_arbitrary_law_stands_still_while_a_parameter_moves():
    """A law that moved with the rate would spoil derivatives by it."""
    for model in (Exponential(a), Normal(mu, a)):
        for world in worlds_for(H(p, model)):
            before = evaluate(E(p, x), world)
            world.parameters[a] *= 2
            assert abs(evaluate(E(p, x), world) - before) < mpf("1e-18")


def test_a_density_is_read_only_at_points_of_its_variable():
    y_law = Density("w", "y")
    world = worlds_for(E(y_law, p(y_law.variables[0])))[1]
    with pytest.raises(ValueError, match="p is a law of x; its density is read at"):
        evaluate(E(y_law, p(y_law.variables[0])), world)


def test_image_and_source_agree():
    world = worlds_for(KL(p_image, q_image))[0]
    slope = Grad(KL(Pushforward(q_theta), p_image), theta)
    assert abs(evaluate(slope, world) - evaluate(Grad(KL(q_theta, p), theta), world)) < mpf("1e-30")


def test_listed_laws_of_different_length_meet():
    two, three = Finite("p", [1, 0]), Finite("q", [0, 0, 1])
    world = worlds_for(KL(two, three))[0]
    assert evaluate(KL(two, three), world) == mp.inf
    assert evaluate(E(two, log(two(x))), world) == 0


def test_steps_of_one_derivation_share_their_worlds_and_violations_have_their_own():
    sides = KL(p, q), H(p, q) - H(p)
    first, again = worlds_for(*sides), worlds_for(sides[1], among=sides)
    assert [one is other for one, other in zip(first, again, strict=True)] == [True] * len(first)
    own = worlds_for(*sides, own=True)
    assert not any(one is other for one, other in zip(first, own, strict=True))
    assert [w.describe() for w in own] == [w.describe() for w in first]
