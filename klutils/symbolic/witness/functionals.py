"""What each functional is worth at a place, from its textbook definition.

Main definitions
----------------
FUNCTIONALS
    The table of functionals: averages, divergences, entropies, sums, names.
bare_laws
    The laws whose densities stand in an expression outside logarithms.
"""

from functools import lru_cache
from itertools import groupby, pairwise

from mpmath import fsum, inf, isfinite, ln, mag, mpf
from sympy import Add, Subs
from sympy import log as Log

from klutils.symbolic.language.divergences import (
    FDivergence,
    JensenShannon,
    MutualInformation,
    TotalVariation,
)
from klutils.symbolic.language.functionals import KL, Cov, E, H, InOrder, Int, Name, SumOver, Var
from klutils.symbolic.language.laws import DensityAt
from klutils.symbolic.language.letters import Component, Convex, Vector
from klutils.symbolic.language.made_laws import Marginal
from klutils.symbolic.language.optimisation import At

from .made_laws import draws_of_first, marginal
from .spaces import Narrow

__all__ = ["FUNCTIONALS", "bare_laws"]

FAR = mpf("1e-13")  # the least probability of a point that is looked at
# So many binary digits may a function rise and fall by between neighbouring points. A peak
# exp(-c |x|) or exp(-c x²) that does so in steps of h has c h = 41 or c h² = 21 at most. Midway
# between its points it still leaves them e^-21 or e^-5 of its height, which two grids see apart.
STEEP = 60


@lru_cache(maxsize=4096)
def bare_laws(expr):
    """Return the laws whose densities stand outside logarithms, or in one of a sum."""
    if isinstance(expr, DensityAt):
        return frozenset({expr.law})
    if isinstance(expr, Log):
        return frozenset(a.law for total in expr.atoms(Add) for a in total.atoms(DensityAt))
    return frozenset().union(*map(bare_laws, expr.args))


def average(law, function, place, *bodies):
    """Sum a function of places over a law, skipping what has probability 0.

    ``bodies`` are the expressions that the function reads: their densities and kinks say
    which points are needed.
    """
    draws = place.draws(law, bodies)
    terms = [(here, chance, function(here)) for here, chance in draws if chance]
    seen = [(here, value) for here, chance, value in terms if chance > FAR]
    _check_seen(seen, law.variables, place)
    return fsum(chance * value for _, chance, value in terms)


def _check_seen(terms, variables, place):
    """Refuse a function with a peak so narrow that all points may miss where it is large.

    Such a function rises by a large factor from one point to the next and falls again at once. (One
    that does so the other way round merely vanishes somewhere.) Of several variables the inner ones
    are looked along first, and of each line the largest value counts.
    """
    if not any(map(place.world.is_continuous, (v for v in variables if not isinstance(v, Vector)))):
        return
    rows = [
        (tuple(here.at[v] for v in variables), mag(value))
        for here, value in terms
        if value and isfinite(value)
    ]
    for depth in reversed(range(len(variables))):
        lines = groupby(rows, key=lambda row, depth=depth: row[0][:depth])
        rows = [(outer, _largest([size for _, size in line])) for outer, line in lines]


def _largest(sizes):
    """Return the largest size on a line of points, or refuse where it has a narrow peak."""
    rises = [b - a for a, b in pairwise(sizes)]
    for before, after, later in zip(rises, rises[1:], [*rises[2:], 0], strict=False):
        if before > STEEP and min(after, later) < -STEEP:
            raise Narrow(
                f"a function rises and falls by a factor of more than 2^{STEEP} between "
                "neighbouring points: it is too narrow for the witness's sums"
            )
    return max(sizes)


def _int(expr, place):
    laws = [a.law for a in expr.body.atoms(DensityAt)]
    points = place.points(expr.bound, laws, (expr.body,))
    terms = [(here, weight, here.value(expr.body)) for here, weight in points]
    _check_seen([(here, value) for here, _, value in terms], expr.bound, place)
    return fsum(weight * value for _, weight, value in terms)


def _expectation(expr, place):
    law, body = expr.args
    return average(law, lambda here: here.value(body), place, body)


def _moment(expr, place):
    law, f, g = expr.args[0], expr.args[1], expr.args[-1]
    mean_f = average(law, lambda here: here.value(f), place, f)
    mean_g = mean_f if f == g else average(law, lambda here: here.value(g), place, g)

    def deviation(here):
        return (here.value(f) - mean_f) * (here.value(g) - mean_g)

    return average(law, deviation, place, f, g)


def _divergence(expr, place):
    p, q = expr.args
    return average(p, lambda here: _log_ratio(here, p, q), place)


def _log_ratio(here, p, q):
    model = here.density_here(q)
    return ln(here.density_here(p) / model) if model else inf


def _entropy(expr, place):
    p, q = expr.args[0], expr.args[-1]

    def surprise(here):
        model = here.density_here(q)
        return -ln(model) if model else inf

    return average(p, surprise, place)


def _information(expr, place):
    joint = expr.joint
    x, y = joint.variables
    _, second = joint.parts

    def log_ratio(here):
        return ln(here.density_here(joint) / (marginal(joint, x, here) * marginal(joint, y, here)))

    if not place.world.is_continuous(y):
        return average(joint, log_ratio, place)
    terms = []  # the same points of y for every x, so that its marginal is summed once at each
    for here, weight in place.points([y], [Marginal(joint, y.name, "m")]):
        for there, chance in draws_of_first(joint, here):
            share = weight * chance * there.density_here(second)
            terms.append(share * log_ratio(there) if share else share)
    return fsum(terms)


def _jensen_shannon(expr, place):
    p, q = expr.args

    def log_ratio(here, law):
        own = here.density_here(law)
        return ln(2 * own / (here.density_here(p) + here.density_here(q)))

    return (
        sum(average(law, lambda here, law=law: log_ratio(here, law), place) for law in (p, q)) / 2
    )


def _f_divergence(expr, place):
    p, q = expr.laws

    def height(here):
        ratio = here.density_here(p) / here.density_here(q)
        return place.world.convex(expr.args[0].name, ratio, 0)

    return average(q, height, place, p.density)


def _total_variation(expr, place):
    p, q = expr.args
    points = place.points(expr.bound, [p, q], (), [p.density - q.density])
    gaps = (w * abs(here.density_here(p) - here.density_here(q)) for here, w in points)
    return fsum(gaps) / 2


def _sum_over(expr, place):
    count = place.count(expr.count, least=0)
    return fsum(place.move({expr.index: mpf(k)}).value(expr.body) for k in range(1, count + 1))


def _density_at(expr, place):
    return place.density(expr.law, place.value(expr.point))


def _component(expr, place):
    number = place.count(expr.place, least=0)
    found = place.value(expr.whole).entry(number)
    return place.world.component_value(expr.whole, number) if found is None else found


def _convex(expr, place):
    return place.world.convex(expr.name, place.value(expr.argument), expr.order)


def _at(expr, place):
    return place.move({expr.symbol: place.value(expr.point)}).value(expr.body)


def _subs(expr, place):
    values = map(place.value, expr.point)
    return place.move(dict(zip(expr.variables, values, strict=True))).value(expr.expr)


FUNCTIONALS = {
    Int: _int,
    E: _expectation,
    Var: _moment,
    Cov: _moment,
    KL: _divergence,
    H: _entropy,
    MutualInformation: _information,
    JensenShannon: _jensen_shannon,
    FDivergence: _f_divergence,
    TotalVariation: _total_variation,
    SumOver: _sum_over,
    Name: lambda expr, place: place.value(expr.value),
    InOrder: lambda expr, place: fsum(map(place.value, expr.args)),
    DensityAt: _density_at,
    Component: _component,
    Convex: _convex,
    At: _at,
    Subs: _subs,
}
