"""What can be wrong with a page, as a list of sentences."""

from importlib import resources

from tools import browser

AXE = resources.files("axe_playwright_python").joinpath("axe.min.js")

# Serious findings of axe-core that are the theme's, not ours: rule, part of the element, reason.
THEMES_OWN = (
    (
        "aria-required-children",
        'class="citation-list"',
        "docutils marks an entry as doc-biblioentry, which is no item of a list to axe-core",
    ),
)

# An equation that is smaller than this part of its natural size should have been broken.
LEAST_SCALE = {"wide": 0.85, "phone": 0.6}

MATHEMATICS = """(least) => {
  const told = [], short = (e) => e.textContent.trim().slice(0, 60);
  for (const source of document.querySelectorAll('.math')) {
    if (source.querySelector('.unreadable, .katex-error')) {
      told.push(`KaTeX cannot read mathematics: ${short(source)}`);
      continue;
    }
    const drawings = [...source.querySelectorAll('.katex-html')];
    if (!drawings.length) told.push(`mathematics is not drawn: ${short(source)}`);
    for (const drawing of drawings)
      if (!drawing.textContent.trim() && !drawing.querySelector('svg'))
        told.push(`an equation is drawn empty: ${short(source)}`);
    if (!source.querySelector('.katex-mathml math')?.textContent.trim())
      told.push('an equation says nothing to a screen reader');
  }
  for (const line of document.querySelectorAll('.lines > span')) {
    const piece = line.querySelector(':scope > .katex');
    if (!piece) continue;
    const shown = parseFloat(getComputedStyle(piece).fontSize);
    const natural = 1.1 * parseFloat(getComputedStyle(line).fontSize);
    if (shown < least * natural) {
      const place = piece.closest('[id]');
      told.push(`an equation of ${natural.toFixed(1)} px is drawn in ${shown.toFixed(1)} px: `
        + `${short(piece)} (in #${place ? place.id : ''})`);
    }
  }
  for (const math of document.querySelectorAll('.math'))
    for (const stop of math.querySelectorAll(':is(.katex, .formula) :is(a, button, [tabindex])'))
      told.push(`a formula is a tab stop: ${short(stop)}`);
  return told;
}"""

LAYOUT = """() => {
  const told = [], width = document.documentElement.clientWidth;
  const scrolls = document.scrollingElement.scrollWidth;
  if (scrolls > width) told.push(`the page is ${scrolls} px wide in a window of ${width} px`);
  const article = document.querySelector('article')
    || document.querySelector('main') || document.body;
  const column = article.getBoundingClientRect();
  const named = (e) => `<${e.tagName.toLowerCase()}> ${(e.id || e.className.baseVal
    || e.className || e.getAttribute('src') || '').toString().slice(0, 60)}`;
  const wanted = '.lines > span, .lines .katex, .cell_output svg, table, img, pre, iframe, '
    + 'figure, .math';
  for (const element of article.querySelectorAll(wanted)) {
    if (element.closest('.katex-mathml')) continue;
    const box = element.getBoundingClientRect();
    if (box.width && (box.right > column.right + 1 || box.left < column.left - 1))
      told.push(`${named(element)} leaves its column: ${Math.round(box.left)} to `
        + `${Math.round(box.right)} px, the column ends at ${Math.round(column.right)} px`);
  }
  for (const element of article.querySelectorAll('.math, .formula, .lines')) {
    const flow = getComputedStyle(element);
    if (/auto|scroll/.test(flow.overflowX) && element.scrollWidth > element.clientWidth + 1)
      told.push(`an equation has a scroll bar: ${named(element)}`);
  }
  for (const image of document.querySelectorAll('img')) {
    const described = image.hasAttribute('alt')
      && (image.alt.trim() || !article.contains(image) || image.closest('[aria-hidden="true"]'));
    if (!described) told.push(`${named(image)} has no alt text`);
    if (image.complete && !image.naturalWidth) told.push(`${named(image)} is broken`);
  }
  for (const drawing of article.querySelectorAll('svg')) {
    if (drawing.closest('.katex, button, summary, [aria-hidden="true"]')) continue;
    if (!drawing.matches('[aria-label], [aria-labelledby], :has(> title)'))
      told.push(`${named(drawing)} has no alt text`);
  }
  return told;
}"""

ADDRESSES = """() => [...document.querySelectorAll(
    'script[src], link[href], img[src], iframe[src], source[src], object[data]')]
  .map(e => e.src || e.href || e.data).filter(u => /^https?:/.test(u))
  .map(u => `the page would fetch ${u}`)"""

# Pages leave out of sight what nobody has scrolled to; here all of it is looked at.
WHOLE = "* { content-visibility: visible !important }"

# axe-core walks each part of each formula, most of a page, and has nothing to say about marks and
# symbols. So a formula of nothing else keeps its text, and the first letter of each colour;
# one that holds more, a link or a role for example, stays as it is.
FOLD = """() => {
  const judged = /^(role|tabindex|href|lang|title|accesskey|on.*|aria-(?!hidden$).*)$/;
  const bare = (e) => !e.getAttributeNames().some((name) => judged.test(name)) && !e.id;
  const mark = (e) => e.matches('span, svg, path') && bare(e);
  const symbol = (e) => e instanceof MathMLElement && bare(e);
  for (const drawing of document.querySelectorAll('.katex-html')) {
    if (![...drawing.querySelectorAll('*')].every(mark)) continue;
    const text = drawing.textContent;
    const kept = ['.law-p', '.law-q'].map((law) => drawing.querySelector(law)).filter((e) => e);
    for (const letter of kept) letter.textContent += letter.textContent; // one alone is not judged
    drawing.replaceChildren(text, ...kept);
  }
  for (const math of document.querySelectorAll('.katex-mathml math'))
    if ([...math.querySelectorAll('*')].every(symbol)) math.textContent = math.textContent;
}"""

# Whether text stands out depends on little, which it shares with much other text: the words of a
# program, say. One of each sort keeps its text. This comes last of all, for it takes the others'.
SAMPLED = """() => {
  const grounds = new Map(), kept = new Set();
  const ground = (e) => {
    if (!e) return '';
    if (!grounds.has(e)) {
      const style = getComputedStyle(e);
      grounds.set(e, [style.backgroundColor, style.backgroundImage, style.opacity,
        /^(fixed|absolute|sticky)$/.test(style.position), ground(e.parentElement)].join());
    }
    return grounds.get(e);
  };
  for (const element of document.body.querySelectorAll('*')) {
    const texts = [...element.childNodes].filter(n => n.nodeType === 3 && n.nodeValue.trim());
    if (!texts.length) continue;
    const style = getComputedStyle(element);
    const looks = [element.localName, element.className, element.parentElement.localName,
      element.parentElement.className, style.color, style.fontSize, style.fontWeight,
      style.textShadow, style.display, style.visibility, ground(element),
      Boolean(element.querySelector(':scope > a'))].join(' ');
    if (kept.has(looks)) texts.forEach(n => { n.nodeValue = ''; });
    else kept.add(looks);
  }
}"""

ACCESSIBILITY = """async (rules) => {
  const found = await axe.run(document, {...rules, resultTypes: ['violations'], preload: false});
  return found.violations
    .filter(v => ['serious', 'critical'].includes(v.impact))
    .flatMap(v => v.nodes.map(n => ({rule: v.id, html: n.html, why: n.failureSummary})));
}"""
COLOURS = ["color-contrast", "link-in-text-block"]


def found(seen: browser.Visit, width: str) -> list[str]:
    """Return all that is wrong with a page that stands open, in light and in dark."""
    seen.page.add_style_tag(content=WHOLE)
    told = seen.page.evaluate(MATHEMATICS, LEAST_SCALE[width])
    told += seen.page.evaluate(LAYOUT)
    told += seen.page.evaluate(ADDRESSES)
    seen.page.evaluate(FOLD)  # last, for those above look at whole formulas
    seen.page.evaluate(AXE.read_text(encoding="utf-8"))
    told += inaccessible(seen, {"rules": {rule: {"enabled": False} for rule in COLOURS}})
    seen.page.evaluate(SAMPLED)
    for scheme in browser.SCHEMES:
        browser.turn(seen.page, scheme)
        told += [
            f"in {scheme}: {complaint}" for complaint in inaccessible(seen, {"runOnly": COLOURS})
        ]
    return seen.complaints + told


def inaccessible(seen: browser.Visit, rules: dict) -> list[str]:
    """Return what axe-core finds serious or critical, but for what is the theme's own."""
    return [
        f"axe-core: {hit['rule']}: {' '.join(hit['html'].split())[:200]}: "
        + " ".join(hit["why"].split())[:300]
        for hit in seen.page.evaluate(ACCESSIBILITY, rules)
        if not any(hit["rule"] == rule and part in hit["html"] for rule, part, _ in THEMES_OWN)
    ]
