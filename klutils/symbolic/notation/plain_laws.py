r"""The table of notation of laws in plain text, and of densities and letters.

Main definitions
----------------
LAWS
    From classes to how they look: a law as it stands in a functional, a density at a point.
moment_letter
    The state of a chain at a time.
"""

from sympy import Dummy, KroneckerDelta, Symbol

from klutils.symbolic.language.laws import DensityAt, Joint, Pushforward
from klutils.symbolic.language.letters import (
    Component,
    Convex,
    Fraction01,
    Scales,
    Variable,
    Vector,
)
from klutils.symbolic.language.made_laws import Chain, Coordinates, Moment, copies
from klutils.symbolic.language.named_laws import Exponential, Gamma, Laplace, Normal, Uniform

from .letters import below, letter, primes
from .naming import (
    LETTERED,
    conditions,
    own_name,
    parameters,
    shares_letter,
    spelled_out,
)

__all__ = ["LAWS", "moment_letter"]

NAMES = {Normal: "N", Laplace: "Laplace", Uniform: "U", Exponential: "Exp", Gamma: "Gamma"}


# laws as they stand in a functional


def _values(say, law):
    if type(law) is Normal:
        return f"{say(law.mean)}, {say(law.standard_deviation**2)}"
    if type(law) is Uniform:
        return f"0, {say(law.width)}"
    return say.list(law.parameters)


def _named(say, law):
    return f"{NAMES[type(law)]}({_values(say, law)})"


def _given(say, conditions_):
    return f"|{say.list(conditions_)}" if conditions_ else ""


def _lettered(say, law):
    """A law by its letter; with its variable where that must be seen."""
    by_variable = say.long or shares_letter(law)
    if not (by_variable or law.given):
        return letter(law.name)
    variable = say(law.variables[0]) if by_variable else "·"
    return f"{letter(law.name)}({variable}{_given(say, law.given)})"


def _spelled(say, part):
    """The density of a part of a joint law; a formula in full, whatever letter it has."""
    if type(part) in NAMES:
        return f"{NAMES[type(part)]}({say(part.variables[0])}; {_values(say, part)})"
    return say(part.density)


def _joint(say, law):
    if (law.dependent and spelled_out(law)) or (say.long and not law.dependent):
        return " ".join(_spelled(say, part) for part in law.parts)
    if not law.dependent:
        return " ⊗ ".join(map(say, law.args))
    variables = say.list(sorted(law.variables, key=str))
    return f"{letter(law.name)}({variables}{_given(say, parameters(law))})"


def _pushforward(say, law):
    name = _below(law)
    return f"{name}(·|{say.list(law.given)})" if law.given else name


def _below(law):
    """The name of a pushforward, which has its variable below it."""
    return f"{letter(law.name)}_{law.variables[0].name.upper()}"


def _coordinates(say, law):
    inner = say(law.law)
    if law == copies(law.law, law.count):
        return f"{inner}^⊗{say(law.count)}"
    inner = f"({inner})" if type(law.law) is Coordinates else inner
    return f"⊗_{say(law.index)}=1..{say(law.count)} {inner}"


def _chain(say, law):
    return f"{letter(law.name)}({_states(say, law)}{_given(say, law.given)})"


def _states(say, law):
    return below(letter(law.variables[0].name), f"0:{say(law.count)}")


def moment_letter(say, law):
    """Return the state of a chain at a time, as it is written for the letter of the law."""
    return below(letter(law.chain.variables[0].name), say.place(law.time))


def _moment(say, law):
    return f"{letter(law.chain.name)}({moment_letter(say, law)}{_given(say, law.given)})"


# densities at a point


def _density(say, expr):
    law, point = expr.law, say(expr.point)
    if type(law) not in LAWS:
        return say.unknown(law)
    if type(law) in NAMES and not own_name(law):
        return f"{NAMES[type(law)]}({point}; {_values(say, law)})"
    if type(law) is Coordinates:
        code = say(law)
        return f"{code}({point})" if law == copies(law.law, law.count) else f"({code})({point})"
    if type(law) in (Chain, Moment):
        return _density_of_states(say, expr)
    name = _below(law) if type(law) is Pushforward else letter(law.name)
    return f"{name}({point}{_given(say, conditions(law))})"


def _density_of_states(say, expr):
    law, point = expr.law, say(expr.point)
    state = _states(say, law) if type(law) is Chain else moment_letter(say, law)
    own = expr.point == law.variables[0] and (type(law) is Chain or point == state)
    name = letter(law.name if type(law) is Chain else law.chain.name)
    name = name if own else f"{name}_{state}"
    return f"{name}({state if own else point}{_given(say, law.given)})"


# letters


def _convex(say, expr):
    return f"{letter(expr.name)}{primes(expr.order)}({say(expr.argument)})"


def _delta(say, expr):
    codes = list(map(say.place, expr.args))
    return f"δ_{''.join(codes)}" if all(len(c) == 1 for c in codes) else f"δ[{', '.join(codes)}]"


def _symbol(_say, symbol):
    return letter(symbol.name)


LAWS = {
    **dict.fromkeys(NAMES, _named),
    **dict.fromkeys(LETTERED, _lettered),
    Joint: _joint,
    Pushforward: _pushforward,
    Coordinates: _coordinates,
    Chain: _chain,
    Moment: _moment,
    DensityAt: _density,
    **dict.fromkeys((Symbol, Dummy, Variable, Fraction01, Vector, Scales), _symbol),
    Component: lambda say, expr: below(say(expr.whole), say.place(expr.place)),
    Convex: _convex,
    KroneckerDelta: _delta,
}
