// On a narrow screen each reason of a derivation moves to a line of its own below its step.
// Beside the step it would make the line twice as wide, and so the mathematics half as large.
(() => {
  "use strict";
  const NARROW = window.matchMedia("(max-width: 600px)");
  const MARK = "&& \\text{";

  // The index just after the brace that closes the one before `from`.
  const closing = (tex, from) => {
    for (let i = from, depth = 1; i < tex.length; i += 1) {
      if (tex[i] === "\\") i += 1;
      else if (tex[i] === "{") depth += 1;
      else if (tex[i] === "}" && (depth -= 1) === 0) return i + 1;
    }
    return -1;
  };

  const below = (tex) => {
    let rest = tex, done = "";
    for (let at = rest.indexOf(MARK); at >= 0; at = rest.indexOf(MARK)) {
      const end = closing(rest, at + MARK.length);
      if (end < 0) break;
      const reason = rest.slice(at + MARK.length, end - 1);
      done += `${rest.slice(0, at)}\\\\[-0.2em] & \\quad {\\small\\text{${reason}}}`;
      rest = rest.slice(end);
    }
    return done + rest;
  };

  const settings = (window.MathJax = window.MathJax || {});
  settings.startup = {
    ready() {
      window.MathJax.startup.defaultReady();
      window.MathJax.startup.document.inputJax[0].preFilters.add(({ math }) => {
        if (math.display && NARROW.matches) math.math = below(math.math);
      });
    },
  };
})();
