r"""Samples in a setting: one that stays the same, and all that there are.

Main definitions
----------------
one_sample
    Points of N draws from a law, other than those drawn from other laws.
all_samples
    Every sample of some laws with its probability.

Implementation notes
--------------------
A statistic does not ask in which order its draws came. So samples are multisets, each as probable
as it has orders. On a continuum a draw is a coordinate that is still to be integrated over.
"""

from collections import Counter
from itertools import combinations_with_replacement
from itertools import product as tuples
from math import factorial, prod

from klutils.symbolic.judge.arithmetic import ONE, is_zero, product
from klutils.symbolic.judge.exponentials import integral

__all__ = ["all_samples", "integrated", "one_sample"]

ATTEMPTS = 50


def one_sample(evaluation, law, others):
    """Return the points of one sample of a law; they do not depend on parameters.

    Two laws never have the same points, in whatever order, where there is a choice.
    """
    setting = evaluation.setting
    taken = [_as_set(other) for other in others]
    for attempt in range(ATTEMPTS):
        chance = setting.random("sample", law, *law.variables, attempt)
        sample = [
            {v: setting.any_point(v, chance, evaluation.value) for v in law.variables}
            for _ in range(setting.size)
        ]
        if _as_set(sample) not in taken:
            break
    return sample


def _as_set(sample):
    return Counter(tuple((v.name, x) for v, x in here.items()) for here in sample)


def all_samples(evaluation, laws, at):
    """Yield (sample of each law, probability, coordinates to integrate over)."""
    by_law = [list(_multisets(evaluation, law, at)) for law in laws]
    for chosen in tuples(*by_law):
        sample = {
            law: [here for here, _, _ in draws]
            for law, (draws, _) in zip(laws, chosen, strict=True)
        }
        draws = [draw for draws, _ in chosen for draw in draws]
        probability = product(chance for _, chance, _ in draws) * prod(n for _, n in chosen)
        yield sample, probability, [c for _, _, coordinates in draws for c in coordinates]


def integrated(value, coordinates):
    """Integrate over the coordinates that draws have on a continuum."""
    for coordinate in coordinates:
        value = integral(value, coordinate)
    return value


def _multisets(evaluation, law, at):
    """Yield the draws of each multiset, and in how many orders they can come."""
    size = evaluation.setting.size
    slots = [_draws(evaluation, law, at, slot) for slot in range(size)]
    for places in combinations_with_replacement(range(len(slots[0])), size):
        orders = factorial(size) // prod(map(factorial, Counter(places).values()))
        yield [slot[k] for slot, k in zip(slots, places, strict=True)], orders


def _draws(evaluation, law, at, slot):
    """Return (points, probability, coordinates) of all outcomes of one draw."""
    found = [({}, ONE, ())]
    for part in law.parts:
        found = [
            ({**here, v: point}, chance * weight, (*coordinates, *more))
            for here, chance, coordinates in found
            for v, point, weight, more in _outcomes(evaluation, part, {**at, **here}, slot)
            if not is_zero(weight)
        ]
    return found


def _outcomes(evaluation, law, at, slot):
    """Yield the outcomes of one draw from a law of one variable."""
    (v,) = law.variables
    for piece in evaluation.pieces(v, at, slot, f"{v} drawn"):
        weight = product((piece.stretch, evaluation.density(law, {**at, v: piece.point})))
        yield v, piece.point, weight, () if piece.coordinate is None else (piece.coordinate,)
