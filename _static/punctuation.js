// A full stop stays with the formula before it: a browser may break a line between the two.
document.addEventListener("DOMContentLoaded", () => {
  for (const formula of document.querySelectorAll("span.math")) {
    const text = formula.nextSibling;
    const signs = text?.nodeType === Node.TEXT_NODE && /^[.,;:!?)\]’”…]+/.exec(text.data);
    if (!signs) continue;
    const whole = document.createElement("span");
    whole.style.whiteSpace = "nowrap";
    formula.before(whole);
    text.splitText(signs[0].length);
    whole.append(formula, text);
  }
});
