// On a narrow screen each reason of a derivation moves below its step, in short lines.
// Beside the step it would make the line twice as wide, and so the mathematics half as large.
(() => {
  "use strict";
  const NARROW = window.matchMedia("(max-width: 600px)");
  const LETTERS = 34;
  // A reason beside its step, or already below it; then the brace that opens its text.
  const REASON = /(?:&&\s*|\\\\\s*&\s*\\quad\s*\{\\small\s*)\\text\{/;

  // The index just after the brace that closes the one before `from`.
  const closing = (tex, from) => {
    for (let i = from, depth = 1; i < tex.length; i += 1) {
      if (tex[i] === "\\") i += 1;
      else if (tex[i] === "{") depth += 1;
      else if (tex[i] === "}" && (depth -= 1) === 0) return i + 1;
    }
    return -1;
  };

  // Text in lines of at most LETTERS; mathematics between dollars stays in one piece.
  const lines = (text) => {
    const done = [""];
    for (const word of text.match(/(?:\$[^$]*\$|[^\s$])+/g) || []) {
      const line = done[done.length - 1];
      if (line && line.length + word.length >= LETTERS) done.push(word);
      else done[done.length - 1] = line ? `${line} ${word}` : word;
    }
    return done;
  };

  const below = (tex) => {
    let rest = tex, done = "";
    for (let mark = REASON.exec(rest); mark; mark = REASON.exec(rest)) {
      const start = mark.index + mark[0].length;
      const end = closing(rest, start);
      if (end < 0) break;
      done += rest.slice(0, mark.index);
      for (const line of lines(rest.slice(start, end - 1))) {
        done += `\\\\[-0.3em] &\\quad {\\small\\text{${line}}}`;
      }
      rest = rest.slice(mark[0].includes("{\\small") ? end + 1 : end);
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
