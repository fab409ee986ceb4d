r"""The table of notation of laws in LaTeX, and of densities and letters.

Main definitions
----------------
LAWS
    From classes to how they look: a law as it stands in a functional, a density at a point.
drawn
    A law and its variables as they stand below an expectation, :math:`x \sim p`.
"""

from sympy import Dummy, KroneckerDelta, Symbol
from sympy.printing.latex import LatexPrinter

from klutils.symbolic.language.laws import DensityAt, Joint, Pushforward
from klutils.symbolic.language.letters import (
    Component,
    Convex,
    Fraction01,
    Scales,
    Variable,
    Vector,
)
from klutils.symbolic.language.made_laws import (
    Chain,
    Coordinates,
    Moment,
    copies,
)
from klutils.symbolic.language.named_laws import (
    Exponential,
    Gamma,
    Laplace,
    Normal,
    Softmax,
    Uniform,
)

from .brackets import argument, parentheses, raised, subscript
from .naming import (
    LETTERED,
    conditions,
    is_conditional,
    own_name,
    parameters,
    shares_letter,
    spelled_out,
)

__all__ = ["LAWS", "drawn", "moment_letter"]

NAMES = {
    Normal: r"\mathcal{N}",
    Laplace: r"\mathrm{Laplace}",
    Uniform: r"\mathcal{U}",
    Exponential: r"\mathrm{Exp}",
    Gamma: r"\mathrm{Gamma}",
}


# laws as they stand in a functional


def _values(say, law):
    """The parameters of a named law as they are written."""
    if type(law) is Normal:
        return f"{say(law.mean)}, {say(law.standard_deviation**2)}"
    if type(law) is Uniform:
        return f"0, {say(law.width)}"
    return say.list(law.parameters)


def _named(say, law):
    return f"{NAMES[type(law)]}({_values(say, law)})"


def _lettered(say, law):
    """A law by its letter; with its variable where that must be seen."""
    given = say.list(law.given)
    by_variable = say.long or shares_letter(law)
    if is_conditional(law):
        variable = say(law.variables[0]) if by_variable else r"\cdot"
        return rf"{law.name}({variable} \mid {given})"
    letter = subscript(law.name, given) if given else law.name
    return f"{letter}({say.list(law.variables)})" if by_variable else letter


def _spelled(say, part):
    """The density of a part of a joint law; a formula in full, whatever letter it has."""
    if type(part) in NAMES:
        return f"{NAMES[type(part)]}({say(part.variables[0])}; {_values(say, part)})"
    return say(part.density)


def _joint(say, law):
    if (law.dependent and spelled_out(law)) or (say.long and not law.dependent):
        return " ".join(_spelled(say, part) for part in law.parts)
    if not law.dependent:
        return r" \otimes ".join(map(say, law.args))
    given = say.list(parameters(law))
    letter = subscript(law.name, given) if given else law.name
    return f"{letter}({say.list(_in_order(law.variables))})"


def _in_order(variables):
    return sorted(variables, key=str)


def _pushforward(say, law):
    given = rf" \mid {say.list(law.given)}" if law.given else ""
    return subscript(law.name, f"{law.variables[0].name.upper()}{given}")


def _coordinates(say, law):
    inner = say(law.law)
    if law == copies(law.law, law.count):
        return raised(inner, rf"\otimes {say(law.count)}")
    inner = parentheses(inner) if type(law.law) in (Coordinates, Joint) else inner
    return rf"\bigotimes_{{{say(law.index)}=1}}^{{{say(law.count)}}} {inner}"


def _chain_letter(say, law):
    given = say.list(law.given)
    return subscript(law.name, given) if given else law.name


def _chain(say, law):
    return f"{_chain_letter(say, law)}({_states(say, law)})"


def _states(say, law):
    return subscript(law.variables[0].name, f"0:{say(law.count)}")


def moment_letter(say, law):
    """Return the state of a chain at a time, as it is written for the letter of the law."""
    return subscript(law.chain.variables[0].name, say.place(law.time))


def _moment(say, law):
    return f"{_chain_letter(say, law.chain)}({moment_letter(say, law)})"


def drawn(say, law):
    """Return what is drawn, and from what law."""
    if type(law) is Chain:
        return rf"{_states(say, law)} \sim {_chain_letter(say, law)}"
    if type(law) is Moment:
        return rf"{moment_letter(say, law)} \sim {_chain_letter(say, law.chain)}"
    variables = _in_order(law.variables) if type(law) is Joint else law.variables
    return rf"{say.list(variables)} \sim {say(law)}"


# densities at a point


def _density(say, expr):
    law, point = expr.law, say(expr.point)
    if type(law) not in LAWS:
        return say.unknown(law)
    if type(law) in (Chain, Coordinates, Moment):
        return _density_of_many(say, expr)
    if type(law) in NAMES and not own_name(law):
        return f"{NAMES[type(law)]}({point}; {_values(say, law)})"
    given = say.list(conditions(law))
    if type(law) is Softmax and given and not is_conditional(law):
        return f"{subscript(law.name, given)}({point})"
    letter = law.name
    if type(law) is Pushforward:
        letter = subscript(letter, law.variables[0].name.upper())
    given = rf" \mid {given}" if given else ""
    return f"{letter}({point}{given})"


def _density_of_many(say, expr):
    law = expr.law
    own = expr.point == law.variables[0]
    if type(law) is Coordinates:
        code = say(law)
        code = code if law == copies(law.law, law.count) else parentheses(code)
        return f"{code}({say(expr.point)})"
    if own and type(law) is Chain:
        return _chain(say, law)
    if own and say(expr.point) == moment_letter(say, law):
        return _moment(say, law)
    letter = law if type(law) is Chain else law.chain
    state = _states(say, law) if type(law) is Chain else moment_letter(say, law)
    return f"{subscript(_chain_letter(say, letter), state)}({say(expr.point)})"


# letters

SYMPY = LatexPrinter()


def _symbol(_say, symbol):
    return SYMPY.doprint(symbol)


def _component(say, expr):
    return subscript(say(expr.whole), say.place(expr.place))


def _convex(say, expr):
    primes = "'" * expr.order if expr.order < 4 else f"^{{({expr.order})}}"
    return f"{expr.name}{primes}{argument(say(expr.argument))}"


def _delta(say, expr):
    codes = list(map(say.place, expr.args))
    between = "" if all(len(code) == 1 for code in codes) else ", "
    return rf"\delta_{{{between.join(codes)}}}"


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
    Component: _component,
    Convex: _convex,
    KroneckerDelta: _delta,
}
