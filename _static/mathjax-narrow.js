// On a narrow screen a derivation is set in one column: its left side alone on the first line,
// then each step, then the step's reason in short lines.
// Side by side they would make a line twice as wide, and so the mathematics half as large.
(() => {
  "use strict";
  const NARROW = window.matchMedia("(max-width: 600px)");
  const LETTERS = 34; // of small text in a line, and of mathematics before a line is long
  // A reason beside its step, or already below it; then the brace that opens its text.
  const REASON = /(?:&&\s*|\\\\\s*&\s*\\quad\s*\{\\small\s*)\\text\{/;
  const RELATION = /^(?:=|\\(?:coloneqq|geq?|leq?|approx|doteq)(?![a-zA-Z]))/;
  const OPEN = "\\begin{aligned}";

  // The index at which `wanted` matches outside all braces, or -1.
  const outside = (tex, wanted) => {
    for (let i = 0, depth = 0; i < tex.length; i += 1) {
      if (depth === 0 && wanted(tex.slice(i))) return i;
      if (tex[i] === "{") depth += 1;
      else if (tex[i] === "}") depth -= 1;
      else if (tex[i] === "\\" && !/[a-zA-Z]/.test(tex[i + 1])) i += 1;
      if (depth < 0) return -1;
    }
    return -1;
  };

  // The index just after the brace that closes the one before `from`.
  const closing = (tex, from) => {
    const length = outside(tex.slice(from), (rest) => rest[0] === "}");
    return length < 0 ? -1 : from + length + 1;
  };

  // Roughly how many letters a piece of mathematics takes.
  const letters = (tex) =>
    tex.replace(/\\(?:begin|end|mathrm|mathbb|operatorname\*?|left|right|big\w?)(?:\{\w+\})?/gi, "")
      .replace(/\\[a-zA-Z]+/g, "ln").replace(/\\.|[{}_^&$\s]/g, "").length;

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

  const reasonsBelow = (tex) => {
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

  const leftSideAbove = (tex) => {
    const opens = tex.indexOf(OPEN) + OPEN.length;
    if (opens >= OPEN.length) {
      const head = tex.slice(0, opens), body = tex.slice(opens);
      const cut = outside(body, (rest) => rest[0] === "&");
      const left = body.slice(0, cut).trim();
      const long = body.split("\\\\").some((row) => letters(row) > LETTERS);
      return cut > 0 && long && letters(left) > 2 ? `${head} & ${left} \\\\ ${body.slice(cut)}` : tex;
    }
    const cut = outside(tex, (rest) => RELATION.test(rest));
    if (cut <= 0 || /\\begin|\\\\|&/.test(tex) || letters(tex) <= LETTERS) return tex;
    return `${OPEN} & ${tex.slice(0, cut)} \\\\ & ${tex.slice(cut)} \\end{aligned}`;
  };

  const settings = (window.MathJax = window.MathJax || {});
  settings.startup = {
    ready() {
      window.MathJax.startup.defaultReady();
      window.MathJax.startup.document.inputJax[0].preFilters.add(({ math }) => {
        if (math.display && NARROW.matches) math.math = reasonsBelow(leftSideAbove(math.math));
      });
    },
  };
})();
