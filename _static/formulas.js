// Beside the number of each displayed equation: a button that copies its LaTeX, and a mark that opens
// what was checked.
document.addEventListener("DOMContentLoaded", () => {
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch { // not allowed here: the old way
      const field = document.createElement("textarea");
      field.value = text;
      document.body.append(field);
      field.select();
      document.execCommand("copy");
      field.remove();
    }
  };
  // The fold under an equation, before the next one.
  const foldOf = (equation) => {
    for (let next = equation.nextElementSibling; next; next = next.nextElementSibling) {
      if (next.matches("div.math")) return null;
      if (next.matches("details.checked")) return next;
    }
    return null;
  };
  const markOf = (fold, number) => {
    const mark = document.createElement("button");
    mark.type = "button";
    mark.className = "mark";
    mark.textContent = "✓";
    mark.title = "How this was checked";
    const name = number.textContent.match(/\(([^)]+)\)/)?.[1] ?? "";
    mark.setAttribute("aria-label", `✓ How equation ${name} was checked`);
    mark.setAttribute("aria-expanded", fold.open);
    mark.addEventListener("click", () => { fold.open = !fold.open; });
    fold.addEventListener("toggle", () => mark.setAttribute("aria-expanded", fold.open));
    fold.classList.add("marked");
    return mark;
  };
  for (const number of document.querySelectorAll("div.math > .eqno")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy-tex";
    button.textContent = "TeX";
    button.title = "Copy as LaTeX";
    button.setAttribute("aria-label", `TeX: copy equation ${number.firstChild.data} as LaTeX`);
    button.addEventListener("click", async () => {
      const source = button.closest("div.math").querySelector("annotation").textContent;
      await copy(source);
      button.textContent = "copied";
      setTimeout(() => { button.textContent = "TeX"; }, 1500);
    });
    number.prepend(button);
    const fold = foldOf(number.closest("div.math"));
    if (fold) number.insertBefore(markOf(fold, number), number.querySelector(".headerlink"));
  }
});
