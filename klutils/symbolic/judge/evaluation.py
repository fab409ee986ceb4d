r"""The third evaluation: what an expression is worth in a setting, in balls.

Every functional has its meaning here once more, from its textbook definition. No code is shared
with the algebra or with the witness, and none of theirs is called.

Main definitions
----------------
Evaluation
    Values of expressions in one setting.

Implementation notes
--------------------
``at`` maps symbols to their points, ``drawn`` laws to samples. Derivatives come from truncated
power series, so no step size enters.
"""

from flint import arb, fmpq
from sympy import Add, Derivative, Mul, Pow, S, cosh, default_sort_key, sinh, tanh
from sympy import exp as Exp
from sympy import log as Log
from sympy.core.function import AppliedUndef

from klutils.symbolic.judge.arithmetic import (
    INFINITY,
    ONE,
    ZERO,
    NoValue,
    Series,
    Undecided,
    exp,
    is_zero,
    log,
    power,
    product,
)
from klutils.symbolic.judge.exponentials import integral
from klutils.symbolic.judge.sampling import all_samples, integrated, one_sample
from klutils.symbolic.language.functionals import KL, Cov, E, Functional, H, InOrder, Int, Name, Var
from klutils.symbolic.language.laws import DensityAt, Joint, Law, Pushforward
from klutils.symbolic.language.named_laws import Exponential, Finite, Normal, Uniform
from klutils.symbolic.language.optimisation import ArgMax, ArgMin, Grad
from klutils.symbolic.language.samples import (
    SampleE,
    SampleMean,
    SampleProduct,
    SampleSum,
    SampleVar,
)
from klutils.symbolic.notation.plain import plain

__all__ = ["Evaluation"]


class Evaluation:
    """Evaluates in one setting."""

    def __init__(self, setting):
        self.setting = setting
        self._known, self._numbers, self._symbols, self._samples = {}, {}, {}, {}
        setting.draw_chances(self.value)

    def value(self, expr, at=None, drawn=None):
        """Return the value of an expression: a rational, a ball, or a series."""
        at, drawn = at or {}, drawn or {}
        if expr.is_Symbol:
            return self._symbol(expr, at)
        if expr.is_Rational:
            if expr not in self._numbers:
                self._numbers[expr] = fmpq(int(expr.p), int(expr.q))
            return self._numbers[expr]
        method = self.meaning.get(type(expr))
        if isinstance(expr, Functional):
            return self._once(expr, method, at, drawn)
        if method is not None:
            return method(self, expr, at, drawn)
        if isinstance(expr, AppliedUndef):
            arguments = tuple(self.value(a, at, drawn) for a in expr.args)
            name = type(expr).__name__
            return self.setting.function(name, bool(expr.is_positive), arguments)
        raise Undecided(f"no meaning for {type(expr).__name__} in {plain(expr)}")

    def _once(self, expr, method, at, drawn):
        """Evaluate, or recall the value that it had with the same objects at its symbols."""
        if expr not in self._symbols:
            laws = self.setting.line_symbols.union(*(a.free_symbols for a in expr.atoms(Law)))
            symbols = sorted(expr.free_symbols | laws, key=default_sort_key)
            self._symbols[expr] = symbols, expr.has(SampleMean)
        symbols, random = self._symbols[expr]
        points = [at.get(s) for s in symbols]
        key = expr, tuple(map(id, points)), id(drawn) if random and drawn else None
        if key not in self._known:
            # The points are kept, so that no other object can take their identity.
            self._known[key] = method(self, expr, at, drawn), points, drawn
        return self._known[key][0]

    def _symbol(self, symbol, at):
        if symbol in at:
            return at[symbol]
        if symbol in self.setting.variables:
            return self.setting.free_point(symbol, self.value)
        return self.setting.parameter(symbol)

    # --- densities and integrals

    def density(self, law, at):
        """Return the density of a law where ``at`` puts its variables."""
        if isinstance(law, Joint):
            return product(self.density(part, at) for part in law.parts)
        (v,) = law.variables
        return self.setting.density(law, at[v], self._given(law, at), self.value)

    def _given(self, law, at):
        """The values of what a density depends on besides its point."""
        if isinstance(law, Pushforward):
            return self._given(law.source, at)
        if isinstance(law, Finite):
            return tuple(self.value(p, at) for p in law.probabilities)
        if isinstance(law, Normal):
            return self.value(law.mean, at), self.value(law.standard_deviation, at)
        if isinstance(law, (Uniform, Exponential)):
            return (self.value(law.args[0], at),)
        return tuple(self.value(g, at) for g in law.given)

    def _density_at(self, expr, at, drawn):
        (v,) = expr.law.variables
        if expr.point.is_Symbol and expr.point != v and expr.point in self.setting.variables:
            raise Undecided(f"{plain(expr)} reads a law of {v} at another variable")
        point = self.value(expr.point, at, drawn)
        return self.setting.density(expr.law, point, self._given(expr.law, at), self.value)

    def pieces(self, variable, at, draw=0):
        """Return the points of a variable, or the pieces of its line."""
        return self.setting.pieces(variable, lambda e: self.value(e, at), self.value, draw)

    def integral(self, variables, at, function):
        """Integrate function(point) over variables against the base measure."""
        if not variables:
            return function(at)
        v, *others = variables
        total = ZERO
        for piece in self.pieces(v, at):
            inner = self.integral(others, {**at, v: piece.point}, function)
            term = product((piece.stretch, inner))
            total = total + (integral(term, piece.coordinate) if piece.coordinate else term)
        return total

    def average(self, law, at, function):
        """Integrate function(point) under a law, leaving out what has probability 0."""

        def weighted(here):
            density = self.density(law, here)
            return density if is_zero(density) else density * function(here)

        return self.integral(law.variables, at, weighted)

    def _int(self, expr, at, drawn):
        order = self.setting.ordered(expr.bound)
        return self.integral(order, at, lambda here: self.value(expr.body, here, drawn))

    def _expectation(self, expr, at, drawn):
        law, body = expr.args
        return self.average(law, at, lambda here: self.value(body, here, drawn))

    def _covariance(self, expr, at, drawn):
        law, first, last = expr.args[0], expr.args[1], expr.args[-1]
        means = [
            self.average(law, at, lambda here, body=body: self.value(body, here, drawn))
            for body in (first, last)
        ]

        def deviations(here):
            one, other = (
                self.value(body, here, drawn) - mean
                for body, mean in zip((first, last), means, strict=True)
            )
            return one * other

        return self.average(law, at, deviations)

    def _divergence(self, expr, at, drawn):
        p, q = expr.args
        return self.average(
            p, at, lambda here: log(self._ratio(self.density(p, here), self.density(q, here)))
        )

    def _entropy(self, expr, at, drawn):
        p, q = expr.args[0], expr.args[-1]
        return self.average(p, at, lambda here: -log(self.density(q, here)))

    def _ratio(self, above, below):
        return INFINITY if is_zero(below) else above / below

    # --- samples

    def _sample(self, expr, at, drawn):
        law = expr.law
        if law not in drawn and law not in self._samples:
            self._samples[law] = one_sample(self, law, self._samples.values())
        values = [
            self._once(expr.body, Evaluation.value, {**at, **here}, drawn)
            for here in drawn.get(law) or self._samples[law]
        ]
        if isinstance(expr, SampleProduct):
            return product(values)
        total = sum(values, ZERO)
        return total if isinstance(expr, SampleSum) else total / len(values)

    def _all_samples(self, expr, at, drawn):
        (body,) = expr.args
        laws = sorted({m.law for m in expr.atoms(SampleMean)}, key=default_sort_key)
        values = [
            (chance, self.value(body, at, {**drawn, **sample}), coordinates)
            for sample, chance, coordinates in all_samples(self, laws, at)
        ]
        mean = sum((integrated(c * v, over) for c, v, over in values), ZERO)
        if not isinstance(expr, SampleVar):
            return mean
        return sum((integrated(c * (v - mean) * (v - mean), over) for c, v, over in values), ZERO)

    # --- derivatives and minimisers

    def _gradient(self, expr, at, drawn):
        if isinstance(expr, Derivative):
            body, steps = expr.expr, [tuple(s) for s in expr.variable_count]
        else:
            body, *step = expr.args
            steps = [tuple(step)]
        return self._derivative(body, steps, at, drawn)

    def _derivative(self, body, steps, at, drawn):
        """Differentiate by one symbol after the other, each at a level of its own."""
        if not steps:
            return self.value(body, at, drawn)
        *others, (symbol, order) = steps
        level = 1 + max((v.level for v in at.values() if isinstance(v, Series)), default=0)
        series = Series.variable(level, self._symbol(symbol, at), int(order))
        value = self._derivative(body, others, {**at, symbol: series}, drawn)
        if isinstance(value, Series) and value.level == level:
            return value.derivative(int(order))
        return ZERO

    def _set(self, expr, _at, _drawn):
        raise NoValue(f"{plain(expr)} is a set and no number")

    def admissible(self, symbol, steps):
        """Return values of a parameter at which all listed probabilities are positive."""
        values = self.setting.search(symbol, steps)
        if symbol not in self.setting.chances:
            return values
        return [v for v in values if self.setting.are_probabilities(self.value, {symbol: v})]

    def range_of(self, symbol):
        """Return a dense grid of the values that a symbol can take."""
        chance = self.setting.random("range", symbol.name)
        steps = [fmpq(16 * k + chance.randint(0, 15), 256) for k in range(81)]
        far = [fmpq(1, 10**6), fmpq(1, 1000), fmpq(1), fmpq(40), fmpq(1000)]
        grid = [step for step in steps if step > 0] + far
        return grid if symbol.is_positive else grid + [-step for step in grid] + [ZERO]

    def _nothing(self, expr, _at, _drawn):
        raise NoValue(f"{expr} is a quotient by 0")

    # --- arithmetic

    def _sum(self, expr, at, drawn):
        return sum((self.value(a, at, drawn) for a in expr.args), ZERO)

    def _product(self, expr, at, drawn):
        return product([self.value(a, at, drawn) for a in expr.args])

    def _power(self, expr, at, drawn):
        base, exponent = (self.value(a, at, drawn) for a in expr.args)
        return power(base, exponent)

    def _hyperbolic(self, expr, at, drawn):
        up = exp(self.value(expr.args[0], at, drawn))
        down = ONE / up
        if isinstance(expr, cosh):
            return (up + down) / 2
        return (up - down) / (2 if isinstance(expr, sinh) else up + down)

    meaning = {
        Int: _int,
        E: _expectation,
        Var: _covariance,
        Cov: _covariance,
        KL: _divergence,
        H: _entropy,
        SampleMean: _sample,
        SampleSum: _sample,
        SampleProduct: _sample,
        SampleE: _all_samples,
        SampleVar: _all_samples,
        Grad: _gradient,
        Derivative: _gradient,
        ArgMin: _set,
        ArgMax: _set,
        DensityAt: _density_at,
        Name: lambda self, e, at, drawn: self.value(e.value, at, drawn),
        InOrder: _sum,
        Add: _sum,
        Mul: _product,
        Pow: _power,
        Log: lambda self, e, at, drawn: log(self.value(e.args[0], at, drawn)),
        Exp: lambda self, e, at, drawn: exp(self.value(e.args[0], at, drawn)),
        cosh: _hyperbolic,
        sinh: _hyperbolic,
        tanh: _hyperbolic,
        type(S.Pi): lambda *_: arb.pi(),
        type(S.Exp1): lambda *_: arb(1).exp(),
        type(S.Infinity): lambda *_: INFINITY,
        type(S.NegativeInfinity): lambda *_: -INFINITY,
        type(S.ComplexInfinity): _nothing,
        type(S.NaN): _nothing,
    }
