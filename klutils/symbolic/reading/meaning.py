r"""What a print means: from the trees of the grammar to expressions of the language.

Main definitions
----------------
Reader
    Reads chains, sides and laws, given what is declared.

Implementation notes
--------------------
A tree is read from its root, so that a sum over a sample can say what x_i is before its body is
read. Each rule of the grammar has a method of its name.
"""

from dataclasses import replace
from functools import cache
from pathlib import Path

from lark import Lark
from lark.exceptions import UnexpectedInput, UnexpectedToken

from .arithmetic import ArithmeticReader
from .functionals import FunctionalReader
from .laws import LawReader
from .scope import Scope
from .signs import Unreadable, signs, statement
from .tokens import Tokens
from .words import text

__all__ = ["Reader"]

STARTS = [
    "chain",
    "sum",
    "law",
    "dominated",
    "exchanged",
    "bounded",
    "drawn_from",
    "draws",
    "listed",
]


@cache
def _parser():
    grammar = Path(__file__).with_name("notation.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer=Tokens, start=STARTS, maybe_placeholders=True)


class Reader(ArithmeticReader, FunctionalReader, LawReader):
    """Reads LaTeX with the names that are declared.

    Parameters
    ----------
    names : Names
    """

    def __init__(self, names):
        self.names, self.scope = names, Scope()
        self.declared = set().union(names.families, *names.laws.values())

    def tree(self, row, start):
        """Return a row of signs, or LaTeX, as a tree of the grammar."""
        row = signs(row) if isinstance(row, str) else row
        try:
            return _parser().parse((row, self.names), start=start)
        except UnexpectedToken as error:
            sign = text(error.token) if error.token.type != "$END" else "the end"
            raise Unreadable(f"{sign} has no place in {' '.join(row)}") from None
        except UnexpectedInput:
            raise Unreadable(f"{' '.join(row)} is no formula of this notation") from None

    def side(self, code):
        """Return the expression that a piece of LaTeX means."""
        return self.expr(self.tree(code, "sum"))

    def sides(self, code):
        """Return several expressions with commas between them."""
        return self.exprs(self.tree(code, "listed").children)

    def chain(self, code):
        """Return the sides of a displayed equation, and the relations between them.

        Returns
        -------
        list of Expr
        list of (str, Expr or None)
            The name of each relation in the grammar, and over which parameter it is one.
        """
        first, *rest = self.tree(statement(code), "chain").children
        sides, relations = [self.expr(first)], []
        for sign, side in zip(rest[::2], rest[1::2], strict=True):
            over = sign.children[0] if sign.children else None
            relations.append((sign.data, over and self.expr(over)))
            sides.append(self.expr(side))
        return sides, relations

    def expr(self, tree):
        """Return the expression that a tree means."""
        try:
            return getattr(self, tree.data)(*tree.children)
        except Unreadable:
            raise
        except (TypeError, ValueError) as error:
            raise Unreadable(f"{self.text(tree)}: {error}") from None

    def exprs(self, trees):
        return tuple(map(self.expr, trees))

    def within(self, tree, **changes):
        """Read a tree where some letters stand for something else."""
        before, self.scope = self.scope, replace(self.scope, **changes)
        try:
            return self.expr(tree)
        finally:
            self.scope = before

    @staticmethod
    def text(*trees):
        """Return trees as a row of signs, for messages."""
        return " ".join(map(text, trees))
