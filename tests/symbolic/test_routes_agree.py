"""On random claims, true and false, the algebra and the witness say the same."""

from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Add, Integer, log

from klutils.symbolic import KL, E, Grad, H, Int, SampleE, SampleMean, is_zero, normal
from klutils.symbolic.witness.evaluation import disagreement
from klutils.symbolic.witness.worlds import worlds_for
from tests.symbolic.setting import f, p, p_joint, p_of_y, q, q_joint, q_of_y, q_theta, s, theta, x

LAWS = p, q, s


def _named(first, second):
    """Functionals of two laws."""
    return [
        KL(first, second),
        H(first, second),
        H(first),
        E(first, log(first(x) / second(x)) ** 2),
        E(first, second(x) / first(x) * f(x)),
        KL(first, second) * E(second, f(x)),
    ]


# The same functionals, each written another way.
def _rewritten(first, second):
    a, b = first(x), second(x)
    return [
        H(first, second) - H(first),
        KL(first, second) - Int(a * log(a), x),
        E(second, -a / b * log(a)),
        Int(a * (log(a) ** 2 - 2 * log(a) * log(b) + log(b) ** 2), x),
        SampleE(SampleMean(second, f(x))),
        E(first, log(a / b) * E(second, f(x))),
    ]


pairs = st.tuples(st.sampled_from(LAWS), st.sampled_from(LAWS)).filter(lambda t: t[0] != t[1])
terms = st.tuples(st.integers(-3, 3), pairs, st.integers(0, 5))


def _agree(left, right):
    zero = is_zero(normal(left - right))
    differs = [disagreement(left, right, world)[3] for world in worlds_for(left, right)]
    assert zero == (not any(differs)), f"algebra: {zero}, worlds that differ: {differs}"
    return zero


@settings(max_examples=40, deadline=None)
@given(st.lists(terms, min_size=1, max_size=4))
def test_a_combination_equals_itself_written_otherwise(combination):
    left = Add(*(c * _named(*pair)[k] for c, pair, k in combination))
    right = Add(*(c * _rewritten(*pair)[k] for c, pair, k in combination))
    assert _agree(left, right)


@settings(max_examples=40, deadline=None)
@given(st.lists(terms, min_size=1, max_size=3), terms)
def test_a_combination_and_a_slip(combination, slip):
    left = Add(*(c * _named(*pair)[k] for c, pair, k in combination))
    count, pair, k = slip
    wrong = count * _named(*pair)[k]
    right = Add(*(c * _rewritten(*pair)[k] for c, pair, k in combination), wrong)
    assert _agree(left, right) == (count == 0)


@settings(max_examples=40, deadline=None)
@given(st.lists(terms, min_size=1, max_size=4))
def test_any_combination_is_zero_for_both_routes_or_for_neither(combination):
    _agree(Add(*(c * _named(*pair)[k] for c, pair, k in combination)), Integer(0))


coefficients = st.lists(st.integers(-2, 2), min_size=5, max_size=5)


@settings(max_examples=25, deadline=None)
@given(coefficients)
def test_joint_and_conditional_laws(c):
    """Zero exactly where the chain rule makes it zero: c = (k, -k, -k, m, -m)."""
    parts = [
        KL(p_joint, q_joint),
        KL(p, q),
        E(p, KL(p_of_y, q_of_y)),
        H(p_joint),
        H(p) + E(p, H(p_of_y)),
    ]
    combination = Add(*(k * part for k, part in zip(c, parts, strict=True)))
    expected = c[0] == -c[1] == -c[2] and c[3] == -c[4]
    assert _agree(combination, Integer(0)) == expected


@settings(max_examples=25, deadline=None)
@given(coefficients)
def test_derivatives(c):
    slope = Grad(log(q_theta(x)), theta)
    parts = [
        Grad(KL(p, q_theta), theta),
        E(p, slope),
        Grad(H(p, q_theta), theta),
        E(q_theta, slope),
        Grad(H(q_theta), theta),
    ]
    combination = Add(*(k * part for k, part in zip(c, parts, strict=True)))
    assert _agree(combination, Integer(0)) == (c[0] + c[2] == c[1] and c[4] == 0)
