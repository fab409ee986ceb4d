"""Every argument of every public function, with all that does not belong there.

What is wrong is refused where it is given, by an error that names the argument or says what was
expected, and never by one of Python's own, of a missing attribute or an unhashable type.
"""

import re
from fractions import Fraction

import numpy as np
import pytest
from sympy import I, Integer, Rational, exp, log, oo

from klutils import symbolic
from klutils.symbolic import (
    IID,
    KL,
    ArgMax,
    ArgMin,
    At,
    Between,
    Chain,
    Coordinates,
    Cov,
    Decimal,
    Density,
    DensityAt,
    Derivation,
    Dominated,
    E,
    Equivalent,
    Exchangeable,
    Exercise,
    Exponential,
    ExponentialFamily,
    FDivergence,
    Finite,
    FiniteAlphabet,
    FixedSupport,
    Gamma,
    Gap,
    Grad,
    H,
    Independent,
    InOrder,
    InsideDomain,
    Int,
    Integrable,
    Invertible,
    IsDensity,
    IsFinite,
    JensenShannon,
    Joint,
    Laplace,
    Marginal,
    Mixture,
    Moment,
    MutualInformation,
    N,
    Name,
    NonNegative,
    Normal,
    Positive,
    Posterior,
    Pushforward,
    SameSupport,
    SampleE,
    SampleMean,
    SampleProduct,
    SampleSize,
    SampleSum,
    SampleVar,
    Softmax,
    SquareIntegrable,
    Stands,
    StepError,
    SumOver,
    Tilted,
    TotalVariation,
    Uniform,
    Var,
    at_least,
    at_most,
    check,
    convex,
    copies,
    define,
    derivative,
    equal,
    equal_up_to_constant,
    estimate,
    fact,
    index,
    is_zero,
    normal,
    parameter,
    said,
    value,
    variable,
    vector,
)

x, y, k = variable("x"), variable("y"), variable("k")
theta, s, r = parameter("theta"), parameter("s", positive=True), parameter("r", positive=True)
p, q, q_theta = Density("p"), Density("q"), Density("q", given=theta)
p_of_y, p_after = Density("p", "y", given=x), Density("p", given=y)
mu, i, t, f = vector("mu"), index("i"), index("t"), convex("f")
joint, image, mean = Joint(p, p_of_y), Pushforward(p), SampleMean(p, x)
chain, half = Chain(p, p_after, y, t, 3), Rational(1, 2)
name, step = Name("A", theta**2, theta), equal(H(p, q) - H(p), "split")
gap = Gap(r - 1 - log(r), r, q(x) / p(x), p, (p(x), q(x)))
slip = Exercise("ex-a", KL(p, q), "Split it.")

# A call that works, by the names of its arguments; * stands before one that may be repeated.
CALLS = [
    (Density, {"name": "p", "variable": "x", "given": theta}),
    (DensityAt, {"law": p, "point": x}),
    (Joint, {"first": p, "second": p_of_y}),
    (Pushforward, {"law": p, "variable": "y"}),
    (Finite, {"name": "p", "probabilities": [half, half], "variable": "x"}),
    (Normal, {"*mean": theta, "*standard_deviation": s, "variable": "x", "name": "N"}),
    (Uniform, {"*width": s}),
    (Exponential, {"*rate": s}),
    (Gamma, {"*shape": s, "*rate": r}),
    (Laplace, {"*location": theta, "*scale": r}),
    (Softmax, {"*logits": mu[k], "*variable": "k", "name": "q"}),
    (ExponentialFamily, {"name": "q", "parameter": theta, "variable": "x"}),
    (Mixture, {"weights": [(p, half), (q, half)], "name": "m"}),
    (Marginal, {"joint": joint, "variable": "x", "name": "p"}),
    (Posterior, {"joint": joint, "variable": "x", "name": "p", "at": y}),
    (Tilted, {"law": p, "exponent": x**2, "name": "t"}),
    (Coordinates, {"law": p, "index": i, "count": 3}),
    (copies, {"law": p, "count": 3}),
    (Chain, {"first": p, "step": p_after, "before": y, "time": t, "count": 3}),
    (chain.at, {"time": 1}),
    (Moment, {"chain": chain, "time": 1}),
    (p, {"*x": x}),
    (mu.__getitem__, {"*place": 1}),
    (f, {"argument": r}),
    *((kind, {"law": p, "body": x}) for kind in (E, Var, SampleMean, SampleSum)),
    (SampleProduct, {"law": p, "body": p(x)}),
    *((kind, {"body": mean}) for kind in (SampleE, SampleVar)),
    (Cov, {"law": p, "first": x, "second": x**2}),
    *((kind, {"p": p, "q": q}) for kind in (KL, H, JensenShannon, TotalVariation)),
    (FDivergence, {"f": f, "p": p, "q": q}),
    (MutualInformation, {"joint": joint, "name": "p"}),
    (Int, {"*body": p(x), "*variables": x}),
    (SumOver, {"body": mu[i], "index": i, "count": 3}),
    (Name, {"*latex": "L", "*value": theta**2, "*argument": theta}),
    (InOrder, {"*term": H(q)}),
    *((kind, {"body": H(p, q_theta), "symbol": theta}) for kind in (ArgMin, ArgMax)),
    (Grad, {"body": H(p, q_theta), "symbol": theta, "order": 1}),
    (At, {"body": H(p, q_theta), "symbol": theta, "point": 0}),
    (derivative, {"expr": H(p, q_theta), "symbol": theta, "order": 1}),
    (normal, {"expr": H(p)}),
    (is_zero, {"form": H(p)}),
    *((kind, {"right": H(p), "reason": "so", "given": ()}) for kind in (equal, define)),
    *(
        (kind, {"right": H(p), "reason": "so", "gap": gap, "given": ()})
        for kind in (at_least, at_most)
    ),
    (estimate, {"right": mean, "reason": "so", "variance": Var(p, x) / N, "given": ()}),
    (equal_up_to_constant, {"right": H(p, q_theta), "reason": "so", "over": theta, "given": ()}),
    (value, {"digits": 3, "reason": "so", "given": ()}),
    (
        Gap,
        {
            "function": r**2,
            "of": r,
            "argument": p(x),
            "law": p,
            "equality": (p(x), q(x)),
            "sample": False,
        },
    ),
    (Decimal, {"digits": "0.5", "exact": True}),
    (Decimal.of, {"number": half, "places": 3}),
    (Between, {"value": theta, "low": 0, "high": 1}),
    *((kind, {"first": p, "second": q}) for kind in (Dominated, Equivalent, Independent)),
    *((kind, {"*law": p}) for kind in (IID, FiniteAlphabet, IsDensity)),
    *((kind, {"law": p, "body": x}) for kind in (Integrable, SquareIntegrable, NonNegative)),
    (Invertible, {"image": image}),
    (Exchangeable, {"parameter": theta, "order": 1, "slope": x, "law": p}),
    (FixedSupport, {"law": p, "parameter": theta}),
    (InsideDomain, {"*function": name, "*parameters": theta}),
    (IsFinite, {"*functional": H(p)}),
    (Positive, {"value": theta}),
    (SameSupport, {"first": p(x), "second": q(x)}),
    (SampleSize, {"least": 2}),
    (Stands, {"name": name}),
    (Derivation, {"*label": "eq-a", "*start": KL(p, q), "*step": step, "uses": (), "title": ""}),
    (check, {"left": KL(p, q), "step": step, "among": ()}),
    (
        Exercise,
        {
            "label": "ex-a",
            "start": KL(p, q),
            "asks": "Split it.",
            "kind": "equality",
            "without": (),
        },
    ),
    (slip.answer, {"step": step}),
    (said, {"found": fact("no gap")}),
    (parameter, {"name": "a", "positive": False, "between": None}),
    (vector, {"name": "a", "positive": True}),
    *((kind, {"name": "a"}) for kind in (index, variable, convex)),
]
ELSEWHERE = {"Law", "NamedLaw", "N", "KINDS", "RECORD", "Step", "Fact", "Finding", "Tried", "fact"}
ELSEWHERE |= {"Hypothesis", "PrintError", "Reply", "StepError", "latex", "plain"}
ELSEWHERE |= {"Definition", "EqualUpToConstant", "Equality", "Inequality", "Value"}  # as `equal`
WRONG = (None, "p", "", 0.5, float("nan"), np.float64(0.5), np.int64(2), True, 3, -1, [], {}, [p])
WRONG += (p, H(p), x, theta, object(), log, KL, oo, I, Fraction(1, 2), np.array([0.5, 0.5]), step)
UGLY = re.compile(
    r"has no attribute|not iterable|unsupported operand|cannot convert|[Ss]ympif|__|unpack"
    r"|'NoneType'"
    r"|unexpected keyword|could not parse|unhashable|takes \d|out of range|subscriptable|ambiguous"
)
CASES = {
    f"{getattr(call, '__qualname__', call)}, {argument.strip('*')}": (call, good, argument)
    for call, good in CALLS
    for argument in good
}


def _call(call, arguments):
    """Call with the arguments that are marked by their places, and the others by their names."""
    places = [given for name, given in arguments.items() if name.startswith("*")]
    return call(*places, **{n: given for n, given in arguments.items() if not n.startswith("*")})


@pytest.mark.parametrize("case", CASES)
def test_what_does_not_belong_there_is_refused_by_name(case):
    call, good, argument = CASES[case]
    _call(call, good)
    for wrong in WRONG:
        try:
            _call(call, good | {argument: wrong})
        except StepError:
            pass  # a claim, and a wrong one
        except (TypeError, ValueError) as error:
            words = str(error)
            assert not UGLY.search(words), f"{argument.strip('*')} = {wrong!r}: {words}"
            assert "expected" in words or argument.strip("*") in words, f"{wrong!r}: {words}"


def test_every_public_name_is_tried():
    tried = {getattr(call, "__qualname__", "").split(".")[0] for call, _ in CALLS}
    assert not {*symbolic.__all__} - tried - ELSEWHERE


def test_what_is_nested_too_deeply_is_refused_in_words():
    deep = theta
    for _ in range(90):
        deep = exp(deep / 2)
    for claim in (lambda: Derivation("eq-a", deep, step), lambda: check(theta, equal(deep, ""))):
        with pytest.raises(ValueError, match="nested 181 levels deep; expected at most 100"):
            claim()


def test_a_float_in_a_claim_is_refused_in_words():
    with pytest.raises(ValueError, match=r"left holds 0\.5.*Rational"):
        check(0.5 * H(p), equal(H(p) / 2, ""))


def test_a_law_may_be_given_exact_numbers():
    assert str(Density("q", given=1)) == "q(·|1)"
    assert Density("q", given=(Fraction(1, 2), theta)).given == (half, theta)
    assert Density("q", given=np.int64(2)).given == (Integer(2),)
    with pytest.raises(TypeError, match="given holds 0.5"):
        Density("q", given=0.5)
