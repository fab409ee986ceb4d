r"""What the letters of an equation stand for: the names that its expressions declare.

Main definitions
----------------
Names
    The letters, functions, names and laws of some expressions, by how they are written.
Spelling, spelled, in_tex
    A name in its parts, such as the base, subscripts and star of :math:`p_{1, a}^*`.
shown
    The parts of an expression that a reader sees.

Implementation notes
--------------------
How a letter is written is told here by a rule of its own and asked of no printer: a name without a
backslash or brace is a word of letters, perhaps a Greek one; what follows an underscore, or digits
at its end, stands below; a star stands above. A law and a function are written as they are called.
"""

import re
from collections import defaultdict
from typing import NamedTuple

from sympy import Expr, Symbol
from sympy.core.function import AppliedUndef

from klutils.symbolic.language.divergences import FDivergence, MutualInformation
from klutils.symbolic.language.functionals import Cov, E, Name
from klutils.symbolic.language.laws import Density, DensityAt, Joint, Law, Pushforward
from klutils.symbolic.language.letters import Convex, Vector
from klutils.symbolic.language.made_laws import Chain, Coordinates, Moment
from klutils.symbolic.language.named_laws import NamedLaw
from klutils.symbolic.language.samples import N, SampleE, SampleMean

from .signs import Unreadable, scripts, signs

__all__ = ["Names", "Spelling", "in_tex", "shown", "spelled"]

GREEK = re.compile(
    "alpha|beta|gamma|delta|(?:var)?epsilon|zeta|eta|(?:var)?theta|iota|kappa|lambda|mu|nu|xi|pi|"
    "(?:var)?rho|(?:var)?sigma|tau|upsilon|(?:var)?phi|chi|psi|omega|ell|"
    "Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Upsilon|Phi|Psi|Omega"
)
ACCENTS = {"hat", "bar", "tilde", "dot"}
WORD = re.compile(r"([A-Za-z]+?)(\d*)((?:[_^].*)?)$")


class Spelling(NamedTuple):
    """A name in its parts, each a tuple of signs; the subscripts are parted by commas."""

    base: tuple
    below: tuple = ()
    above: tuple = ()


def in_tex(name):
    r"""Return how the name of a letter is written.

    Examples
    --------
    >>> in_tex("theta_1"), in_tex("theta^*"), in_tex("x2"), in_tex(r"\hat{p}"), in_tex("xbar")
    ('\\theta_{1}', '\\theta^{*}', 'x_{2}', '\\hat{p}', '\\bar{x}')
    """
    found = None if "{" in name or "\\" in name else WORD.match(name)
    if found is None:
        return name
    word, digits, rest = found.groups()
    below = [digits] if digits else []
    above = []
    for mark, part in re.findall(r"([_^])([^_^]*)", rest):
        (below if mark == "_" else above).append(_word(part))
    code = _word(word)
    code += f"_{{{' '.join(below)}}}" if below else ""
    return code + (f"^{{{' '.join(above)}}}" if above else "")


def _word(word):
    if GREEK.fullmatch(word):
        return f"\\{word}"
    for accent in ACCENTS:
        if word.endswith(accent) and word != accent:
            return f"\\{accent}{{{_word(word.removesuffix(accent))}}}"
    return word


def spelled(code):
    """Return LaTeX in its parts, or all of it as a base where it is no letter with scripts."""
    tokens = signs(code)
    for size in range(1, len(tokens) + 1):
        below, above, end = scripts(tokens, size)
        if end == len(tokens) and not {"_", "^"} & set(tokens[:size]):
            return Spelling(tuple(tokens[:size]), below, above)
    raise Unreadable(f"{code} is no letter with a subscript and a superscript")


class Names:
    """What is declared, by how it is written.

    Attributes
    ----------
    kinds : dict
        From a spelling to its kind: LETTER, CALLED or LAW.
    letters, called, laws, drawn : dict
        From a spelling to symbols without arguments; to functions and names with arguments; to
        laws; from a variable to the laws of which samples are drawn.
    """

    def __init__(self):
        self.kinds = {}
        self.letters, self.called, self.laws = defaultdict(set), defaultdict(set), defaultdict(set)
        self.families, self.of_information = set(), set()
        self.variables, self.drawn = set(), defaultdict(set)
        self.convex = {}

    @classmethod
    def of(cls, *expressions):
        """Collect the names of expressions, as far as these show them."""
        names = cls()
        for expr in expressions:
            for part in shown(expr):
                names.declare(part)
        return names

    def declare(self, part):
        """Take in one letter, function, name, law or sample."""
        if isinstance(part, Law):
            self._declare_law(part)
        elif isinstance(part, Name):
            kind = (self.called, "CALLED") if part.args[2] else (self.letters, "LETTER")
            self._enter(*kind, part.args[0].name, part)
        elif isinstance(part, Symbol):
            self._enter(self.letters, "LETTER", in_tex(part.name), part)
        elif isinstance(part, AppliedUndef):
            name = part.func.__name__  # |T'| is read as T, with a prime, between bars
            self._enter(self.called, "CALLED", name.strip("|").rstrip("'"), part.func)
        elif isinstance(part, Convex):
            self._enter(self.called, "CALLED", part.name, part.args[0])
        elif isinstance(part, FDivergence):
            self.convex[spelled(f"D_{{{part.args[0].name}}}")] = part.args[0]
        elif isinstance(part, MutualInformation):
            self.of_information.add(part)
        elif isinstance(part, SampleMean):
            for v in part.law.variables:
                self.drawn[v].add(part.law)

    def _declare_law(self, law):
        self.variables.update(law.variables)
        name = law.chain.name if isinstance(law, Moment) else law.name
        if isinstance(law, NamedLaw):
            self.families.add(law)
            if law.name == law.symbol:
                return
        if not (isinstance(law, Coordinates) or (isinstance(law, Joint) and _parted(law))):
            self._enter(self.laws, "LAW", name, law)

    def _enter(self, table, kind, code, meant):
        spelling = spelled(code)
        table[spelling].add(meant)
        self.kinds.setdefault(spelling, kind)


def shown(part):
    """Yield the parts of an expression, a hypothesis or a law that a reader sees.

    What a name stands for is hidden, and what a law with a letter is made of.
    """
    yield part
    inner = part.args
    if isinstance(part, DensityAt):
        inner = (part.law, part.point)
    elif isinstance(part, Law):
        inner = _shown_of_law(part)
    elif isinstance(part, Name):
        inner = tuple(part.args[2])
    elif isinstance(part, MutualInformation):
        inner = (*part.bound, *(s for law in part.joint.parts for s in law.given))
    elif isinstance(part, (E, Cov, SampleMean)):
        inner = (*part.args, *part.bound)
    elif isinstance(part, SampleE):
        means = part.atoms(SampleMean)
        inner = (*part.args, *(v for mean in means for v in mean.law.variables))
    for one in inner:
        yield from shown(one)
    if isinstance(part, (SampleMean, SampleE)):
        yield N


def _shown_of_law(law):
    if isinstance(law, Joint):
        return law.args if _parted(law) else (*law.variables, *law.given, *law.args[0].given)
    if isinstance(law, Coordinates):
        return (law.law, law.count, *((law.index,) if law.law.has(law.index) else ()))
    if isinstance(law, (Chain, Moment)):
        chain = law.chain if isinstance(law, Moment) else law
        end = law.time if isinstance(law, Moment) else law.count
        return (*law.variables, Vector(chain.first.variables[0].name), end, *law.given)
    if isinstance(law, Pushforward):
        return (*law.given, *law.variables)
    own = law.parameters if isinstance(law, NamedLaw) else ()
    return (*(one for one in (*law.given, *own) if isinstance(one, Expr)),)


def _parted(law):
    """Whether a joint law is written by its parts, and not by one letter, p(x, y)."""
    parts = law.parts
    formulas = any(type(part) is not Density for part in parts)
    return not law.dependent or formulas or len({part.name for part in parts}) > 1
