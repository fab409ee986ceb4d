r"""Expressions and steps as text, and back.

Main definitions
----------------
written, read
    An expression as one line of text, ``KL(Density('p', 'x', ()), …)``, and back.
written_step, read_step
    A step as plain data, and back.
written_hypotheses, read_hypotheses
    What is taken for granted as plain data, and back.
written_finding, read_finding, written_fact, read_fact
    What a route found as plain data, and back.

Implementation notes
--------------------
A derivation's record carries its own expressions in this form. So whoever reads a record can print
them again, check them again, or break them on purpose, without running the notebook.

The text is read as a Python expression that may call the classes listed here and nothing else.
"""

import ast
from dataclasses import fields

import sympy
from sympy import Basic, Derivative, Function, Integer, Rational, Symbol, Tuple
from sympy.core.function import AppliedUndef, UndefinedFunction
from sympy.core.symbol import Str

from . import (
    divergences,
    functionals,
    hypotheses,
    laws,
    made_laws,
    named_laws,
    optimisation,
    samples,
)
from .findings import Fact, Finding, Tried
from .laws import DensityAt
from .letters import Component, Convex, Fraction01, Scales, Variable, Vector
from .steps import KINDS, Decimal, Gap

__all__ = [
    "read",
    "read_fact",
    "read_finding",
    "read_hypotheses",
    "read_step",
    "written",
    "written_fact",
    "written_finding",
    "written_hypotheses",
    "written_step",
]

OURS = (laws, named_laws, functionals, samples, optimisation, made_laws, divergences, hypotheses)
CLASSES = {
    name: value
    for module in OURS
    for name in module.__all__
    if isinstance(value := getattr(module, name), type)
} | {"DensityAt": DensityAt, "Decimal": Decimal, "Derivative": Derivative}
CLASSES |= {"Component": Component, "Convex": Convex}
LETTERS = {c.__name__: c for c in (Variable, Fraction01, Vector, Scales)}
SYMPY = (
    "Abs",
    "Add",
    "KroneckerDelta",
    "Max",
    "Min",
    "Mul",
    "Pow",
    "cosh",
    "digamma",
    "exp",
    "gamma",
    "log",
    "polygamma",
    "sinh",
    "sqrt",
    "tanh",
)
CLASSES |= {name: getattr(sympy, name) for name in SYMPY}
CONSTANTS = {"pi": sympy.pi, "e": sympy.E, "oo": sympy.oo, "euler_gamma": sympy.EulerGamma}
ASSUMED = ("integer", "negative", "nonnegative", "positive", "real")


def written(expr):
    """Return an expression as one line of text that :func:`read` reads.

    Examples
    --------
    >>> from klutils.symbolic import H, Density
    >>> written(H(Density("p")) + 1)
    "Add(1, H(Density('p', 'x', ())))"
    """
    for name, constant in CONSTANTS.items():
        if expr is constant:
            return name
    if expr == -sympy.oo:
        return "-oo"
    if isinstance(expr, Integer):
        return str(int(expr))
    if isinstance(expr, Rational):
        return f"Rational({expr.p}, {expr.q})"
    if isinstance(expr, Str):
        return repr(expr.name)
    if type(expr).__name__ in LETTERS:
        return _call(type(expr).__name__, repr(expr.name))
    if isinstance(expr, Symbol):
        return _call("Symbol", repr(expr.name), *_assumed(expr.assumptions0))
    arguments = [written(a) for a in expr.args]
    if isinstance(expr, Tuple):
        return f"({', '.join(arguments)}{',' if len(arguments) == 1 else ''})"
    if isinstance(expr, AppliedUndef):
        assumed = _assumed(expr.func._kwargs)
        return f"{_call('Function', repr(expr.func.__name__), *assumed)}({', '.join(arguments)})"
    if CLASSES.get(type(expr).__name__) is not type(expr):
        raise TypeError(f"{expr!r} cannot be written: {type(expr).__name__} is not in the list")
    return _call(type(expr).__name__, *arguments)


def read(text):
    """Return the expression that a text stands for.

    Raises
    ------
    ValueError
        If the text calls anything but the classes listed here.
    """
    try:
        tree = ast.parse(text, mode="eval").body
    except SyntaxError:
        raise ValueError(
            f"text is {text[:60]!r}; expected an expression as `written` writes it"
        ) from None
    return _built(tree)


def written_step(step):
    """Return a step as plain data: its kind, and each of its fields."""
    data = {"kind": step.kind} | {f.name: _field(getattr(step, f.name)) for f in fields(step)}
    return data | {"hypotheses": written_hypotheses(step.hypotheses)}


def read_step(data):
    """Return the step that :func:`written_step` wrote."""
    read_fields = {
        name: value if name in ("reason", "larger") else _read_field(value)
        for name, value in data.items()
        if name not in ("kind", "hypotheses")
    }
    hypotheses_ = read_hypotheses(data["hypotheses"])
    return KINDS[data["kind"]](**read_fields, hypotheses=hypotheses_)


def written_hypotheses(given):
    """Return hypotheses as plain data; a text, which no program reads, is marked as one."""
    return [{"text": one} if isinstance(one, str) else written(one) for one in given]


def read_hypotheses(data):
    """Return the hypotheses that :func:`written_hypotheses` wrote."""
    return tuple(one["text"] if isinstance(one, dict) else read(one) for one in data)


def written_finding(finding):
    """Return what a route found as plain data."""
    data = {"holds": finding.holds} | written_fact(finding.found)
    if finding.route != "witness":
        return data
    tried = [
        {"world": one.world}
        | ({} if one.over is None else {"over": written(one.over), "values": list(one.values)})
        for one in finding.tried
    ]
    return data | {
        "worlds": finding.worlds,
        "largest disagreement": finding.largest,
        "tried": tried,
    }


def read_finding(route, data):
    """Return the finding that :func:`written_finding` wrote."""
    tried = tuple(
        Tried(
            one["world"],
            read(one["over"]) if "over" in one else None,
            tuple(one.get("values", ())),
        )
        for one in data.get("tried", ())
    )
    largest = data.get("largest disagreement", "")
    return Finding(route, data["holds"], read_fact(data), data.get("worlds", 0), largest, tried)


def written_fact(found):
    """Return a fact as plain data."""
    details = {name: _written_detail(value) for name, value in found.details.items()}
    return {"code": found.code, "details": details}


def _written_detail(value):
    if isinstance(value, Fact):
        return written_fact(value)
    if isinstance(value, tuple):
        return list(map(_written_detail, value))
    return {"expression": written(value)} if isinstance(value, Basic) else value


def read_fact(data):
    """Return the fact that :func:`written_fact` wrote."""
    return Fact(data["code"], {name: _read_detail(v) for name, v in data["details"].items()})


def _read_detail(value):
    if isinstance(value, list):
        return tuple(map(_read_detail, value))
    if isinstance(value, dict):
        return read(value["expression"]) if "expression" in value else read_fact(value)
    return value


def _call(name, *arguments):
    return f"{name}({', '.join(arguments)})"


def _assumed(assumptions):
    return [f"{name}={assumptions[name]}" for name in ASSUMED if assumptions.get(name)]


def _built(node):
    """Build the object of a syntax tree, from the bottom."""
    match node:
        case ast.Constant(value=int() | str() as value):
            return Str(value) if isinstance(value, str) else Integer(value)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_built(operand)
        case ast.Tuple(elts=elements):
            return Tuple(*map(_built, elements))
        case ast.Name(id=name) if name in CONSTANTS:
            return CONSTANTS[name]
        case ast.Call(func=ast.Name(id="Symbol" | "Function" as name), args=[ast.Constant(value)]):
            assumed = {k.arg: k.value.value for k in node.keywords}
            return {"Symbol": Symbol, "Function": Function}[name](value, **assumed)
        case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value)]) if name in LETTERS:
            return LETTERS[name](value)
        case ast.Call(func=ast.Name(id="Rational"), args=arguments):
            return Rational(*map(_built, arguments))
        case ast.Call(func=ast.Name(id=name), args=arguments) if name in CLASSES:
            return CLASSES[name](*map(_built, arguments))
        case ast.Call(func=ast.Call() as function, args=arguments):
            called = _built(function)
            if isinstance(called, UndefinedFunction):
                return called(*map(_built, arguments))
    raise ValueError(f"{ast.unparse(node)[:60]!r} is no expression that `written` writes")


def _field(value):
    if isinstance(value, Gap):
        return {f.name: _field(getattr(value, f.name)) for f in fields(Gap)}
    if isinstance(value, Basic):
        return written(value)
    return list(map(_field, value)) if isinstance(value, tuple) else value


def _read_field(value):
    if isinstance(value, dict):
        return Gap(**{name: _read_field(part) for name, part in value.items()})
    if isinstance(value, str):
        return read(value)
    return tuple(map(read, value)) if isinstance(value, list) else value
