"""A site as a browser shows it: what axe-core finds wrong, and what is wider than the window."""

from collections.abc import Iterator
from pathlib import Path

from tests.support import browser

#: One of prose with commands and a wide table, and the longest of tables and of YAML.
LOOKED_AT = ("index.html", "rules.html")
WIDTHS = (320, 1280)


def problems_in_a_browser(site: Path) -> Iterator[str]:
    """Each problem as a line: the page, the width of its window, and what is wrong."""
    for name in LOOKED_AT:
        page = site / name
        html = page.read_text("utf-8").replace("<head>", f'<head><base href="{page.parent.absolute().as_uri()}/">', 1)
        for width in WIDTHS:
            for rule, element in browser.violations(html, width=width):
                yield f"{name}, {width} px wide: {rule}: {element}"
            if (needed := browser.width_needed(html, width)) > width:
                yield f"{name}: needs {needed} px where there are {width}"
