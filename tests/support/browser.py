"""Headless Chromium, for a look at pages: pictures of them, and what axe-core finds wrong with them."""

import json
import re
import shutil
import subprocess
from html import unescape
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
HIGHEST, LOWEST = 6_000, 600  # pixels of a picture; in a lower window a page is scrolled
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run")
DARK = "--blink-settings=preferredColorScheme=0"
PICTURES_OFF = "--blink-settings=imagesEnabled=false"
_AXE = """<script>%s</script><script>
axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"]}).then(
  found => { document.title = "axe:" + JSON.stringify(found.violations.map(each => [each.id, each.nodes[0].html])); });
</script></body>"""
#: A window is never narrower than 500 pixels, but a page may be.
_MEASURED = """<script>document.documentElement.style.width = "%dpx";
document.title = "high:" + document.body.%s</script></body>"""
_TITLE = re.compile(r"<title>(?:axe|high):(.*?)</title>", re.DOTALL)


def violations(html: str, *, dark: bool = False, width: int = 800) -> list[tuple[str, str]]:
    """What axe-core finds, contrast included: the rule and the first element."""
    axe = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8").replace("</script>", "<\\/script>")
    said = _title(html.replace("</body>", _AXE.replace("%s", axe, 1)), width, dark)
    return [(rule, element) for rule, element in json.loads(said)]


def width_needed(html: str, width: int) -> int:
    """How wide a page is in a window of this width."""
    return int(_title(html.replace("</body>", _MEASURED % (width, "scrollWidth")), width, dark=False))


def height_needed(html: str, width: int) -> int:
    """How high a page is in a window of this width."""
    return int(_title(html.replace("</body>", _MEASURED % (width, "scrollHeight")), width, dark=False))


def picture(html: str, to: Path, *, width: int, dark: bool = False, pictures: bool = True) -> int:
    """A PNG of the whole page; gives back how high the page is, where a window can't be as low."""
    needed = min(height_needed(html, width), HIGHEST)
    high = max(needed, LOWEST)
    flags = [*([DARK] if dark else []), *([] if pictures else [PICTURES_OFF])]
    _run(html, [*flags, f"--window-size={width},{high}", f"--screenshot={to}"])
    return needed


def printed(html: str, to: Path) -> None:
    """The page on paper: a PDF."""
    _run(html, ["--no-pdf-header-footer", f"--print-to-pdf={to}"])


def _title(html: str, width: int, dark: bool) -> str:
    dumped = _run(
        html,
        [*([DARK] if dark else []), f"--window-size={width},1000", "--virtual-time-budget=20000", "--dump-dom"],
    )
    found = _TITLE.search(dumped)
    assert found is not None, dumped[:500]
    return unescape(found[1])


def _run(html: str, arguments: list[str]) -> str:
    assert CHROMIUM is not None
    with TemporaryDirectory() as folder:
        page = Path(folder, "page.html")
        page.write_text(html, encoding="utf-8")
        command = [CHROMIUM, *FLAGS, f"--user-data-dir={folder}/profile", *arguments, page.as_uri()]
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout
