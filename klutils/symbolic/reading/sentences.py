r"""What a claim takes for granted, read back from its sentence.

Main definitions
----------------
hypotheses
    The hypotheses that a sentence with inline mathematics may state.

Implementation notes
--------------------
The words between the formulas say which kind of hypothesis it is; a formula is written as ■ there.
Most sentences state one hypothesis. That a map is invertible names the map and not the laws that
it carries, and that a parameter is inside a domain the function and not where it is taken: then
all that it may be are returned.
"""

import re

from sympy import Mul, Tuple, oo

from klutils.symbolic.language import hypotheses as of
from klutils.symbolic.language.functionals import E, Name
from klutils.symbolic.language.laws import DensityAt, Joint, Pushforward
from klutils.symbolic.language.samples import N

from .names import spelled
from .signs import Unreadable

__all__ = ["hypotheses"]

EVERY = re.compile(r" for every (■(?:, ■)*(?: and ■)?)$")
LIST = r"■(?:, ■)*(?: and ■)?"


def hypotheses(text, reader):
    """Return the hypotheses that a sentence may state.

    Parameters
    ----------
    text : str
        Words with mathematics between dollar signs.
    reader : Reader

    Raises
    ------
    Unreadable
        If it is no sentence of these, or a formula in it means nothing.
    """
    parts = text.split("$")
    words, formulas = "■".join(parts[::2]), parts[1::2]
    every = EVERY.search(words)
    if every:
        count = every[1].count("■")
        words, formulas, every = words[: every.start()], formulas[:-count], formulas[-count:]
    for pattern, rule in SENTENCES.items():
        if re.fullmatch(pattern, words):
            found = list(rule(reader, *formulas))
            break
    else:
        raise Unreadable(f"{words!r} is no sentence of a hypothesis")
    stated = set(map(reader.side, every or ()))
    fit = [one for one in found if set(one.parameters) == stated or not _told(one)]
    if not fit or (every and not any(map(_told, fit))):
        raise Unreadable(f"{text} says of which parameters it speaks, and these are others")
    return fit


def _told(hypothesis):
    """Whether the sentence says for which parameters it holds."""
    return isinstance(hypothesis, (of.Integrable, of.SquareIntegrable, of.IsFinite))


def _law(reader, code):
    return reader.law(reader.tree(code, "law"))


def _laws(kind):
    return lambda reader, *codes: [kind(*(_law(reader, code) for code in codes))]


def _formula(reader, code):
    """A formula that is a hypothesis by itself."""
    if r"\ll" in code:
        yield of.Dominated(*_dominated(reader, code))
    elif r"\rvert <" in code:
        yield from _bounded(reader, code)
    else:
        sides, relations = reader.chain(code)
        yield from _compared(sides, [name for name, _ in relations])


def _compared(sides, relations):
    match relations, sides:
        case ["equality"], [Name() as name, value] if value == name.value:
            yield of.Stands(name)
        case ["at_least"], [size, least] if size == N:
            yield of.SampleSize(least)
        case ["above"], [value, zero] if zero == 0:
            yield of.Positive(value)
        case ["below", "below"], [low, value, high]:
            yield of.Between(value, low, high)
        case ["below"], [E() as mean, high] if high == oo:
            yield of.SquareIntegrable(mean.law, _root(mean.body))
        case _:
            raise Unreadable(f"{sides} with {relations} is no hypothesis")


def _bounded(reader, code):
    try:
        _, below, body = reader.tree(code, "bounded").children
    except Unreadable:
        sides, relations = reader.chain(code)
        yield from _compared(sides, [name for name, _ in relations])
        return
    law, inside = reader.averaged(below, body)
    yield of.Integrable(law, inside)


def _root(square):
    powers = (factor.as_base_exp() for factor in Mul.make_args(square))
    return Mul(*(base ** (exponent / 2) for base, exponent in powers))


def _dominated(reader, code):
    return reader.pair(*reader.tree(code, "dominated").children)


def _equivalent(reader, first, second):
    laws = _dominated(reader, first)
    if _dominated(reader, second) != laws[::-1]:
        raise Unreadable(f"{first} and {second} speak of different laws")
    yield of.Equivalent(*laws)


def _iid(reader, drawn, law):
    law, row = _law(reader, law), reader.tree(drawn, "draws").children
    half = len(row) // 2
    places = [reader.subscript(one.children[1])[0] for one in row]
    letters = [reader.meaning(one.children[0]) for one in row]
    ends = [reader.side(reader.text(*place)) for place in places]
    if tuple(letters) != law.variables * 2 or ends != [1] * half + [N] * half:
        raise Unreadable(f"{drawn} is no sample of {law}")
    yield of.IID(law)


def _densities(reader, *codes):
    found = []
    for code in codes:
        first, *others = (one.law for one in _factors(reader.side(code)))
        for other in others:
            first = Joint(first, other)
        found.append(first)
    yield of.IsDensity(*found)


def _factors(product):
    """The densities of a product, a law before those that depend on its variable."""
    factors = Mul.make_args(product)
    if not all(isinstance(factor, DensityAt) for factor in factors):
        raise Unreadable(f"{product} is no density")
    return sorted(factors, key=lambda one: len(one.law.density.free_symbols))


def _invertible(reader, name, condition):
    if (name, condition) == ("T", r"T' \ne 0"):
        laws = set().union(*reader.names.laws.values())
        yield from (of.Invertible(law) for law in laws if isinstance(law, Pushforward))


def _positive_where(reader, first, second):
    sides = []
    for code in (first, second):
        (value, zero), relations = reader.chain(code)
        if zero != 0 or relations != [("above", None)]:
            raise Unreadable(f"{code} does not say where it is positive")
        sides.append(value)
    yield of.SameSupport(*sides)


def _almost_everywhere(reader, claim, drawn):
    (body, zero), relations = reader.chain(claim)
    if zero != 0 or relations != [("at_least", None)]:
        raise Unreadable(f"{claim} does not say that something is 0 or more")
    yield of.NonNegative(reader.drawn_from(reader.tree(drawn, "drawn_from")), body)


def _inside(reader, *codes):
    *parameters, name = codes
    symbols = Tuple(*map(reader.side, parameters))
    for function in reader.names.called[spelled(name)]:
        if isinstance(function, Name):
            yield of.InsideDomain(function, symbols)


def _exchanged(reader, slope, sign, *bound):
    below, order = reader.tree(slope, "exchanged").children
    parameter, order = reader.expr(below), int(order or 1)
    if sign != r"\int":
        raise Unreadable(f"{sign} is exchanged; expected an integral")
    if not bound:
        yield of.Exchangeable(parameter, order)
        return
    near, size, letters, law = bound
    law, size = _law(reader, law), reader.side(size)
    if reader.side(near) != parameter or set(reader.sides(letters)) != set(law.variables):
        raise Unreadable(f"{near} and {letters} are not those of the exchange")
    yield of.Exchangeable(parameter, order, size.args[0], law)


SENTENCES = {
    "■ i\\.i\\.d\\. from ■": _iid,
    "the parts ■ and ■ independent": _laws(of.Independent),
    "■": _formula,
    "■ and ■": _equivalent,
    f"{LIST} on a finite alphabet": _laws(of.FiniteAlphabet),
    f"{LIST} densities": _densities,
    "■ invertible and differentiable, ■": _invertible,
    "■ for almost every ■": _almost_everywhere,
    f"{LIST} finite": lambda reader, *codes: [of.IsFinite(*map(reader.side, codes))],
    "■ exactly where ■": _positive_where,
    "the support of ■ is free of ■": lambda reader, law, symbol: [
        of.FixedSupport(_law(reader, law), reader.side(symbol))
    ],
    f"{LIST} inside the interval where ■ is finite": _inside,
    "■ and ■ may be exchanged": _exchanged,
    "■ and ■ may be exchanged: near each ■, ■ stays below a function of ■ with finite mean "
    "under ■": _exchanged,
}
