"""The HTML part of an answer, made from its plain text: one plain layout for every letter, in light and dark.

The text is the letter; the page shows it and adds nothing but the company's colour. A paragraph is what stands between
empty lines, and finds its own direction, since a name or a letter may be Arabic. No picture, no font and no script is
fetched: nothing tells when it is read. The one link is the company's own, never one that came in a mail.
"""

from inbox_bot.core.message.safe import markup
from inbox_bot.core.reply.values import Look

_HEAD = """\
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><style>
@media (prefers-color-scheme: dark) {
.g { background-color: #14170f !important; }
.s { background-color: #1c2018 !important; color: #e4e8de !important; }
.k { color: #8fd0a8 !important; }
}
</style>"""
_LINE = "\n"
_FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5"
_SHEET = "max-width:600px;margin:0 auto;padding:20px;background-color:#ffffff;color:#20261c;word-break:break-word"


def page_of(text: str, subject: str, look: Look) -> str:
    """The page. Same text, subject and look, same page."""
    paragraphs = "\n".join(
        f'<p dir="auto" style="margin:0 0 16px">{_linked("<br>".join(map(markup, paragraph.split(_LINE))), look)}</p>'
        for paragraph in text.replace("\r\n", _LINE).strip(_LINE).split(_LINE * 2)
    )
    border = f";border-top:4px solid {markup(look.colour)}" if look.colour else ""
    return f"""\
<!DOCTYPE html>
<html lang="{markup(look.language)}">
<head><title>{markup(subject)}</title>
{_HEAD}</head>
<body class="g" style="margin:0;padding:0;background-color:#f1f3ee">
<div class="s" role="main" style="{_SHEET};{_FONT}{border}">
{paragraphs}
</div>
</body>
</html>
"""


def _linked(marked_up: str, look: Look) -> str:
    """The company's own link as one; it stands in the text as it is written in rules.yaml."""
    if not look.link:
        return marked_up
    link = markup(look.link)
    return marked_up.replace(link, f'<a class="k" href="{link}" style="color:#1c5a36">{link}</a>')
