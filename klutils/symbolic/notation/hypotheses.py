r"""How a hypothesis looks: in the page's notation, and in a message.

Main definitions
----------------
in_tex
    A hypothesis as text with inline mathematics.
in_words
    The same as plain text.

Implementation notes
--------------------
One table has both forms of each. A template's fields are the arguments of the hypothesis, printed,
and what :func:`_fields` adds to them.
"""

from sympy import Symbol, Tuple

from klutils.symbolic.language import hypotheses as of
from klutils.symbolic.language.functionals import E
from klutils.symbolic.language.laws import Law

from .plain import letter, plain
from .printing import latex

__all__ = ["in_tex", "in_words"]

FORMS = {
    of.IID: (r"${first}, \dots, {last}$ i.i.d. from ${0}$", "{first}, …, {last} i.i.d. from {0}"),
    of.Independent: ("the parts ${0}$ and ${1}$ independent", "the parts {0} and {1} independent"),
    of.Dominated: (r"${0} \ll {1}$", "{0} ≪ {1}"),
    of.Equivalent: (r"${0} \ll {1}$ and ${1} \ll {0}$", "{0} ≪ {1} and {1} ≪ {0}"),
    of.FiniteAlphabet: ("{all} on a finite alphabet", "{all} on a finite alphabet"),
    of.IsDensity: ("{densities} densities", "{densities} densities"),
    of.Invertible: (
        "$T$ invertible and differentiable, $T' \\ne 0$",
        "T invertible and differentiable, T′ ≠ 0",
    ),
    of.Integrable: (r"${drawn}\lvert {1} \rvert < \infty${every}", "{drawn}|{1}| < ∞{every}"),
    of.SquareIntegrable: (r"${square} < \infty${every}", "{square} < ∞{every}"),
    of.NonNegative: (
        r"${1} \ge 0$ for almost every ${variable} \sim {0}$",
        "{1} ≥ 0 for almost every {variable} ~ {0}",
    ),
    of.IsFinite: ("{all} finite{every}", "{all} finite{every}"),
    of.SameSupport: ("${0} > 0$ exactly where ${1} > 0$", "{0} > 0 exactly where {1} > 0"),
    of.FixedSupport: ("the support of ${0}$ is free of ${1}$", "the support of {0} is free of {1}"),
    of.SampleSize: (r"$N \ge {0}$", "N ≥ {0}"),
    of.Between: ("${1} < {0} < {2}$", "{1} < {0} < {2}"),
    of.Positive: ("${0} > 0$", "{0} > 0"),
    of.InsideDomain: (
        "{parameters} inside the interval where ${name}$ is finite",
        "{parameters} inside the interval where {name} is finite",
    ),
    of.Exchangeable: (
        r"$\partial_{{{0}}}{power}$ and $\int$ may be exchanged{because}",
        "∂_{0}{power} and ∫ may be exchanged{because}",
    ),
    of.Stands: ("${0} = {value}$", "{0} = {value}"),
}
BECAUSE = (
    r": near each ${0}$, $\lvert {2} \rvert$ stays below a function of ${drawn_from}$ with finite "
    "mean under ${3}$",
    ": near each {0}, |{2}| stays below a function of {drawn_from} with finite mean under {3}",
)


def in_tex(hypothesis, beside=()):
    """Return a hypothesis as text with inline mathematics; a text as it is.

    ``beside`` is what is read together with it, as for :func:`.printing.latex`.

    Examples
    --------
    >>> from klutils.symbolic import Density
    >>> in_tex(of.Dominated(Density("p"), Density("q")))
    '$p \\\\ll q$'
    """
    return _stated(hypothesis, 0, lambda one: latex(one, beside), "${}$", "^{{{}}}")


def in_words(hypothesis, beside=()):
    """Return a hypothesis as plain text.

    Examples
    --------
    >>> from klutils.symbolic import Density
    >>> in_words(of.Dominated(Density("p"), Density("q")))
    'p ≪ q'
    """
    return _stated(hypothesis, 1, lambda one: plain(one, beside), "{}", "^{}")


def _stated(hypothesis, form, shown, mathematics, power):
    if isinstance(hypothesis, str):
        return hypothesis
    printed = [_part(part, shown) for part in hypothesis.args]
    fields = _fields(hypothesis, form, shown, mathematics)
    fields["power"] = fields["because"] = ""
    if isinstance(hypothesis, of.Exchangeable):
        fields["power"] = power.format(printed[1]) if hypothesis.args[1] > 1 else ""
        if len(hypothesis.args) > 2:
            fields["because"] = BECAUSE[form].format(*printed, **fields)
    return FORMS[type(hypothesis)][form].format(*printed, **fields)


def _part(part, shown):
    """An argument as it is written; of several parameters each."""
    return ", ".join(map(shown, part)) if isinstance(part, Tuple) else shown(part)


def _fields(hypothesis, form, shown, mathematics):
    """What a template may hold besides the arguments."""
    args, fields = hypothesis.args, {}
    fields["all"] = _listed(mathematics.format(_part(part, shown)) for part in args)
    every = _listed(mathematics.format(shown(s)) for s in hypothesis.parameters)
    fields["every"] = f" for every {every}" if every else ""
    if isinstance(hypothesis, (of.Integrable, of.SquareIntegrable, of.NonNegative)):
        mean, mark = E(args[0], args[1]), Symbol("t")
        fields["drawn"] = shown(mean.func(args[0], mark)).removesuffix("[t]")
        fields["square"] = shown(E(args[0], args[1] ** 2))
        fields["variable"] = ", ".join(map(shown, args[0].variables))
    if isinstance(hypothesis, of.IID):
        fields["first"], fields["last"] = (_draw(args[0], place, form) for place in ("1", "N"))
    if isinstance(hypothesis, of.IsDensity):
        fields["densities"] = _listed(mathematics.format(shown(law.density)) for law in args)
    if isinstance(hypothesis, of.InsideDomain):
        name, parameters = args
        fields["name"] = name.args[0].name if form == 0 else letter(name.args[0].name)
        fields["parameters"] = _listed(mathematics.format(shown(s)) for s in parameters)
    if isinstance(hypothesis, of.Stands):
        fields["value"] = shown(args[0].value)
    if isinstance(args[-1], Law):
        fields["drawn_from"] = ", ".join(map(shown, args[-1].variables))
    return fields


def _draw(law, place, form):
    """One draw of a law, with its place in the sample."""
    if form == 0:
        drawn = [f"{latex(v)}_{place}" for v in law.variables]
    else:
        drawn = [letter(f"{v.name}_{place}") for v in law.variables]
    return drawn[0] if len(drawn) == 1 else f"({', '.join(drawn)})"


def _listed(items):
    """Items as in a sentence: "a, b and c"."""
    *others, last = items if (items := list(items)) else [""]
    return f"{', '.join(others)} and {last}" if others else last
