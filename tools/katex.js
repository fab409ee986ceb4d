// What the book asks of KaTeX: a formula as HTML or MathML, and how wide it will be.
// Runs in QuickJS after katex.min.js; see tools/katex.py.
const SIZES = [0, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.2, 1.44, 1.728, 2.074, 2.488];
const options = (display, output) => ({
  displayMode: display, output, throwOnError: true, strict: "error", trust: false,
});

const em = (length) => (/em$/.test(length || "") ? parseFloat(length) : 0);

// The width of a node of KaTeX's own tree, in em of the formula.
const width = (node) => {
  if (typeof node.text === "string") { // letters of a word share a node, and the first one's width
    return (node.width || 0) * [...node.text].length + (node.italic || 0);
  }
  const classes = node.classes || [], style = node.style || {};
  const has = (name) => classes.includes(name);
  if (has("llap") || has("rlap") || has("pstrut") || has("hide-tail")) return 0;
  if (has("nulldelimiter")) return 0.12;
  const parts = (node.children || []).map(width);
  const stacked = has("vlist") || has("vlist-t");
  let inside = stacked ? Math.max(0, ...parts) : parts.reduce((sum, part) => sum + part, 0);
  if (has("sizing") || has("delimsizing")) {
    const size = (prefix) => {
      const found = classes.find((name) => RegExp(`^${prefix}\\d+$`).test(name));
      return found ? SIZES[+found.slice(prefix.length)] : 0;
    };
    if (size("reset-size") && size("size")) inside *= size("size") / size("reset-size");
  }
  const around = em(style.marginRight) + em(style.marginLeft) + em(style.paddingLeft);
  return Math.max(inside, em(style.width), em(style.minWidth)) + around;
};

const html = (tex, display, output) => katex.renderToString(tex, options(display, output));

// The widths of the parts between which a line may break.
const widths = (tex) => {
  const tree = katex.__renderToHTMLTree(tex, options(false, "html"));
  const parts = tree.children.flatMap((part) =>
    part.classes.includes("katex-html") ? part.children : [part]);
  return JSON.stringify(parts.map(width));
};
