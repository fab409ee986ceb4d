r"""What a route finds about a claim, as data: the words are made elsewhere.

Main definitions
----------------
Fact, fact
    A code and its details: expressions, numbers as text, or other facts.
Finding
    What one route says of one claim.
Tried
    A world in which a claim was compared, and the values that a parameter took there.

Implementation notes
--------------------
No sentence stands here or in a route, so that another table of sentences is another language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Fact", "Finding", "Tried", "fact"]


@dataclass(frozen=True)
class Fact:
    """Something that was found.

    Attributes
    ----------
    code : str
        What kind of thing; the table of sentences has one for each.
    details : dict
        By name: an expression, a number or a name as text, a tuple of these, or another fact.
    """

    code: str
    details: Mapping = field(default_factory=dict)


def fact(code, **details):
    """Return a fact with these details."""
    return Fact(code, details)


@dataclass(frozen=True)
class Tried:
    """A world in which a claim was compared.

    Attributes
    ----------
    world : str
        Its laws and parameters, "p = (0.2, 0.8), N = 2".
    over : Expr or None
        The parameter that was moved there, if one was.
    values : tuple of str
        What it was moved to.
    """

    world: str
    over: object = None
    values: tuple = ()


@dataclass(frozen=True)
class Finding:
    """What one route found about one claim.

    Attributes
    ----------
    route : {"algebra", "witness"}
    holds : bool
    found : Fact
        Why it holds or fails.
    worlds : int
        How many comparisons the witness made; it has compared nothing where this is 0.
    largest : str
        The largest difference that it saw, as an order of magnitude.
    tried : tuple of Tried
        Where it compared.
    """

    route: str
    holds: bool
    found: Fact
    worlds: int = 0
    largest: str = ""
    tried: tuple = ()

    @property
    def code(self):
        """What kind of thing was found."""
        return self.found.code

    @property
    def details(self):
        """What is known of it, by name."""
        return self.found.details
