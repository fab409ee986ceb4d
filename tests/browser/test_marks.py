"""The mark beside an equation's number opens what was checked, with the code and the way on."""

from tools import browser

PAGE = browser.HTML / "chapters" / "decomposition.html"
MARKS = """() => [...document.querySelectorAll('.eqno > .mark')].map((mark) => {
  const fold = mark.closest('div.math').parentElement.querySelector('details.checked');
  return [mark.getAttribute('aria-label'), Boolean(fold.querySelector('div.cell_input'))];
})"""


def test_every_equation_of_a_cell_has_a_mark_of_its_own(chromium):
    with browser.visit(chromium, PAGE, "phone") as seen:
        marks = seen.page.evaluate(MARKS)
        folds = seen.page.locator("details.checked").count()
    assert len(marks) == folds > 3
    assert len({name for name, _ in marks}) == folds
    assert all(with_code for _, with_code in marks)
    assert marks[0][0] == "✓ How equation 5.1 was checked"


def test_the_mark_opens_and_closes_its_fold_by_mouse_and_by_key(chromium):
    with browser.visit(chromium, PAGE, "wide") as seen:
        equation = seen.page.locator("#equation-eq-decomposition")
        mark, fold = equation.locator(".mark"), equation.locator("xpath=..").locator("details")
        assert not fold.is_visible()
        mark.click()
        assert fold.get_by_text("Algebra").first.is_visible()
        assert fold.locator("div.cell_input").is_visible()
        assert mark.get_attribute("aria-expanded") == "true"
        mark.press("Enter")
        assert not fold.is_visible()
        assert mark.get_attribute("aria-expanded") == "false"
        assert seen.complaints == []


def test_without_a_script_the_fold_is_there_to_open(chromium):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(PAGE.as_uri())
    summary = page.locator("details.checked > summary").first
    assert summary.is_visible()
    summary.click()
    assert page.get_by_text("Algebra").first.is_visible()
    context.close()
