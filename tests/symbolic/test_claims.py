"""Every claim is judged twice, and the two judgements are the same."""

from dataclasses import replace

import pytest

from klutils.symbolic import Derivation, StepError, check
from klutils.symbolic.algebra.kinds import algebra
from klutils.symbolic.language.steps import Decimal
from klutils.symbolic.witness.kinds import witness
from tests.symbolic.claims import FALSE, TRUE, WRONG_FORM

ROUTES = {"algebra": algebra, "witness": witness}
by_route = pytest.mark.parametrize("route", ROUTES)


def _holds(route, left, step):
    """Whether a route lets the step pass; an error of the route is no pass."""
    if step.kind == "value":
        step = replace(step, right=Decimal("0.218"))
    try:
        return ROUTES[route](left, step).holds
    except (TypeError, ValueError):
        return False


@by_route
@pytest.mark.parametrize("name", TRUE)
def test_true_claim_holds_by_either_route_alone(name, route):
    found = ROUTES[route](*TRUE[name])
    assert found.holds, found


@by_route
@pytest.mark.parametrize("name", FALSE)
def test_false_claim_is_caught_by_either_route_alone(name, route):
    assert not _holds(route, *FALSE[name]), f"{route} lets it pass"


@pytest.mark.parametrize("name", FALSE)
def test_a_derivation_refuses_a_false_claim(name):
    left, step = FALSE[name]
    with pytest.raises((StepError, ValueError), match=r"eq-false, step 1 \("):
        Derivation("eq-false", left, step)


@pytest.mark.parametrize("name", WRONG_FORM)
def test_wrong_form_is_refused_by_the_algebra(name):
    left, step, why = WRONG_FORM[name]
    with pytest.raises(StepError, match=why):
        check(left, step)
