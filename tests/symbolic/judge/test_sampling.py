"""All samples of a setting, and the one that stays the same."""

from math import prod

from flint import fmpq

from klutils.symbolic import KL, Density, E, Normal
from klutils.symbolic.judge.evaluation import Evaluation
from klutils.symbolic.judge.sampling import all_samples, integrated, one_sample
from klutils.symbolic.judge.settings import settings_for
from tests.symbolic.setting import mu, p, p_joint, q, sigma, x

LAWS = p, q, *(Density(name) for name in "stuvw")


def _evaluations(*expressions):
    for setting in settings_for(expressions, 3):
        yield Evaluation(setting)


def test_all_samples_have_probability_1_and_as_many_draws_as_asked():
    for evaluation in _evaluations(E(p_joint, x) + E(q, x)):
        found = list(all_samples(evaluation, [p_joint, q], {}))
        assert sum((chance for _, chance, _ in found), fmpq(0)) == 1
        for sample, _, _ in found:
            assert {len(draws) for draws in sample.values()} == {evaluation.setting.size}


def test_they_have_the_moments_of_independent_draws():
    """E[x₁ ⋯ x_N] = (E x)ᴺ."""
    for evaluation in _evaluations(E(p, x)):
        size = evaluation.setting.size
        found = sum(
            (
                chance * prod((here[x] for here in sample[p]), start=fmpq(1))
                for sample, chance, _ in all_samples(evaluation, [p], {})
            ),
            fmpq(0),
        )
        assert found == evaluation.value(E(p, x)) ** size


def test_draws_on_a_line_are_integrated_one_by_one():
    law = Normal(mu, sigma)
    for evaluation in _evaluations(E(law, x)):
        ((sample, chance, coordinates),) = all_samples(evaluation, [law], {})
        assert len(set(coordinates)) == evaluation.setting.size
        size = evaluation.setting.size
        found = integrated(prod((here[x] for here in sample[law]), start=chance), coordinates)
        assert found.overlaps(evaluation.value(mu) ** size + 0 * found)


def test_no_two_laws_have_the_same_sample():
    for evaluation in _evaluations(*(KL(law, p) for law in LAWS)):
        samples = []
        for law in LAWS:
            samples.append(one_sample(evaluation, law, samples))
        points = {tuple(sorted((here[x] for here in s), key=float)) for s in samples}
        several = evaluation.setting.size > 1
        assert len(points) == (len(LAWS) if several else min(len(LAWS), 4))


def test_a_sample_has_one_draw_in_one_setting_unless_more_are_stated():
    assert {e.setting.size for e in _evaluations(E(p, x))} == {1, 2, 3}
    stated = settings_for([E(p, x)], 3, 3)
    assert {setting.size for setting in stated} == {3}
