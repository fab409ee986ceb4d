r"""Nothing is written alike that differs, within one derivation.

Main definitions
----------------
tell_apart
    Raises where two letters, laws, names or samples of a derivation look the same and are not.

Implementation notes
--------------------
What a reader sees counts: a law that stands behind the letter of another one, or in the value of a
name, is not shown. The laws are compared as they stand in a functional and as their densities do.
"""

from itertools import combinations

from sympy import E as EULER
from sympy import EulerGamma, KroneckerDelta, Symbol, digamma, exp, gamma, pi, polygamma
from sympy.core.function import AppliedUndef

from klutils.symbolic.language.functionals import H, Name
from klutils.symbolic.language.laws import DensityAt, Joint, Law
from klutils.symbolic.language.letters import Convex
from klutils.symbolic.language.made_laws import Coordinates
from klutils.symbolic.language.samples import SampleMean
from klutils.symbolic.language.written import written
from klutils.symbolic.notation.plain import letter, plain
from klutils.symbolic.notation.printing import latex
from klutils.symbolic.reading.names import shown
from klutils.symbolic.reading.scope import same_law
from klutils.symbolic.reading.signs import signs

from .prints import PrintError

__all__ = ["tell_apart"]

# Signs of the notation itself, and what says that they are meant.
RESERVED = {
    "e": (EULER, exp),
    r"\pi": (pi,),
    r"\gamma": (EulerGamma,),
    "H": (H,),
    r"\psi": (digamma, polygamma),
    r"\Gamma": (gamma,),
    r"\delta": (KroneckerDelta,),
}


def tell_apart(label, expressions):
    """Raise where two things that are shown look the same and are not.

    Parameters
    ----------
    label : str
        The derivation's.
    expressions : list of Basic
        All that it shows.

    Raises
    ------
    PrintError
        With both named.
    """
    parts = list(dict.fromkeys(part for expr in expressions for part in shown(expr)))
    parts += _letters_of_laws(parts, expressions)
    heads = {}
    for part in parts:
        for code, what in _head(part):
            other = heads.setdefault(code, what)
            if other != what:
                _refuse(label, code, other, what)
    for code, meant in RESERVED.items():
        if code in heads and any(p in meant or isinstance(p, _types(meant)) for p in parts):
            _refuse(label, code, heads[code], f"the sign {code} of the notation")
    _names(label, [part for part in parts if isinstance(part, Name)])
    _laws(label, [part for part in parts if isinstance(part, Law)], expressions)
    _samples(label, [part for part in parts if isinstance(part, SampleMean)])


def _letters_of_laws(parts, beside):
    """The variables of laws that are written with them, as p(z)."""
    laws = (part for part in parts if isinstance(part, Law))
    return [v for law in laws for v in law.variables if latex(v) in signs(latex(law, beside))]


def _types(meant):
    return tuple(one for one in meant if isinstance(one, type))


def _head(part):
    """Yield how a letter is written, on the page and in messages, and what it is."""
    if isinstance(part, Symbol):
        yield latex(part), f"the letter {written(part)}"
        yield plain(part), f"the letter {written(part)}"
        return
    if isinstance(part, Name):
        name, what = part.args[0].name, f"the name {part.args[0].name}"
    elif isinstance(part, AppliedUndef):
        name = part.func.__name__.strip("|").rstrip("'")
        what = f"the function {name}"
    elif isinstance(part, Convex):
        name, what = part.name, f"the convex function {part.name}"
    elif isinstance(part, Law) and not isinstance(part, (Coordinates, Joint)):
        name = getattr(part, "chain", part).name
        if getattr(part, "symbol", None) == name:
            return
        what = f"the law {name}"
    else:
        return
    yield name, what
    yield letter(name), what


def _names(label, names):
    for one, other in combinations(names, 2):
        if one.args[0] == other.args[0] and one.args[2] == other.args[2]:
            _refuse(label, latex(one), written(one), written(other))


def _laws(label, laws, beside):
    codes = {}
    for law in laws:
        looks = [latex(law, beside)]
        looks += [latex(law.density, beside)] if isinstance(law.density, DensityAt) else []
        for code in looks:
            other = codes.setdefault(code, law)
            if same_law(other) != same_law(law):
                _refuse(label, code, written(other), written(law))


def _samples(label, means):
    drawn = {}
    for mean in means:
        for v in mean.law.variables:
            other = drawn.setdefault(v, mean.law)
            if same_law(other) != same_law(mean.law):
                what = (f"a draw from {law}" for law in (other, mean.law))
                _refuse(label, rf"{latex(v)}_{{i}}", *what)


def _refuse(label, code, first, second):
    raise PrintError(
        f"{label}: two things that differ are both written {code}:\n  {first}\n  {second}\n"
        "Expected what differs to look different: give one of them another name."
    )
