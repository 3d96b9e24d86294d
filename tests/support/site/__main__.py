"""`python -m tests.support.site ZENSICAL`: build/site, without a warning and without the network."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.support.browser import CHROMIUM
from tests.support.site.checked import problems_in
from tests.support.site.pages import DOCS, ROOT, pages
from tests.support.site.seen import problems_in_a_browser

PAGES, SITE = ROOT / "build" / "pages", ROOT / "build" / "site"


def reached_by_keyboard(page: str) -> str:
    """The page with code and tables that can be scrolled without a mouse, where they are wider than it (WCAG 2.1.1)."""
    page = page.replace("<pre><span></span><code>", '<pre><span></span><code tabindex="0">')
    page = page.replace("<table>", '<table tabindex="0">')
    return page.replace(
        'class="md-option"', 'class="md-option" tabindex="-1"'
    )  # which the theme hides, but not from tab


def main(zensical: str) -> int:
    """Put the pages together, build, and look at what came out. 1 where anything is wrong with it."""
    os.environ["LC_ALL"] = "C"  # the commands' help in English, whatever the terminal's language is
    for folder in (PAGES, SITE):
        shutil.rmtree(folder, ignore_errors=True)
    for name, text in pages().items():
        (PAGES / name).parent.mkdir(parents=True, exist_ok=True)
        (PAGES / name).write_text(text, encoding="utf-8")
    shutil.copytree(DOCS / "pictures", PAGES / "pictures")
    for file in (*DOCS.glob("*.svg"), Path(__file__).with_name("site.css")):
        shutil.copy(file, PAGES)
    built = subprocess.run([str(Path(zensical).absolute()), "build", "--clean", "--strict"], cwd=ROOT, check=False)
    if built.returncode:
        return built.returncode
    (SITE / "404.html").unlink()  # which page a server shows where there is none is its own affair
    for page in SITE.rglob("*.html"):
        page.write_text(reached_by_keyboard(page.read_text(encoding="utf-8")), encoding="utf-8")
    problems = problems_in(SITE)
    if CHROMIUM is not None:
        problems += problems_in_a_browser(SITE)
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{SITE.relative_to(ROOT)}: {len(list(SITE.rglob('*.html')))} pages, {len(problems)} problems")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
