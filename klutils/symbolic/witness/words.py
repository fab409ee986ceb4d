"""What is said of a world: every number that a reader needs to do its sums by hand.

Main definitions
----------------
Setting
    The numbers, as data.
setting
    Those of a world.
text
    A setting in one line of words.
"""

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product

from mpmath import mp, mpf
from sympy.core.function import AppliedUndef

from klutils.symbolic.language.laws import Density, DensityAt, Pushforward
from klutils.symbolic.language.letters import Convex, Vector
from klutils.symbolic.language.named_laws import ExponentialFamily, Finite, Softmax
from klutils.symbolic.language.samples import SampleE, SampleMean
from klutils.symbolic.notation.plain import letter

from .arbitrary import bend
from .values import Fraction

__all__ = ["Setting", "setting", "text"]

LISTED = (Density, Finite, ExponentialFamily, Softmax, Pushforward)


@dataclass
class Setting:
    """The numbers of a world, as pairs of a label and what it is, in words.

    Attributes
    ----------
    size : int or None
        N, where the claim is about samples.
    points, widths : dict
        The points of a variable that has few; the widths of its cells.
    laws, functions, parameters, samples : dict
        Probabilities or formulas; values at the points or formulas; numbers; draws.
    """

    size: int | None = None
    points: dict = field(default_factory=dict)
    widths: dict = field(default_factory=dict)
    laws: dict = field(default_factory=dict)
    functions: dict = field(default_factory=dict)
    parameters: dict = field(default_factory=dict)
    samples: dict = field(default_factory=dict)


def text(found):
    """Return a setting in one line of words."""
    lines = [f"N = {found.size}"] if found.size else []
    lines += [f"{v} at {points}" for v, points in found.points.items()]
    lines += [f"cells of {v} {widths} wide" for v, widths in found.widths.items()]
    for part in (found.laws, found.functions, found.parameters, found.samples):
        lines += [f"{label} = {what}" for label, what in part.items()]
    return ", ".join(lines)


def setting(world, place):
    """Return all numbers of a world that the claims it is for can read."""
    found = Setting(world.size if world.sampled else None)
    used, cells = _variables_used(world), []
    for v in sorted(world.variables, key=str):
        if isinstance(v, Vector) or v in world.places or world.is_continuous(v):
            continue
        points, weights = world.points(v)
        if v in used:
            found.points[letter(v.name)] = _listed(points)
        if any(w != 1 for w in weights):
            cells.append(v)
            found.widths[letter(v.name)] = _listed(weights)
    labels = _labels([law for law in world.laws if isinstance(law, LISTED)])
    for law, label in labels.items():
        found.laws |= _law(law, label, world, place)
    _functions(world, found)
    shown = sorted((str(s), v) for s, v in world.parameters.items() if s.name != "N")
    found.parameters = {letter(name): str(value) for name, value in shown}
    components = sorted(((w.name, k), v) for (w, k), v in world.components.items())
    found.parameters |= {f"{letter(name)}[{k}]": str(v) for (name, k), v in components}
    for law in _sampled(world.claims):
        found.samples |= _sample(law, world)
    return found


def _variables_used(world):
    """The variables whose points matter, and not only the probabilities of these."""
    found = {c for law in world.laws for c in law.free_symbols}
    return (found | _all_read(world.claims)) & world.variables


@lru_cache(maxsize=4)
def _all_read(claims):
    return set().union(*map(_read, claims))


def _read(expr):
    """The symbols that an expression reads at other places than in a density."""
    if isinstance(expr, DensityAt):
        return set() if expr.point.is_Symbol else _read(expr.point)
    if expr.is_Symbol:
        return {expr}
    args = expr.args[:1] if type(expr).__name__ == "Int" else expr.args
    return set().union(*map(_read, args))


def _labels(laws):
    """Name laws so that no two have one name."""
    names = Counter(letter(law.name) for law in laws)
    labels = {}
    for law in laws:
        label = letter(law.name)
        if names[label] > 1:
            given = ", ".join(letter(str(g)) for g in law.given)
            label += f"({letter(law.variables[0].name)}{'|' if given else ''}{given})"
        labels[law] = label
    return labels


def _law(law, label, world, place):
    """A law in words: one line, or one for each point that it is conditioned on."""
    (v,) = law.variables
    if world.is_continuous(v):
        return {label: _formula(law, world, place)} if isinstance(law, Density) else {}
    inner = [g for g in law.given if g in world.variables and not isinstance(g, Vector)]
    if any(world.is_continuous(g) for g in inner):
        return {label: "weights quadratic in " + ", ".join(letter(g.name) for g in inner)}
    if not inner:
        return {label: _chances(law, place)}
    name = letter(law.name)
    lines = {}
    for chosen in product(*(world.points(g)[0] for g in inner)):
        where = ", ".join(
            f"{letter(g.name)}={_short(x)}" for g, x in zip(inner, chosen, strict=True)
        )
        here = place.move(dict(zip(inner, chosen, strict=True)))
        lines[f"{name}({letter(v.name)}|{where})"] = _chances(law, here)
    return lines


def _chances(law, place):
    return _listed([chance for _, chance in place.pairs(law)])


def _formula(law, world, place):
    """An arbitrary law on a continuum, up to its normalising factor."""
    (v,) = law.variables
    shape, x = world.shape(v), letter(v.name)
    numbers = [0] * sum(3 if isinstance(g, Vector) else 1 for g in law.given)
    a, c, _ = bend(law, numbers, shape, place)
    moved = []
    for k, g in enumerate(law.given):
        units = [0] * len(numbers)
        units[k] = 1
        moved.append(f" - {_short(bend(law, units, shape, place)[1] - c)} {letter(str(g))}")
    bent = "".join(moved)
    z = f"(4 {x} - 1)/5" if shape == "line" else x
    z = f"{x}/{_short(world.width(v))}" if shape == "interval" else z
    factor = f"c (1 + {_short(a)} ({z} - {_short(c)}{bent})²)"
    factor = factor.replace("- -", "+ ")
    tails = {"line": f" exp(-({z})²/2)", "half-line": f" exp(-{x})", "interval": ""}
    end = f" on (0, {_short(world.width(v))})" if shape == "interval" else ""
    return factor + tails[shape] + end


def _functions(world, found):
    """The values of functions at the points of what they are applied to, or their formulas."""
    for one in _applied(world.claims, AppliedUndef):
        name, positive = one.func.__name__, bool(one.is_positive)
        mine = [v for v in one.args if v in world.variables]
        label = f"{letter(name)}({', '.join(letter(str(a)) for a in one.args)})"
        if world.kind == "line":
            found.functions[f"{letter(name)}(t)"] = _function(world, name, positive)
        elif len(one.args) == 1 and mine:
            values = [world.function(name, positive, x) for x in world.points(mine[0])[0]]
            label = letter(name) if len(world.variables) == 1 else label
            found.functions[label] = _listed(values)
        else:
            found.functions[f"{letter(name)}(t)"] = _function(world, name, positive)
    for name in sorted({c.name for c in _applied(world.claims, Convex)}):
        a, b, c = world.draw(("convex", name), [(1, 8)] * 3)
        found.functions[f"{letter(name)}(r)"] = (
            f"({a} (r - 1)² + {b} (r ln r - r + 1) + {c} (r - 1))/4"
        )


@lru_cache(maxsize=8)
def _applied(claims, kind):
    """The functions of a kind that the claims apply."""
    return sorted(set().union(*(c.atoms(kind) for c in claims)), key=str)


def _function(world, name, positive):
    a, b, c = world.draw(("function", name), [(2, 9)] * 3)
    if world.wavy:
        if positive:
            return f"{a + 4} + {Fraction(b + 1, 4)} (1 + cos(t + {c}))"
        return f"{Fraction(b, 4)} cos(t + {c}) - {Fraction(a, 40)} t"
    if positive:
        return f"{Fraction(a, 4)} + {b} (t - {Fraction(c, 4)})²"
    return f"{a} t (t - {Fraction(2 * c + 1, 8)})"


@lru_cache(maxsize=4)
def _sampled(claims):
    """The laws of which one sample was drawn, and not all were listed."""
    found = set()
    for claim in claims:
        listed = set().union(*(e.atoms(SampleMean) for e in claim.atoms(SampleE)))
        found |= {m.law for m in claim.atoms(SampleMean) - listed}
    return sorted(found, key=str)


def _sample(law, world):
    draws = world.sample(law)
    return {
        f"sampled {letter(v.name)}": _listed([here[v] for here in draws]) for v in law.variables
    }


def _short(value):
    return mp.nstr(mpf(value), 4).removesuffix(".0")


def _listed(values):
    return f"({', '.join(mp.nstr(value, 4) for value in values)})"
