"""Photograph the pages of the built book, for human eyes."""

from tools import browser
from tools.book import HTML
from tools.environment import BUILD

FOLDER = BUILD / "screenshots"


def take(names: list[str]) -> int:
    """Photograph the named pages, or all, in both widths and both themes."""
    if browser.chromium() is None:
        print(f"Screenshots need one of {', '.join(browser.NAMES)} on the path; none is there.")
        return 1
    wanted = [path for path in browser.pages() if not names or path.stem in names]
    if unknown := set(names) - {path.stem for path in wanted}:
        print(f"No page is called {', '.join(sorted(unknown))}.")
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with browser.started() as chromium:
        for path in wanted:
            name = "-".join(path.relative_to(HTML).with_suffix("").parts)
            for width in browser.WIDTHS:
                for scheme in browser.SCHEMES:
                    with browser.visit(chromium, path, width, scheme) as seen:
                        seen.page.screenshot(
                            path=FOLDER / f"{name}-{width}-{scheme}.png", full_page=True
                        )
    print(FOLDER)
    return 0
