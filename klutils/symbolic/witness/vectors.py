"""The laws of vectors: independent coordinates, chains, and a chain's law at one time.

Main definitions
----------------
VECTORS
    Their rows in the table of laws.
Entries
    The numbered values of a vector; those of a chain begin at 0.
"""

from mpmath import fsum, mpf

from klutils.symbolic.language.made_laws import Chain, Coordinates, Moment

from .rows import Row, extent_of

__all__ = ["VECTORS", "Entries"]


class Entries(tuple):
    """The numbered values of a vector, as pairs."""

    def entry(self, number):
        """Return the value of that number, or None."""
        return next((value for k, value in self if k == number), None)

    def replaced(self, number, value):
        """Return the same vector with another value there."""
        if self.entry(number) is None:
            return Entries((*self, (number, value)))
        return Entries((k, value if k == number else v) for k, v in self)


def _coordinates_draws(law, place):
    count = place.count(law.count)
    found = [(Entries(), mpf(1))]
    for number in range(1, count + 1):
        one = place.move({law.index: mpf(number)}).pairs(law.law)
        found = [
            (Entries((*entries, (number, x))), chance * more)
            for entries, chance in found
            for x, more in one
        ]
        place.tire(len(found))
    return found


def _coordinates(law, point, place):
    product = mpf(1)
    for number in range(1, place.count(law.count) + 1):
        value = point.entry(number)
        product *= place.move({law.index: mpf(number)}).density(law.law, value)
    return product


def _chain_draws(law, place, count=None):
    count = place.count(law.count) if count is None else count
    found = [(Entries([(0, x)]), chance) for x, chance in place.pairs(law.first)]
    for number in range(1, count + 1):
        longer = []
        for entries, chance in found:
            here = place.move({law.before: entries.entry(number - 1), law.time: mpf(number)})
            longer += [
                (Entries((*entries, (number, x))), chance * more)
                for x, more in here.pairs(law.step)
                if more
            ]
        found = longer
        place.tire(len(found))
    return found


def _chain(law, point, place):
    product = place.density(law.first, point.entry(0))
    for number in range(1, place.count(law.count) + 1):
        here = place.move({law.before: point.entry(number - 1), law.time: mpf(number)})
        product *= here.density(law.step, point.entry(number))
    return product


def _moment(law, point, place):
    chain, time = law.chain, place.count(law.time, least=0)
    if time == 0:
        return place.density(chain.first, point)
    if time > place.count(chain.count):
        raise ValueError(f"{law} is a law at time {time}, after the chain's last step")
    before = [(e.entry(time - 1), c) for e, c in _chain_draws(chain, place, time - 1) if c]
    return fsum(
        c * place.move({chain.before: x, chain.time: mpf(time)}).density(chain.step, point)
        for x, c in before
    )


def _moment_pairs(law, place):
    time = place.count(law.time, least=0)
    return [(e.entry(time), c) for e, c in _chain_draws(law.chain, place, time)]


VECTORS = {
    Coordinates: Row(_coordinates, lambda _law: [], pairs=_coordinates_draws),
    Chain: Row(_chain, lambda _law: [], pairs=_chain_draws),
    Moment: Row(
        _moment,
        lambda law: [law.chain.first],
        lambda law, place: extent_of(place.pairs(law)),
        None,
        _moment_pairs,
    ),
}
