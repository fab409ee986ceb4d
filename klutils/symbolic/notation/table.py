"""A printer that knows a table of notation, one row a class, and nothing else.

Main definitions
----------------
Printer
    Says an expression by the row of its class; what stands for a letter may be renamed in a scope.

Implementation notes
--------------------
A row is a function of the printer and of the expression. Classes are matched exactly: a subclass
of a law is another law, and how it looks nobody has said.
"""

from contextlib import contextmanager

from sympy import Integer, Rational
from sympy.core.function import AppliedUndef

from klutils.symbolic.language.functionals import Functional

from .naming import told_by_variable
from .shape import bare

__all__ = ["Printer"]


class Printer:
    """Says expressions by a table.

    Parameters
    ----------
    long : bool, default False
        Whether laws are written with their variables, ``p(z)``.

    Attributes
    ----------
    rows : dict
        From classes to functions of the printer and the expression.
    """

    rows = {}

    def __init__(self, *, long=False):
        self.long = long
        self._renamed = {}

    @classmethod
    def of(cls, expr, beside=()):
        """Return a printer that tells the laws of these expressions apart."""
        return cls(long=told_by_variable([expr, *beside]))

    def __call__(self, expr):
        expr = bare(expr) if isinstance(expr, Functional) else expr
        if expr in self._renamed:
            return self._renamed[expr]
        row = self.rows.get(self._row_of(expr))
        if row is None:
            return self.unknown(expr)
        with self.renaming({}, without=getattr(expr, "bound", ())):
            return row(self, expr)

    @staticmethod
    def _row_of(expr):
        if isinstance(expr, AppliedUndef):
            return AppliedUndef
        if isinstance(expr, Rational):
            return Integer if isinstance(expr, Integer) else Rational
        return type(expr)

    @contextmanager
    def renaming(self, codes, without=()):
        """Say some letters by other codes inside a block, and others by their own again."""
        before = self._renamed
        if codes or any(s in before for s in without):
            self._renamed = {k: v for k, v in before.items() if k not in without} | codes
        try:
            yield
        finally:
            self._renamed = before

    def list(self, items):
        """Return the codes of some items, with commas."""
        return ", ".join(map(self, items))

    def place(self, expr):
        """Return the code of an index or a time without spaces, letters first: t+1."""
        number, rest = expr.as_coeff_Add()
        if number == 0 or rest == 0:
            return self(expr).replace(" ", "") if expr.is_Add else self(expr)
        return f"{self(rest)}{'-' if number < 0 else '+'}{self(abs(number))}"

    def unknown(self, expr):
        """Refuse an expression whose class has no row."""
        shown = type(expr).__name__
        raise TypeError(f"{shown} has no notation; expected one of the classes of the table")
