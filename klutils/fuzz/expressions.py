r"""Random laws and expressions of the whole language.

Main definitions
----------------
Generator
    Laws of some kind, and expressions about them, from one source of random numbers.
KINDS
    The kinds of scene: which laws meet.

Implementation notes
--------------------
What an author could not write, a divergence of laws whose supports do not fit for example, raises
when it is built; then another expression is drawn.
"""

from sympy import Abs, Function, Integer, Rational, exp, log

from klutils.symbolic import (
    KL,
    Coordinates,
    Cov,
    Density,
    E,
    Exponential,
    Finite,
    Gamma,
    Grad,
    H,
    Int,
    JensenShannon,
    Joint,
    Laplace,
    Marginal,
    Mixture,
    MutualInformation,
    N,
    Normal,
    Posterior,
    SampleE,
    SampleMean,
    SampleVar,
    Softmax,
    Tilted,
    TotalVariation,
    Uniform,
    Var,
    copies,
    index,
    parameter,
    variable,
    vector,
)

__all__ = ["KINDS", "Generator"]

x, y, z, k = map(variable, "xyzk")
theta, mu = parameter("theta"), parameter("mu")
sigma, rate = parameter("sigma", positive=True), parameter("lambda", positive=True)
share = parameter("a", between=(0, 1))
f = Function("f", real=True)
logits, means = vector("theta"), vector("mu")
i, j, d = index("i"), index("j"), index("d")


class Generator:
    """Random expressions about the laws of one scene.

    Parameters
    ----------
    chance : random.Random
    kind : str
        One of :data:`KINDS`.
    """

    def __init__(self, chance, kind):
        self.chance, self.kind = chance, kind
        self.v, self.laws, self.parameters = KINDS[kind](chance)

    def law(self):
        return self.chance.choice(self.laws)

    def body(self, depth=2):
        """A function of the variable."""
        v, pick = self.v, self.chance.random()
        if pick < 0.2 and self.kind not in ("softmax", "letters"):
            return self.chance.choice([v, v**2, f(v)])
        if pick < 0.3 and self.kind in ("lines", "finite", "arbitrary"):
            return self.chance.choice([Abs(v), exp(-(v**2) / 9) * v, Abs(v - 1)])
        if pick < 0.55 or depth == 0:
            return log(self.law()(v))
        if pick < 0.7:
            return log(self.law()(v) / self.law()(v))
        if pick < 0.8 and self.kind != "lines":
            return self.law()(v) / self.law()(v)
        first, second = self.body(depth - 1), self.body(depth - 1)
        return self.chance.choice([first + second, first - second, first * second, 2 * first])

    def term(self):
        """One functional of the laws."""
        p, q = self.law(), self.law()
        makers = [
            lambda: KL(p, q),
            lambda: H(p),
            lambda: H(p, q),
            lambda: E(p, self.body()),
            lambda: E(p, log(p(self.v) / q(self.v))),
            lambda: Var(p, self.body(0)),
            lambda: Cov(p, self.body(0), self.body(0)),
            lambda: Int(p(self.v) * self.body(), self.v),
            lambda: SampleE(SampleMean(p, self.body(0)) ** self.chance.choice([1, 1, 2])),
            lambda: SampleVar(SampleMean(p, self.body(0))),
        ]
        if self.kind in ("arbitrary", "finite", "posteriors"):
            makers += [lambda: JensenShannon(p, q), lambda: TotalVariation(p, q)]
        if self.parameters:
            symbol = self.chance.choice(self.parameters)
            makers.append(lambda: Grad(self.chance.choice([KL(p, q), H(p, q), E(p, f(x))]), symbol))
        return self.chance.choice(makers)()

    def expression(self):
        """A sum of a few functionals, with coefficients."""
        if self.kind in ("joints", "coordinates"):
            return self._whole()
        total = Integer(0)
        for _ in range(self.chance.randint(1, 3)):
            factor = self.chance.choice([1, 1, 1, -1, 2, Rational(1, 2), -3])
            total += factor * self.term()
        if self.chance.random() < 0.1:
            total += self.chance.choice([Integer(1), log(2), N, *self.parameters])
        return total

    def _whole(self):
        """An expression about laws of several variables."""
        p, q = self.law(), self.law()
        makers = [lambda: KL(p, q), lambda: H(p), lambda: H(p, q)]
        if self.kind == "joints":
            first, second = p.variables
            makers += [
                lambda: MutualInformation(p, "p"),
                lambda: E(p, self.chance.choice([first, second, first * second, second**2])),
                lambda: KL(Marginal(p, second.name, "m"), Marginal(q, second.name, "n")),
                lambda: (
                    E(Marginal(p, second.name, "m"), log(Posterior(p, first.name, "r")(first)))
                    if self.chance.random() < 0.1
                    else Cov(p, first, second)
                ),
                lambda: H(Marginal(p, second.name, "m")),
            ]
        factor = self.chance.choice([1, -1, 2, Rational(1, 2)])
        return self.chance.choice(makers)() + factor * self.chance.choice(makers)()


def _arbitrary(_chance):
    return x, [Density("p"), Density("q"), Density("s"), Density("q", given=theta)], [theta]


def _finite(chance):
    def law(name):
        parts = [chance.choice([0, 1, 1, 2, 3, 5]) for _ in range(3)]
        total = sum(parts)
        return Finite(name, [Rational(n, total) for n in parts]) if total else law(name)

    positive = Finite("u", [Rational(1, 6), Rational(1, 3), Rational(1, 2)])
    return x, [law("p"), positive, law("q"), Density("r")], []


def _coins(_chance):
    other = parameter("b", between=(0, 1))
    return x, [Finite("p", [1 - share, share]), Finite("q", [1 - other, other])], [share]


def _lines(chance):
    return (
        x,
        [
            Normal(mu, sigma, name="N_1"),
            Normal(chance.randint(-1, 1), chance.choice([1, 2]), name="N_2"),
            Density("p"),
            Laplace(chance.randint(-1, 1), chance.choice([1, rate])),
        ][: chance.choice([3, 3, 4])],
        [mu, sigma],
    )


def _half_lines(chance):
    return (
        x,
        [Exponential(rate), Exponential(2, name="e"), Gamma(chance.choice([2, 3]), rate)],
        [rate],
    )


def _intervals(chance):
    width = chance.choice([1, 2])
    return x, [Uniform(width), Uniform(2, name="V"), Density("p"), Density("q")], []


def _mixtures(chance):
    p, q = Density("p"), Density("q")
    weight = chance.choice([Rational(1, 2), Rational(1, 3), share])
    return x, [p, q, Mixture({p: weight, q: 1 - weight})], [share] if weight == share else []


def _tilted(chance):
    p = Density("p")
    exponent = chance.choice([f(x), f(x) / rate, theta * f(x)])
    return x, [p, Density("q"), Tilted(p, exponent)], sorted(exponent.free_symbols - {x}, key=str)


def _softmax(_chance):
    uniform = Softmax(0, "k", "u")
    return k, [Density("p", "k"), Softmax(logits[k], "k", "q"), uniform], []


def _posteriors(_chance):
    joint = Joint(Density("p", "z"), Density("p", "x", given=z))
    return z, [Density("p", "z"), Posterior(joint, "z"), Density("q", "z", given=x)], []


def _joints(chance):
    found = [
        Joint(Density("p"), Density("p", "y", given=x)),
        Joint(Density("q"), Density("q", "y", given=x)),
        Joint(Density("q"), Density("s", "y")),
    ]
    if chance.random() < 0.5:
        slope = chance.choice([1, 2, -1])
        found = [
            Joint(Normal(0, sigma), Normal(slope * x, 1, "y")),
            Joint(Normal(mu, 1), Normal(x, 2, "y")),
            Joint(Normal(0, sigma), Normal(0, 1, "y")),
        ]
    return x, found, []


def _coordinates(chance):
    if chance.random() < 0.5:
        return x, [copies(Density("p"), d), copies(Density("q"), d)], []
    spread = chance.choice([1, sigma])
    return (
        x,
        [Coordinates(Normal(means[i], spread), i, d), copies(Normal(0, 1), d)],
        [],
    )


KINDS = {
    "arbitrary": _arbitrary,
    "finite": _finite,
    "coins": _coins,
    "lines": _lines,
    "half-lines": _half_lines,
    "intervals": _intervals,
    "mixtures": _mixtures,
    "tilted": _tilted,
    "softmax": _softmax,
    "posteriors": _posteriors,
    "joints": _joints,
    "coordinates": _coordinates,
}
