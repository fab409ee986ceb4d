r"""The table of laws: what the density of each law is, from its textbook definition.

Main definitions
----------------
LAWS
    From the class of a law to its density, a function of the evaluation, the law, its point and
    where all other letters are. A class that is not listed is unknown, were it that of a relative.
density
    The density of a law at a point, or ``Undecided`` with the name of an unknown law.

Implementation notes
--------------------
A law that is made of others integrates and sums anew; what the language says of it in terms of
other laws is not asked. The point of a vector is a tuple with a number for each component.
"""

from flint import arb

from klutils.symbolic.judge.arithmetic import (
    ONE,
    ZERO,
    Undecided,
    exp,
    is_zero,
    power,
    product,
)
from klutils.symbolic.judge.special import gamma, whole
from klutils.symbolic.language.laws import Density, Joint, Pushforward
from klutils.symbolic.language.letters import Vector
from klutils.symbolic.language.made_laws import (
    Chain,
    Coordinates,
    Marginal,
    Mixture,
    Moment,
    Posterior,
    Tilted,
)
from klutils.symbolic.language.named_laws import (
    Exponential,
    ExponentialFamily,
    Finite,
    Gamma,
    Laplace,
    Normal,
    Softmax,
    Uniform,
)

__all__ = ["LAWS", "density"]


def density(evaluation, law, point, at):
    """Return the density of a law at a point, with all else where ``at`` puts it."""
    if type(law) not in LAWS:
        name = type(law).__name__
        raise Undecided(f"{law}: {name} has no row in the judge's table of laws")
    return LAWS[type(law)](evaluation, law, point, at)


# --- laws with points of their own


def _arbitrary(evaluation, law, point, at):
    given = []
    for g in law.given:
        if isinstance(g, Vector):
            given += evaluation.components(g, at)
        else:
            given.append(evaluation.value(g, at))
    return evaluation.setting.arbitrary(law, point, tuple(given), evaluation.value)


def _discrete(evaluation, law):
    """Refuse a law that has no density along a continuum."""
    (v,) = law.variables
    if evaluation.setting.line(v):
        raise Undecided(f"{law} beside a law with a continuum of points")
    return v


def _family(evaluation, law, point, at):
    _discrete(evaluation, law)
    given = (evaluation.value(law.given[0], at),)
    return evaluation.setting.arbitrary(law, point, given, evaluation.value)


def _finite(evaluation, law, point, at):
    k = evaluation.setting.place(_discrete(evaluation, law), point)
    if k is None or k >= len(law.probabilities):
        return ZERO
    return evaluation.value(law.probabilities[k], at)


def _image(evaluation, law, point, at):
    setting, source = evaluation.setting, law.source
    k = setting.place(_discrete(evaluation, law), point)
    if k is None:
        raise Undecided(f"the density of {law} at a point that is none of its variable's")
    _discrete(evaluation, source)
    x = setting.space(source.variables[0])[k].point
    return density(evaluation, source, x, at) / setting.function("|T'|", True, (x,))


def _softmax(evaluation, law, point, at):
    v, (place,) = _discrete(evaluation, law), law.hidden

    def weight(k):
        return exp(evaluation.value(law.args[0], {**at, place: k}))

    def total(_):
        return sum((p.stretch * weight(p.point) for p in evaluation.setting.space(v)), ZERO)

    if evaluation.setting.place(v, point) is None:
        raise Undecided(f"the density of {law} at a point that is none of {v}'s")
    return weight(point) / evaluation.once((law, "total"), law.free_symbols, at, total)


def _normal(evaluation, law, point, at):
    mean, deviation = (evaluation.value(a, at) for a in law.parameters)
    z = (point - mean) / deviation
    return exp(-(z * z) / 2) / (deviation * (2 * arb.pi()).sqrt())


def _laplace(evaluation, law, point, at):
    location, scale = (evaluation.value(a, at) for a in law.parameters)
    side = _line(evaluation, law).side(law, point, location, "location")
    return exp(-side * ((point - location) / scale)) / (2 * scale)


def _uniform(evaluation, law, point, at):
    line, width = _line(evaluation, law), evaluation.value(law.width, at)
    inside = line.side(law, point, ZERO, "start") >= 0 >= line.side(law, point, width, "end")
    return ONE / width if inside else ZERO


def _exponential(evaluation, law, point, at):
    if _line(evaluation, law).side(law, point, ZERO, "start") < 0:
        return ZERO
    rate = evaluation.value(law.rate, at)
    return rate * exp(-rate * point)


def _gamma(evaluation, law, point, at):
    if _line(evaluation, law).side(law, point, ZERO, "start") < 0:
        return ZERO
    shape, rate = (evaluation.value(a, at) for a in law.parameters)
    return power(rate, shape) * power(point, shape - 1) * exp(-rate * point) / gamma(shape)


def _line(evaluation, law):
    return evaluation.setting.line(law.variables[0])


# --- laws that are made of others


def _joint(evaluation, law, point, at):
    where = {**at, **dict(zip(law.variables, point, strict=True))}
    return product(evaluation.density(part, where) for part in law.parts)


def _mixture(evaluation, law, point, at):
    weighted = ((evaluation.value(w, at), part) for part, w in law.pairs)
    return sum(
        (product((w, density(evaluation, p, point, at))) for w, p in weighted if not is_zero(w)),
        ZERO,
    )


def _both(evaluation, joint, v, point, other, place, at):
    """The density of a joint law where its two variables are."""
    where = {**at, v: point, other: place}
    return product(evaluation.density(part, where) for part in joint.parts)


def _marginal(evaluation, law, point, at):
    return _integrated(evaluation, law.joint, law.variables[0], law.other, point, at)


def _integrated(evaluation, joint, v, other, point, at):
    """Integrate one variable of a joint law away."""

    def integral(here):
        return evaluation.integral(
            (other,),
            here,
            lambda h: _both(evaluation, joint, v, here[v], other, h[other], h),
            (joint, v),
        )

    symbols = joint.free_symbols - set(joint.variables) | {v}
    return evaluation.once((joint, "marginal", v), symbols, {**at, v: point}, integral)


def _posterior(evaluation, law, point, at):
    (v,), other, joint = law.variables, law.other, law.joint
    place = evaluation.value(law.condition, at)
    above = _both(evaluation, joint, v, point, other, place, at)
    return above / _integrated(evaluation, joint, other, v, place, at)


def _tilted(evaluation, law, point, at):
    (v,), (place,) = law.variables, law.hidden

    def weight(x, here):
        return exp(evaluation.value(law.args[1], {**here, place: x}))

    def total(here):
        return evaluation.average(law.law, here, lambda h: weight(h[v], h), (law, "total"))

    above = product((density(evaluation, law.law, point, at), weight(point, at)))
    return above / evaluation.once((law, "total"), law.free_symbols, at, total)


def _coordinates(evaluation, law, point, at):
    return product(
        density(evaluation, law.law, x, {**at, law.index: place, law.law.variables[0]: x})
        for place, x in zip(evaluation.places(law.variables[0]), point, strict=True)
    )


def _chain(evaluation, law, point, at):
    (v,), times = law.first.variables, evaluation.places(law.variables[0])
    factors = [density(evaluation, law.first, point[0], {**at, v: point[0]})]
    for before, x, t in zip(point, point[1:], times[1:], strict=False):
        where = {**at, law.before: before, law.time: t, v: x}
        factors.append(density(evaluation, law.step, x, where))
    return product(factors)


def _moment(evaluation, law, point, at):
    chain = law.chain
    time = evaluation.value(law.time, at)
    if not whole(time, "a time") >= 0:
        raise Undecided(f"the law of a state at the time {time}")
    return _state(evaluation, chain, time, point, at)


def _state(evaluation, chain, time, point, at):
    """The density of a chain's state: one step after the density of the state before."""
    (v,) = chain.first.variables
    if time == 0:
        return density(evaluation, chain.first, point, {**at, v: point})

    def integral(here):
        def steps(h):
            where = {**h, chain.time: time, v: here[v]}
            return product(
                (
                    _state(evaluation, chain, time - 1, h[chain.before], at),
                    density(evaluation, chain.step, here[v], where),
                )
            )

        return evaluation.integral((chain.before,), here, steps, (chain, time))

    key = chain, "state", time
    return evaluation.once(key, chain.free_symbols | {v}, {**at, v: point}, integral)


LAWS = {
    Density: _arbitrary,
    ExponentialFamily: _family,
    Finite: _finite,
    Pushforward: _image,
    Softmax: _softmax,
    Normal: _normal,
    Laplace: _laplace,
    Uniform: _uniform,
    Exponential: _exponential,
    Gamma: _gamma,
    Joint: _joint,
    Mixture: _mixture,
    Marginal: _marginal,
    Posterior: _posterior,
    Tilted: _tilted,
    Coordinates: _coordinates,
    Chain: _chain,
    Moment: _moment,
}
