// Beside the number of each displayed equation: a button that copies its LaTeX.
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
  }
});
