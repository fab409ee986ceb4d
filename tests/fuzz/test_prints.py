"""Random expressions read back as they were printed, and a planted fault of the printer is seen."""

from collections import Counter

import pytest

from klutils.fuzz import printed, prints
from klutils.fuzz.prints import SCENES
from klutils.symbolic.notation import latex_arithmetic, latex_functionals, latex_laws
from klutils.symbolic.notation.printing import _Latex
from klutils.symbolic.notation.shape import signed
from tools import fuzz

PRINTS = 260


@pytest.mark.parametrize("number", range(PRINTS))
def test_a_print_says_what_it_is_of(number):
    found = printed(number, seed=1)
    assert found.verdict != "wrong", (found.written, found.told)


def test_every_scene_is_read_and_few_are_refused():
    said = Counter()
    for number in range(3 * len(SCENES)):
        found = printed(number, seed=2)
        said[found.scene] += found.verdict in ("form", "grouping")
    assert set(said) == set(SCENES)
    assert sum(said.values()) > 2.5 * len(SCENES)


FAULTS = {
    "parentheses": (latex_arithmetic, "parentheses", lambda code: code),
    "brackets": (latex_functionals, "parentheses", lambda code: code),
    "signs": (latex_arithmetic, "signed", lambda expr: (False, signed(expr)[1])),
    "conditions": (latex_laws, "conditions", lambda _law: ()),
    "what a bar takes in": (latex_functionals, "ends_in_bar", lambda _expr: False),
    "signs of sums": (latex_functionals, "signed", lambda expr: (False, signed(expr)[1])),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_printer_that_is_broken_is_found_out(fault, monkeypatch):
    module, name, wrong = FAULTS[fault]
    monkeypatch.setattr(module, name, wrong)
    assert any(_wrong(number) for number in range(400)), fault


def _wrong(number):
    try:
        return printed(number, seed=1).verdict == "wrong"
    except (RecursionError, RuntimeError):  # a printer that never ends shows nothing
        return False


def test_a_row_that_is_exchanged_is_found_out(monkeypatch):
    names = {type(law).__name__: type(law) for law in prints._formulas()[1]}
    rows = dict(_Latex.rows)
    rows[names["Laplace"]] = rows[names["Density"]]
    monkeypatch.setattr(_Latex, "rows", rows)
    formulas = list(SCENES).index("formulas")
    assert any(_wrong(formulas + len(SCENES) * k) for k in range(30))


def test_the_task_names_a_wrong_print_and_fails(every_answer_is, capsys):
    found = prints.Print(7, "arbitrary", r"\theta", "θ", "wrong", "read as φ")

    every_answer_is(found)
    assert fuzz.read_back(2) == 1
    told = capsys.readouterr().out
    assert "print 7 of seed 0 (arbitrary): \\theta\n  read as φ" in told
    assert "2 prints: 0 the same, 0 in another grouping, 0 refused" in told
