r"""Random expressions of the whole language, printed and read back.

Main definitions
----------------
Print
    One expression, how it looks, and what came of reading it.
printed
    The print of a number, the same each time.
Sentences
    A generator of expressions that nest whatever may be nested.

Implementation notes
--------------------
The claims of :mod:`.claims` are what an author may write; here anything goes that has a notation:
sums in order inside powers, values at a point, names, products of operators. Nothing is claimed,
so nothing need be true or finite.
"""

from dataclasses import dataclass
from random import Random

from sympy import (
    Abs,
    Add,
    EulerGamma,
    Expr,
    Function,
    Integer,
    KroneckerDelta,
    Max,
    Min,
    Mul,
    PolynomialError,
    Pow,
    Rational,
    cosh,
    digamma,
    exp,
    gamma,
    log,
    nan,
    pi,
    polygamma,
    re,
    sinh,
    sqrt,
    tanh,
    zeta,
    zoo,
)
from sympy import E as EULER

from klutils.symbolic import (
    KL,
    ArgMax,
    ArgMin,
    At,
    Chain,
    Coordinates,
    Cov,
    Density,
    E,
    Exponential,
    ExponentialFamily,
    FDivergence,
    Finite,
    Gamma,
    Grad,
    H,
    InOrder,
    Int,
    JensenShannon,
    Joint,
    Laplace,
    Marginal,
    Mixture,
    MutualInformation,
    N,
    Name,
    Normal,
    Posterior,
    Pushforward,
    SampleE,
    SampleMean,
    SampleProduct,
    SampleSum,
    SampleVar,
    Softmax,
    SumOver,
    Tilted,
    TotalVariation,
    Uniform,
    Var,
    convex,
    copies,
    index,
    latex,
    parameter,
    plain,
    variable,
    vector,
)
from klutils.symbolic.derive.alike import tell_apart
from klutils.symbolic.derive.prints import PrintError, compared
from klutils.symbolic.language.steps import Decimal
from klutils.symbolic.reading.meaning import Reader
from klutils.symbolic.reading.names import Names, shown
from klutils.symbolic.reading.signs import Unreadable

__all__ = ["SCENES", "Print", "Sentences", "printed"]

UNWRITTEN = (zoo, nan, zeta, EulerGamma, re)
TWINS = 4  # expressions with one slip that are compared with each

x, y, z, k, u = map(variable, "xyzku")
theta, phi, mu = map(parameter, ("theta", "phi", "mu"))
sigma, rate = parameter("sigma", positive=True), parameter("lambda", positive=True)
share, best = parameter("a", between=(0, 1)), parameter("theta^*")
r = parameter("r", positive=True)
f, g = Function("f", real=True), Function("g", real=True)
logits, means = vector("theta"), vector("mu")
i, j, d, t, T = map(index, "ijdtT")
c = convex("c")


@dataclass(frozen=True)
class Print:
    """One expression and what came of reading its print.

    Attributes
    ----------
    number : int
    scene, written, plain : str
        The laws that meet; the print on the page, and in a message.
    verdict : {"form", "grouping", "refused", "wrong"}
        The same as written; the same in another grouping; two things look alike and are not the
        same, or SymPy raises, so nothing would be shown; or the print says something else.
    told : str
        Why it was refused, or what is wrong.
    """

    number: int
    scene: str
    written: str
    plain: str
    verdict: str
    told: str = ""


def printed(number, seed=0):
    """Return the print of a number, and what came of reading it.

    Examples
    --------
    >>> printed(3) == printed(3)
    True
    """
    chance = Random(f"prints:{seed}:{number}")
    scene = list(SCENES)[number % len(SCENES)]
    expr = _drawn(chance, scene)
    try:
        code, words = latex(expr), plain(expr)
        verdict, told = verdict_of(expr, code)
    except (ValueError, PolynomialError, RecursionError) as error:  # of SymPy's own questions
        return Print(number, scene, "", "", "refused", str(error))
    if verdict == "form" and (twin := _twin(chance, expr, code, words)):
        verdict, told = "wrong", twin
    return Print(number, scene, code, words, verdict, told)


def _twin(chance, expr, code, words):
    """Say of which expression with one slip the print is the same, on the page or in words."""
    nodes = [n for n in shown(expr) if isinstance(n, Expr) and not n.is_Atom and n.args]
    for _ in range(TWINS):
        node = chance.choice(nodes or [expr])
        try:
            slip = chance.choice([-node, node + 1, 2 * node, node**2, 1 / node, -node + 1])
            other = expr.xreplace({node: slip})
            alike = [latex(other) == code, plain(other) == words]
            differs = any(alike) and _declared(other) == _declared(expr)
            differs = differs and not _same(other, expr)
        except (TypeError, ValueError, PolynomialError, RecursionError):  # it cannot be written
            continue
        if differs:
            where = "on the page" if alike[0] else "in words"
            return f"{words} looks {where} as another expression does: {other}"
    return ""


def _declared(expr):
    """What a print does not say: the values of names, and of which law a bare mean has draws."""
    return expr.atoms(Name), {mean.law for mean in expr.atoms(SampleMean)}


def _same(one, other):
    try:
        return bool(compared("fuzz", one, other))
    except PrintError:
        return False


def verdict_of(expr, code):
    """Return what came of reading the print of an expression, and why."""
    try:
        tell_apart("fuzz", [expr])
    except PrintError as error:
        return "refused", str(error)
    try:
        seen = Reader(Names.of(expr)).side(code)
        return compared("fuzz", seen, expr), ""
    except (PrintError, Unreadable) as error:
        return "wrong", str(error)


def _drawn(chance, scene):
    for _ in range(60):
        try:
            expr = Sentences(chance, scene).expression(3)
            if _printable(expr):
                return expr
        except (TypeError, ValueError, ArithmeticError, PolynomialError, RecursionError):
            continue  # SymPy refuses to build it, or to say of which sign it is
    raise RuntimeError(f"no expression of the scene {scene!r} in 60 attempts")


def _printable(expr):
    """Whether an expression has a notation; SymPy may have made it one of its own functions."""
    return isinstance(expr, Expr) and not expr.is_number and not expr.has(*UNWRITTEN)


class Sentences:
    """Random expressions about the laws of one scene.

    Parameters
    ----------
    chance : random.Random
    scene : str
        One of :data:`SCENES`.
    """

    def __init__(self, chance, scene):
        self.chance = chance
        made = SCENES[scene]()
        self.v, self.laws, self.letters = made[:3]
        self.more = made[3] if len(made) > 3 else []
        self.sampled, self.names = self.any(self.laws), {}

    def any(self, things):
        return self.chance.choice(things)

    def law(self):
        return self.any(self.laws)

    # a function of the variable

    def body(self, depth=2):
        v = self.v
        atoms = [v, v, v**2, f(v), f(v), self.law()(v), log(self.law()(v)), *self.letters]
        atoms += [
            Abs(v - self.any([1, *self.letters])),
            exp(-v),
            r,
            log(self.law()(v) / self.law()(v)),
        ]
        if depth == 0:
            return self.any(atoms)
        return self.combined(lambda: self.body(depth - 1), self.any(atoms))

    def combined(self, draw, atom):
        """An arithmetic expression of drawn parts."""
        makers = [
            lambda: atom,
            lambda: atom,
            lambda: draw() + draw(),
            lambda: draw() - draw(),
            lambda: -draw(),
            lambda: draw() * draw(),
            lambda: draw() * draw() * self.any([2, -1, Rational(1, 2), Rational(-2, 3), pi]),
            lambda: draw() / draw(),
            lambda: Integer(1) / draw(),
            lambda: draw() ** self.any([2, 3, Rational(1, 3), self.any(self.letters or [2])]),
            lambda: log(draw() ** 2 + 1),
            lambda: log(self.any([2, 3, 10, Rational(2, 3)])) * draw(),
            lambda: exp(draw()),
            lambda: sqrt(1 + draw() ** 2),
            lambda: Abs(draw()),
            lambda: InOrder(draw(), -draw()),
            lambda: InOrder(-draw(), draw(), draw()),
            lambda: Mul(2, Add(draw(), draw(), evaluate=False), evaluate=False),
            lambda: draw() - InOrder(draw(), -draw()),
            lambda: f(draw()) + f(draw()),
            lambda: self.any([sinh, cosh, tanh])(draw()),
            lambda: self.any([gamma, digamma])(2 + draw() ** 2),
            lambda: polygamma(self.any([1, 2, 4]), 1 + draw() ** 2),
            lambda: self.any([Max, Min])(draw(), draw()),
            lambda: self.named("L", draw(), *self.letters[:1]),
            lambda: self.named("J", draw()) * draw(),
            lambda: self.slope(draw()),
            lambda: self.at(draw()),
            lambda: Pow(log(2, evaluate=False), 2) * draw(),
            lambda: EULER * draw(),
            lambda: c(1 + draw() ** 2),
            lambda: Pow(draw(), self.any([2, -1, -2]), evaluate=False),
            lambda: Decimal(self.any(["0.25", "1.0304", "-0.5"]), False) + draw(),
        ]
        return self.any(makers)()

    def named(self, name, value, *arguments):
        """A name, which keeps the value that it was given first."""
        return self.names.setdefault(name, Name(name, value, *arguments))

    def slope(self, body):
        if not self.letters:
            return f(body).diff(body) if body.is_Symbol else body
        symbol = self.any(self.letters)
        order = self.any([1, 1, 2])
        return self.any([Grad(body, symbol, order), Grad(body, symbol) * body])

    def at(self, body):
        if len(self.letters) < 2:
            return body
        symbol, point = self.chance.sample(self.letters, 2)
        return At(body, symbol, self.any([point, Integer(0), point + 1, -point]))

    # functionals

    def term(self):
        p, q, v = self.law(), self.law(), self.v
        makers = [
            lambda: KL(p, q),
            lambda: H(p, q),
            lambda: H(p),
            lambda: E(p, self.body()),
            lambda: Var(p, self.body()),
            lambda: Cov(p, self.body(1), self.body(1)),
            lambda: Int(p(v) * self.body(), v),
            lambda: Int(self.body(), v),
            lambda: SampleMean(self.sampled, self.body()),
            lambda: SampleSum(self.sampled, self.body(1)),
            lambda: SampleProduct(self.sampled, q(v)),
            lambda: SampleE(SampleMean(self.sampled, self.body(1)) ** self.any([1, 2])),
            lambda: SampleVar(
                SampleMean(self.sampled, self.body(1)) - self.any([1, *self.letters])
            ),
            lambda: JensenShannon(p, q),
            lambda: TotalVariation(p, q),
            lambda: FDivergence(c, p, q),
            lambda: E(p, E(q, self.body(1))),
            lambda: N * self.any([1, *self.letters]),
            lambda: self.any(self.letters) if self.letters else H(p),
            *self.more,
        ]
        return self.any(makers)()

    def expression(self, depth):
        """A whole side."""
        if depth == 3 and self.letters and self.chance.random() < 0.05:
            return self.any([ArgMin, ArgMax])(self.expression(2), self.any(self.letters))
        if depth == 0:
            return self.term()
        return self.combined(lambda: self.expression(depth - 1), self.term())


# scenes: a variable, laws of it, parameters, and more terms


def _arbitrary():
    q = Density("q", given=theta)
    laws = [Density("p"), q, Density("s"), Density("q", given=phi), Density("p_1")]
    return x, laws, [theta, phi, best]


def _joint():
    p, given = Density("p"), Density("p", "y", given=x)
    both, other = Joint(p, given), Joint(Density("q"), Density("q", "y", given=x))
    more = [
        lambda: KL(both, other),
        lambda: KL(both, Joint(p, Density("m", "y"))),
        lambda: E(p, KL(given, Density("q", "y", given=x))),
        lambda: E(both, log(given(y)) * f(x)),
        lambda: MutualInformation(both, "p"),
        lambda: Int(p(x) * given(y), x, y),
        lambda: Cov(both, x, y),
        lambda: H(Joint(Normal(0, sigma), Normal(theta * x, 1, "y"))),
    ]
    return x, [p, Density("q")], [theta], more


def _formulas():
    laws = [
        *(Normal(mu, sigma), Normal(theta, 1), Normal(0, 2, name="q"), Laplace(mu, sigma)),
        *(Normal(mu + 1, 2 * sigma), Density("p")),
    ]
    return x, laws, [mu, theta, sigma]


def _half_lines():
    laws = [Exponential(rate), Exponential(2 * rate), Gamma(2, rate), Exponential(1, name="q")]
    return x, laws, [rate, share]


def _points():
    laws = [
        *(Finite("p", [share, 1 - share]), Finite("q", [Rational(1, 3), Rational(2, 3)])),
        *(Density("s"),),
    ]
    return x, laws, [share]


def _softmax():
    laws = [Density("p", "k"), Softmax(logits[k], "k", "q"), Softmax(0, "k", "u")]
    more = [
        lambda: Grad(log(laws[1](k)), logits[j]),
        lambda: KroneckerDelta(j, k) - laws[1](j),
        lambda: KroneckerDelta(j, k + 1),
        lambda: SumOver(logits[i] ** 2, i, d),
        lambda: Grad(KL(laws[0], laws[1]), logits[j], 2),
    ]
    return k, laws, [rate], more


def _made():
    p, q = Density("p"), Density("q")
    laws = [p, q, Mixture({p: share, q: 1 - share}), Tilted(p, theta * f(x))]
    return x, [*laws, Uniform(1, name="V")], [share, theta]


def _hidden():
    joint = Joint(Density("p", "z"), Density("p", "x", given=z))
    posterior, marginal = Posterior(joint, "z"), Marginal(joint, "x")
    q = Density("q", "z", given=x)
    more = [
        lambda: log(marginal(x)),
        lambda: E(marginal, KL(q, posterior)),
        lambda: E(q, log(joint.density)),
        lambda: KL(q, posterior),
    ]
    return z, [Density("p", "z"), posterior, q], [theta], more


def _images():
    laws = [Pushforward(Density("p")), Pushforward(Density("q"))]
    p = Density("p")
    more = [
        lambda: E(p, log(Pushforward.stretch(x))),
        lambda: H(p),
        lambda: f(Pushforward.transform(x)),
    ]
    return y, laws, [theta], more


def _coordinates():
    laws = [
        *(copies(Density("p"), d), copies(Density("q"), d), copies(Normal(0, 1), d)),
        *(Coordinates(Normal(means[i], sigma), i, d),),
    ]
    w = vector("x")
    more = [
        lambda: SumOver(means[i] ** 2 / sigma, i, d),
        lambda: E(laws[3], w[j] ** 2),
        lambda: log(laws[3](w)) + laws[0](w),
        lambda: SumOver(self_entropy(), i, d),
    ]
    return w, laws, [sigma], more


def self_entropy():
    """The entropy of one coordinate."""
    return H(Normal(means[i], sigma))


def _chains():
    def chain(name):
        return Chain(Density(name), Density(name, given=u), u, t, T)

    p, q = chain("p"), chain("q")
    w = vector("x")
    more = [
        lambda: KL(p, q),
        lambda: E(p.at(t - 1), KL(Density("p", given=u), Density("q", given=u))),
        lambda: SumOver(E(p.at(t), f(u) * u), t, T),
        lambda: log(p(w) / q(w)),
        lambda: E(p, w[t] * f(w[t - 1])),
        lambda: H(p.at(t)),
        lambda: log(p.at(t)(u)),
    ]
    return z, [Density("m", "z"), Density("s", "z")], [theta], more


def _family():
    q = ExponentialFamily("q", theta)
    other = ExponentialFamily("q", best)
    partition = Name("A", log(Int(q.kernel(x), x)), theta)
    more = [
        lambda: partition,
        lambda: Grad(partition, theta),
        lambda: Grad(partition, theta, 2),
        lambda: KL(q, other),
    ]
    return x, [q, other, Density("p")], [theta, best], more


def _names():
    p, q = Density("p"), Density(r"\hat{p}")
    ratio = Name("r", q(x) / p(x), x)

    def length(argument):
        return Name(r"\ell", -log(argument) / log(2), argument)

    more = [
        lambda: E(p, ratio),
        lambda: E(p, ratio * log(ratio)),
        lambda: length(p(x)) - length(q(x)),
        lambda: E(p, length(q(x))),
        lambda: Name(r"\chi^{2}", Var(p, ratio)) ** 2,
        lambda: Name(r"\lambda^{*}", Var(p, ratio)) ** 2,
        lambda: f(theta).diff(theta) + f(x).diff(x),
        lambda: f(theta).diff(theta).subs(theta, phi + 1),
        lambda: g(x, theta).diff(theta),
    ]
    return x, [p, q], [theta, phi], more


SCENES = {
    "arbitrary": _arbitrary,
    "joint": _joint,
    "formulas": _formulas,
    "half-lines": _half_lines,
    "points": _points,
    "softmax": _softmax,
    "made": _made,
    "hidden": _hidden,
    "images": _images,
    "coordinates": _coordinates,
    "chains": _chains,
    "family": _family,
    "names": _names,
}
