r"""Bound variables of named laws: one spelling, whatever they were called.

Main definitions
----------------
canonical
    An integral, with the variables that only named laws are laws of in a standard spelling.
standard_normal
    A mean of g(ce + d) under a normal law, as one of g(x).
fresh
    An integral whose standard variables are in nobody's way.
legible
    An expression for a reader: its standard variables and indices called by letters.
"""

from sympy import Abs, Dummy, Mul, Symbol
from sympy.core.function import AppliedUndef
from sympy.core.symbol import Str

from klutils.symbolic.language.functionals import Int
from klutils.symbolic.language.laws import DensityAt
from klutils.symbolic.language.letters import Variable
from klutils.symbolic.language.named_laws import Normal

from .laws import named

__all__ = ["canonical", "fresh", "legible", "standard_normal"]

MARK = "·"  # begins the names of indices too
LETTERS = {True: "xyzuvw", False: "kljih"}  # for variables, for indices


def _letter(k):
    return Variable(f"{MARK}{k}")


def _number(v):
    return int(v.name.removeprefix(MARK)) if v.name.startswith(MARK) else 0


def renamed(expr, old, new):
    """Write another letter for a variable of named laws, in the laws as well."""

    def law(a):
        renamed_law = a.law.xreplace({Str(old.name): Str(new.name)})
        return DensityAt(renamed_law, a.point)

    mine = {a: law(a) for a in expr.atoms(DensityAt) if named(a.law) and a.law.variables == (old,)}
    return expr.xreplace(mine).subs(old, new)


def canonical(body, group):
    """Return the integral over a group of variables, in its standard spelling."""
    free = []
    for v in group:
        laws = [a.law for a in body.atoms(DensityAt) if a.law.variables == (v,)]
        if laws and all(map(named, laws)):
            free.append(v)
    if not free:
        return Int(body, *group)
    places = sorted(free, key=lambda v: (_depth(body, v, group), str(v)))
    kept = [v for v in group if v not in free]
    nested = max((_number(u) for inner in body.atoms(Int) for u in inner.bound), default=0)
    wanted = [_letter(nested + k) for k in range(1, len(places) + 1)]
    if places == wanted:
        return Int(body, *group)
    between = [Variable(f"{MARK}{MARK}{k}") for k in range(len(places))]
    for old, new in [*zip(places, between, strict=True), *zip(between, wanted, strict=True)]:
        body = renamed(body, old, new)
    return Int(body, *kept, *wanted)


def _depth(body, v, group):
    """How many variables the law of v depends on."""
    own = [a for a in body.atoms(DensityAt) if a.law.variables == (v,) and a.point == v]
    return min((len(a.law.free_symbols & set(group)) for a in own), default=len(group))


def fresh(integral, taken):
    """Return the integral with its standard variables renamed where they are taken."""
    for v in integral.bound:
        if v in taken and v.name.startswith(MARK):
            used = taken | set(integral.bound)
            new = next(_letter(k) for k in range(1, 100) if _letter(k) not in used)
            bound = [new if u == v else u for u in integral.bound]
            integral = Int(renamed(integral.body, v, new), *bound)
    return integral


def legible(expr):
    """Write letters that are not in use for the standard variables and indices."""
    symbols = sorted(expr.atoms(Symbol), key=str)
    names, other = {symbol.name for symbol in symbols}, {}
    for symbol in symbols:
        if symbol.name.startswith(MARK):
            bound = isinstance(symbol, Variable)
            letters = LETTERS[bound]
            numbered = (f"{letter}_{k}" for k in range(1, len(symbols) + 1) for letter in letters)
            name = next(name for name in (*letters, *numbered) if name not in names)
            names.add(name)
            new = Variable(name) if bound else Symbol(name, integer=True, positive=True)
            other |= {symbol: new, Str(symbol.name): Str(name)}
    return _rebuilt(expr, other) if other else expr


def _rebuilt(expr, other):
    """Exchange symbols where they are bound as well, which ``xreplace`` leaves alone."""
    if expr in other:
        return other[expr]
    if not expr.args:
        return expr
    return expr.func(*(_rebuilt(part, other) for part in expr.args))


def standard_normal(factors, v):
    """Write E g(c e + d) under N(a, s) as E g(x) under N(ca + d, |c| s), if g reads that alone.

    Returns None where nothing is to be done, else the new body.
    """
    own = [f for f in factors if isinstance(f, DensityAt) and f.law.variables == (v,)]
    if len(own) != 1 or type(own[0].law) is not Normal or own[0].point != v:
        return None
    law, rest = own[0].law, Mul(*(f for f in factors if f is not own[0]))
    readers = rest.atoms(AppliedUndef, DensityAt)
    lines = {a for f in readers for a in _points(f) if a.has(v) and not a.has(AppliedUndef)}
    if v in law.free_symbols or len(lines) != 1 or v in lines:
        return None
    (line,) = lines
    slope = line.diff(v)
    if v in slope.free_symbols or not (slope.is_positive or slope.is_negative):
        return None
    a, s = law.parameters
    moved = Normal(line.subs(v, a).expand(), Abs(slope) * s, v.name, law.args[3].name)
    back = ((v - line.subs(v, 0)) / slope).expand()
    whole = Dummy()
    return DensityAt(moved, v) * rest.xreplace({line: whole}).subs(v, back).subs(whole, v)


def _points(reader):
    return [reader.point] if isinstance(reader, DensityAt) else reader.args
