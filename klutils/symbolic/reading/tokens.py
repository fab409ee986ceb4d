r"""From a row of signs to the tokens of the grammar: here letters are told by what is declared.

Main definitions
----------------
Tokens
    The lexer that the parser calls.

Implementation notes
--------------------
A letter is read with its accents and scripts. Of the declared names that it may be, the one wins
that takes in most of it; subscripts beyond the name's own are handed on, and so is a superscript,
which then is a power. A letter that nothing declares is a LETTER of no meaning: an index perhaps,
which the sum around it explains.
"""

from lark.lexer import Lexer, Token

from klutils.symbolic.language.named_laws import Exponential, Gamma, Laplace, Normal, Uniform

from .names import Spelling, spelled
from .signs import Unreadable, group, matching, scripts

__all__ = ["FAMILIES", "FUNCTIONS", "Tokens"]

# A law that is written by its family, one row a law.
FAMILIES = {
    r"\mathcal{N}": Normal,
    r"\mathcal{U}": Uniform,
    r"\mathrm{Exp}": Exponential,
    r"\mathrm{Gamma}": Gamma,
    r"\mathrm{Laplace}": Laplace,
}
FUNCTIONS = {r"\Gamma", r"\psi", r"\sinh", r"\cosh", r"\tanh", r"\max", r"\min"}
MEANS = {r"\mathbb{E}", r"\operatorname{Var}"}
WORDS = {
    **dict.fromkeys(FUNCTIONS, "FUNCTION"),
    **dict.fromkeys(MEANS, "MEAN"),
    r"\operatorname{Cov}": "COVARIANCE",
    r"\mathrm{JS}": "OF_TWO",
    r"\mathrm{TV}": "OF_TWO",
    r"\operatorname*{arg\,min}": "EXTREMUM",
    r"\operatorname*{arg\,max}": "EXTREMUM",
    r"\,d": "_DIFFERENTIAL",
}
# Letters with a meaning of their own, where nothing else is declared to be called so.
RESERVED = {
    spelled(r"D_{\mathrm{KL}}"): "KULLBACK",
    Spelling(("H",)): "ENTROPY",
    Spelling((r"\delta",)): "DELTA",
}
# What has brackets of its own behind it, so that these stand round no law.
OPENED = {"KULLBACK", "CONVEX_DIVERGENCE", "ENTROPY", "OF_TWO", "FAMILY", "LAW"}
ACCENTS = {r"\hat", r"\bar", r"\tilde", r"\dot", r"\mathbf"}


class Tokens(Lexer):
    """Turns a pair, a row of signs and the names that are declared, into tokens."""

    def __init__(self, conf):
        self.kinds = {t.pattern.value: t.name for t in conf.terminals}

    def lex(self, data):
        row, names = data
        kinds = RESERVED | dict.fromkeys(names.convex, "CONVEX_DIVERGENCE") | names.kinds
        if names.of_information:  # what stands below is the name of a joint law
            kinds[Spelling(("I",))] = "INFORMATION"
        yield from self._row(list(row), kinds)

    def _row(self, row, kinds):
        place, before = 0, ""
        while place < len(row):
            sign = row[place]
            known = _longest(row, place, kinds)
            if known == 0 and (sign in FAMILIES or sign in WORDS):
                before = "FAMILY" if sign in FAMILIES else WORDS[sign]
                yield Token(before, sign)
            elif sign in ("^", "_"):
                place = yield from self._script(row, place, kinds)
                continue
            elif known == 0 and sign in self.kinds:
                opens_law = sign == "(" and before not in OPENED and _around_a_law(row, place)
                before = "_OPEN_LAW" if opens_law else self.kinds[sign]
                yield Token(before, sign)
            elif sign[0].isdigit():
                yield Token("NUMBER", sign)
            elif known or sign.isalpha() or sign[0] == "\\":
                before, place = yield from self._letter(row, place, known, kinds)
                continue
            else:
                raise Unreadable(f"the sign {sign} has no meaning")
            place += 1

    def _script(self, row, place, kinds):
        """A group below or above, always with its braces."""
        mark, (inside, end) = row[place], group(row, place + 1)
        if mark == "^" and inside[:1] == [r"\otimes"]:
            yield Token("_COPIES", mark)
            inside = inside[1:]
        else:
            yield Token(self.kinds[mark], mark)
            yield Token(self.kinds["{"], "{")
        yield from self._row(inside, kinds)
        yield Token(self.kinds["}"], "}")
        return end

    def _letter(self, row, place, known, kinds):
        size = known or (len(group(row, place + 1)[0]) + 3 if row[place] in ACCENTS else 1)
        base = tuple(row[place : place + size])
        below, above, end = scripts(row, place + size)
        if row[end : end + 1] in (["^"], ["_"]):
            raise Unreadable(f"{''.join(row[place:end])} has two scripts in one place")
        found = [
            s
            for s in kinds
            if s.base == base and s.above in ((), above) and s.below == below[: len(s.below)]
        ]
        name = max(found, key=lambda s: (s.above != (), len(s.below)), default=Spelling(base))
        kind = kinds.get(name, "LETTER")
        if kind == "INFORMATION":
            yield Token(kind, Spelling(base, below, above))
            return kind, end
        yield Token(kind, name)
        rest = below[len(name.below) :]
        if rest:
            yield Token(self.kinds["_"], "_")
            yield Token(self.kinds["{"], "{")
            for k, part in enumerate(rest):
                if k:
                    yield Token(self.kinds[","], ",")
                yield from self._row(list(part), kinds)
            yield Token(self.kinds["}"], "}")
        if above and not name.above:
            yield from self._row(["^", "{", *above, "}"], kinds)
        return kind, end


def _longest(row, place, kinds):
    """The length of the longest declared base that stands at a place."""
    sizes = {len(s.base) for s in kinds if s.base[0] == row[place]}
    fits = (n for n in sizes if any(s.base == tuple(row[place : place + n]) for s in kinds))
    return max(fits, default=0)


def _around_a_law(row, place):
    """Whether a bracket stands round a law: a product of laws, or a law that is copied."""
    end = matching(row, place)
    after = row[end + 1 : end + 4]
    return row[place + 1] == r"\bigotimes" or (r"\otimes" in after[:3] and after[0] == "^")
