// Paper is light: what is printed from the dark is printed as by day.
(() => {
  "use strict";
  const page = document.documentElement.dataset;
  let theme = null;
  window.addEventListener("beforeprint", () => {
    theme = page.theme;
    page.theme = "light";
  });
  window.addEventListener("afterprint", () => {
    if (theme) page.theme = theme;
  });
})();
