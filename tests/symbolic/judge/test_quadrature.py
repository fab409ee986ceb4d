"""Integrals by quadrature, against exact ones and against enclosures."""

import pytest
from flint import acb, arb, ctx, fmpq

from klutils.symbolic.judge.arithmetic import Series, Undecided, exp, log
from klutils.symbolic.judge.exponentials import HALF_LINE, LINE, UNIT
from klutils.symbolic.judge.quadrature import Segment, aim, quadrature
from klutils.symbolic.judge.watch import Watch


def _integral(function, domain, bits=768):
    with ctx.workprec(bits):
        return quadrature(function, Segment(domain), Watch(), aim(nested=False))


@pytest.mark.parametrize(("bits", "width"), [(256, 1e-18), (768, 1e-50)])
@pytest.mark.parametrize(
    ("domain", "function", "wanted"),
    [
        (LINE, lambda t: exp(-t * t), lambda: arb.pi().sqrt()),
        (LINE, lambda t: exp(-t * t) * log(1 + t * t), lambda: None),
        (HALF_LINE, lambda t: exp(-t), lambda: arb(1)),
        (HALF_LINE, lambda t: exp(-t) * log(t), lambda: -arb.const_euler()),
        (HALF_LINE, lambda t: exp(-t) / t.sqrt(), lambda: arb.pi().sqrt()),
        (UNIT, lambda t: 1 / (1 + t * t), lambda: arb.pi() / 4),
        (UNIT, lambda t: log(t), lambda: arb(-1)),
    ],
    ids=["bell", "bell with ln", "exponential", "with ln t", "with a pole", "arctan", "ln t"],
)
def test_it_is_right_and_as_narrow_as_it_says(domain, function, wanted, bits, width):
    found = _integral(function, domain, bits)
    with ctx.workprec(800):
        right = wanted()
        if right is None:
            right = acb.integral(
                lambda z, _: (-z * z).exp() * (1 + z * z).log(), -14, 14, rel_tol=1e-60
            ).real
            found = found + arb(0, 1e-60)
        assert found.overlaps(right)
        assert found.rad() < width


def test_a_kink_and_a_jump_are_cut():
    watch = Watch()

    def kinked(t):
        side = 1 if t > arb(1) / 3 else -1
        watch.note("kink", side)
        return (t - arb(1) / 3) * side

    def jumping(t):
        side = 1 if t > fmpq(1, 3) else -1
        watch.note("jump", side)
        return arb(side)

    with ctx.workprec(256):
        target = aim(nested=False)
        found = quadrature(kinked, Segment(UNIT), watch, target)
        assert abs(found - arb(fmpq(5, 18))) < 1e-18
        found = quadrature(jumping, Segment(UNIT), watch, target)
        assert abs(found - arb(fmpq(1, 3))) < 1e-18


def test_a_kink_that_nothing_notes_makes_the_ball_wide_or_is_undecided():
    try:
        found = _integral(lambda t: abs(t - fmpq(1, 3)), UNIT, 256)
    except Undecided:
        return
    assert found.contains(arb(fmpq(5, 18)))
    assert found.rad() > 1e-15


def test_derivatives_go_under_the_integral():
    """d/db of ∫ exp(−b t) ln t dt over the half-line."""
    with ctx.workprec(256):
        b = Series.variable(1, fmpq(2), 1)
        found = _integral(lambda t: exp(-b * t) * log(t), HALF_LINE, 256)
        right = (arb.const_euler() + arb(2).log() - 1) / 4
        assert abs(found.derivative(1) - right) < 1e-17


@pytest.mark.parametrize("function", [lambda t: 1 / (1 + t), lambda t: exp(t)])
def test_what_does_not_fall_off_is_undecided(function):
    with pytest.raises(Undecided, match="do not fall off|does not settle"):
        _integral(function, HALF_LINE, 256)
