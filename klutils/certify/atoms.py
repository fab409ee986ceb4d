"""Distributions on finitely many atoms, with exact probabilities."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from numbers import Rational

from klutils.certify.enclosure import INFINITE, Enclosure, as_fraction, ball, precision

__all__ = ["Atoms"]

BITS = 160  # everyday sums come out some 45 digits narrow


@dataclass(frozen=True)
class Atoms:
    """Exact probabilities of finitely many atoms."""

    probabilities: tuple[Fraction, ...]

    @classmethod
    def read(cls, name, values):
        """Read exact probabilities; raise where they are not."""
        try:
            values = list(values)
        except TypeError:
            raise TypeError(
                f"{name} is {values!r}; expected a sequence, or a distribution of this package"
            ) from None
        for i, value in enumerate(values):
            if isinstance(value, bool) or not isinstance(value, Rational):
                raise TypeError(f"{name}[{i}] is {value!r}; expected an int or a Fraction")
            if value < 0:
                raise ValueError(f"{name}[{i}] is {value}; expected a probability, at least 0")
        values = [as_fraction(value) for value in values]
        if sum(values) != 1:
            raise ValueError(f"{name} sums to {sum(values)}; expected exactly 1")
        return cls(tuple(values))

    def expectation(self, a, b, q):
        """Enclose Σ p ln(p^a q^b), with 0 ln 0 = 0; the power is exact, and ln 1 exactly 0."""
        if len(self.probabilities) != len(q.probabilities):
            p_size, q_size = len(self.probabilities), len(q.probabilities)
            raise ValueError(f"p has {p_size} atoms and q has {q_size}; expected equally many")
        pairs = [(x, y) for x, y in zip(self.probabilities, q.probabilities, strict=True) if x]
        if b and any(y == 0 for _, y in pairs):
            return INFINITE
        with precision(BITS):
            terms = (ball(x) * ball(x**a * y**b).log() for x, y in pairs)
            return Enclosure.of(sum(terms))
