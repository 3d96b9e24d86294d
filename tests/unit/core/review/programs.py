"""How mail programs write an answer to a mail: what the writer typed, and the mail that is answered below or above it.

Each is a function from what is typed and the mail that is answered to the answer as it arrives. The forms are those of
the programs' own versions; the tests say which of them are understood.
"""

import html
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass

from tests.support.builders.mails import MailBuilder, a_mail

ANSWERED_AT = "Fri, 27 Nov 2026 08:31:07 +0000"


@dataclass(frozen=True, kw_only=True)
class Original:
    """The mail that is answered."""

    sender: str  #: its address
    name: str  #: its sender's name
    to: str
    subject: str
    message_id: str
    text: str
    markup: str


Program = Callable[[str, Original], MailBuilder]


def _reply(original: Original, mark: str = "Re: ") -> MailBuilder:
    return (
        a_mail()
        .from_(f"Jane Doe <{original.to}>")
        .to(f"{original.name} <{original.sender}>")
        .subject(f"{mark}{original.subject}")
        .date(ANSWERED_AT)
        .id("<answer-1@example.com>")
        .replying_to(original.message_id)
    )


def _marked(text: str, mark: str = "> ") -> str:
    return "\n".join(f"{mark}{line}".rstrip() for line in text.split("\n"))


def _lines(typed: str, tag: str = "div", inside: str = "") -> str:
    """Each line an element, as composing in HTML makes it."""
    return "".join(f"<{tag}{inside}>{html.escape(line) or '<br>'}</{tag}>" for line in typed.split("\n"))


def _block(original: Original, labels: tuple[str, str, str, str], when: str, *, bold: str = "") -> str:
    sender, sent, to, subject = (f"{bold}{label}{bold}" for label in labels)
    return (
        f"{sender} {original.name} <{original.sender}>\n{sent} {when}\n{to} Jane Doe <{original.to}>\n"
        f"{subject} {original.subject}"
    )


ENGLISH = ("From:", "Sent:", "To:", "Subject:")
GERMAN = ("Von:", "Gesendet:", "An:", "Betreff:")
FRENCH = ("De :", "Envoyé :", "À :", "Objet :")
SPANISH = ("De:", "Enviado el:", "Para:", "Asunto:")
DUTCH = ("Van:", "Verzonden:", "Aan:", "Onderwerp:")


def _outlook_markup(typed: str, original: Original, labels: tuple[str, str, str, str], when: str) -> str:
    first, *rest = (html.escape(line) for line in _block(original, labels, when).split("\n"))
    label, _, value = first.partition(": ") if ": " in first else first.partition(" ")
    others = "".join(f"<br><b>{each.partition(':')[0]}:</b>{each.partition(':')[2]}" for each in rest)
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta http-equiv="Content-Type" '
        'content="text/html; charset=utf-8"><style><!--\n@font-face {font-family:Calibri;}\n'
        'p.MsoNormal {margin:0cm; font-size:11.0pt;}\n--></style></head><body lang="EN-GB" link="#0563C1">'
        '<div class="WordSection1">'
        + "".join(f'<p class="MsoNormal"><span>{html.escape(line)}<o:p></o:p></span></p>' for line in typed.split("\n"))
        + '<p class="MsoNormal"><span><o:p>&nbsp;</o:p></span></p><div><div style="border:none;border-top:solid '
        '#E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">'
        f"<b><span>{label}:</span></b><span> {value}{others}<o:p></o:p></span></p></div></div>"
        f'<p class="MsoNormal"><o:p>&nbsp;</o:p></p>{original.markup}</div></body></html>'
    )


def outlook(typed: str, original: Original) -> MailBuilder:
    """Outlook for Windows, HTML with the plain text that Exchange makes of it: nothing of the quote is marked."""
    when = "Friday, November 27, 2026 8:00 AM"
    text = f"{typed}\n\n{_block(original, ENGLISH, when)}\n\n{original.text}\n"
    return _reply(original, "RE: ").text(text).html(_outlook_markup(typed, original, ENGLISH, when))


def outlook_html_only(typed: str, original: Original) -> MailBuilder:
    """The same where a gateway leaves the HTML alone."""
    return _reply(original, "RE: ").html(_outlook_markup(typed, original, ENGLISH, "Friday, November 27, 2026 8:00 AM"))


def outlook_german(typed: str, original: Original) -> MailBuilder:
    """Outlook in German: "AW:", "Von:", "Gesendet:"."""
    when = "Freitag, 27. November 2026 08:00"
    text = f"{typed}\n\n{_block(original, GERMAN, when)}\n\n{original.text}\n"
    return _reply(original, "AW: ").text(text).html(_outlook_markup(typed, original, GERMAN, when))


def outlook_french(typed: str, original: Original) -> MailBuilder:
    """Outlook in French, text alone."""
    block = _block(original, FRENCH, "vendredi 27 novembre 2026 08:00", bold="")
    return _reply(original, "RE: ").text(f"{typed}\n\n{block}\n\n{original.text}\n")


def outlook_spanish(typed: str, original: Original) -> MailBuilder:
    """Outlook in Spanish, text alone."""
    block = _block(original, SPANISH, "viernes, 27 de noviembre de 2026 8:00")
    return _reply(original, "RV: ".replace("V", "E")).text(f"{typed}\n\n{block}\n\n{original.text}\n")


def outlook_dutch(typed: str, original: Original) -> MailBuilder:
    """Outlook in Dutch, text alone; "Antw:"."""
    block = _block(original, DUTCH, "vrijdag 27 november 2026 08:00")
    return _reply(original, "Antw: ").text(f"{typed}\n\n{block}\n\n{original.text}\n")


def outlook_marked(typed: str, original: Original) -> MailBuilder:
    """Outlook set to mark each line of what it quotes, in plain text: typed above."""
    block = "-----Original Message-----\n" + _block(original, ENGLISH, "Friday, November 27, 2026 8:00 AM")
    return _reply(original, "RE: ").text(f"{typed}\n\n{_marked(f'{block}{chr(10) * 2}{original.text}')}\n")


def outlook_inline(typed: str, original: Original) -> MailBuilder:
    """The same, typed between two marked lines."""
    first, _, rest = original.text.partition("\n")
    block = "-----Original Message-----\n" + _block(original, ENGLISH, "Friday, November 27, 2026 8:00 AM")
    return _reply(original, "RE: ").text(f"{_marked(f'{block}{chr(10) * 2}{first}')}\n\n{typed}\n\n{_marked(rest)}\n")


def outlook_web(typed: str, original: Original) -> MailBuilder:
    """Outlook on the web: a rule of underscores in the text, `divRplyFwdMsg` in the HTML."""
    when = "27 November 2026 08:00"
    fields = "<br>".join(
        f"<b>{line.partition(':')[0]}:</b>{html.escape(line.partition(':')[2])}"
        for line in _block(original, ENGLISH, when).split("\n")
    )
    markup = (
        '<html><head><style type="text/css" style="display:none;"> P {margin-top:0;margin-bottom:0;} </style></head>'
        '<body dir="ltr">'
        + _lines(typed, inside=' class="elementToProof" style="font-family: Aptos, sans-serif; font-size: 12pt;"')
        + '<div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1">'
        f'<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" style="font-size:11pt">{fields}</font>'
        f"<div>&nbsp;</div></div><div>{original.markup}</div></body></html>"
    )
    text = f"{typed}\n{'_' * 32}\n{_block(original, ENGLISH, when)}\n\n{original.text}\n"
    return _reply(original).text(text).html(markup)


def outlook_mobile(typed: str, original: Original) -> MailBuilder:
    """Outlook for iOS and Android: its own advertisement above the rule."""
    when = "Friday, November 27, 2026 8:00:00 AM"
    text = (
        f"{typed}\n\nGet Outlook for iOS<https://aka.ms/o0ukef>\n{'_' * 32}\n"
        f"{_block(original, ENGLISH, when)}\n\n{original.text}\n"
    )
    return _reply(original).text(text)


def outlook_android_html(typed: str, original: Original) -> MailBuilder:
    """Outlook for Android, HTML alone."""
    fields = "<br>".join(
        f"<b>{line.partition(':')[0]}:</b>{html.escape(line.partition(':')[2])}"
        for line in _block(original, ENGLISH, "Friday, November 27, 2026 8:00:00 AM").split("\n")
    )
    return _reply(original).html(
        f'<html><body><div dir="auto">{"<br>".join(map(html.escape, typed.split(chr(10))))}</div>'
        '<div id="ms-outlook-mobile-signature" dir="auto"><div><br></div>Get '
        '<a href="https://aka.ms/AAb9ysg">Outlook for Android</a></div>'
        f'<hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font>{fields}'
        f"</font><div>&nbsp;</div></div>{original.markup}</body></html>"
    )


def gmail(typed: str, original: Original) -> MailBuilder:
    """Gmail on the web: the attribution is wrapped, each line marked; `gmail_quote` in the HTML."""
    attribution = f"On Fri, 27 Nov 2026 at 08:00, {original.name} <\n{original.sender}> wrote:"
    markup = (
        f'<div dir="ltr">{_lines(typed)}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" '
        f'class="gmail_attr">On Fri, 27 Nov 2026 at 08:00, {html.escape(original.name)} &lt;'
        f'<a href="mailto:{original.sender}">{original.sender}</a>&gt; wrote:<br></div><blockquote '
        'class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">'
        f"{original.markup}</blockquote></div>"
    )
    return _reply(original).text(f"{typed}\n\n{attribution}\n\n{_marked(original.text)}\n").html(markup)


def gmail_html_only(typed: str, original: Original) -> MailBuilder:
    """The same where the text part was taken out on the way."""
    whole = gmail(typed, original)
    assert whole.markup is not None
    return _reply(original).html(whole.markup)


def gmail_german(typed: str, original: Original) -> MailBuilder:
    """Gmail in German."""
    attribution = f"{original.name} <{original.sender}> schrieb am Fr., 27. Nov.\n2026, 08:00:"
    return _reply(original).text(f"{typed}\n\n{attribution}\n\n{_marked(original.text)}\n")


def gmail_app(typed: str, original: Original) -> MailBuilder:
    """The Gmail app for Android."""
    attribution = f"On Fri, 27 Nov 2026, 08:00 {original.name}, <{original.sender}>\nwrote:"
    markup = (
        f'<div dir="auto">{"<br>".join(map(html.escape, typed.split(chr(10))))}</div><br><div class="gmail_quote">'
        f'<div dir="ltr" class="gmail_attr">On Fri, 27 Nov 2026, 08:00 {html.escape(original.name)}, &lt;'
        f'{original.sender}&gt; wrote:<br></div><blockquote class="gmail_quote">{original.markup}</blockquote></div>'
    )
    return _reply(original).text(f"{typed}\n\n{attribution}\n\n{_marked(original.text)}\n").html(markup)


def gmail_below(typed: str, original: Original) -> MailBuilder:
    """Gmail, typed below the quote by somebody who cares for that."""
    attribution = f"On Fri, 27 Nov 2026 at 08:00, {original.name} <{original.sender}> wrote:"
    return _reply(original).text(f"{attribution}\n\n{_marked(original.text)}\n\n{typed}\n")


def apple_mail(typed: str, original: Original) -> MailBuilder:
    """Apple Mail on a Mac: the attribution is within the marks."""
    quoted = f"On 27 Nov 2026, at 08:00, {original.name} <{original.sender}> wrote:\n\n{original.text}"
    markup = (
        '<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head><body '
        f'style="overflow-wrap: break-word; line-break: after-white-space;">{_lines(typed)}'
        '<br id="lineBreakAtBeginningOfMessage"><div><br><blockquote type="cite"><div>On 27 Nov 2026, at 08:00, '
        f"{html.escape(original.name)} &lt;{original.sender}&gt; wrote:</div><br "
        f'class="Apple-interchange-newline"><div>{original.markup}</div></blockquote></div><br></body></html>'
    )
    return _reply(original).text(f"{typed}\n\n{_marked(quoted)}\n").html(markup)


def apple_mail_below(typed: str, original: Original) -> MailBuilder:
    """Apple Mail, typed below the quote."""
    attribution = f"On 27 Nov 2026, at 08:00, {original.name} <{original.sender}> wrote:"
    return _reply(original).text(f"{attribution}\n\n{_marked(original.text)}\n\n{typed}\n")


def ios_mail(typed: str, original: Original) -> MailBuilder:
    """Mail on an iPhone."""
    quoted = f"On 27 Nov 2026, at 08:00, {original.name} <{original.sender}> wrote:\n\n{original.text}"
    return _reply(original).text(f"{typed}\n\nSent from my iPhone\n\n{_marked(quoted)}\n")


def ios_mail_html_only(typed: str, original: Original) -> MailBuilder:
    """The same, HTML alone, in German."""
    return _reply(original, "Aw: ").html(
        '<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head><body dir="auto">'
        f'{"<br>".join(map(html.escape, typed.split(chr(10))))}<br id="lineBreakAtBeginningOfSignature">'
        '<div dir="ltr">Von meinem iPhone gesendet</div><div dir="ltr"><br><blockquote type="cite">Am 27.11.2026 um '
        f"08:00 schrieb {html.escape(original.name)} &lt;{original.sender}&gt;:<br><br></blockquote></div>"
        f'<blockquote type="cite"><div dir="ltr">{original.markup}</div></blockquote></body></html>'
    )


def thunderbird(typed: str, original: Original) -> MailBuilder:
    """Thunderbird as it comes: typed below the quote, a signature below that."""
    attribution = f"On 27/11/2026 08:00, {original.name} wrote:"
    signature = "-- \nJane Doe\nTalent acquisition\n+44 20 7946 0018"
    return _reply(original).text(f"{attribution}\n{_marked(original.text)}\n\n{typed}\n\n{signature}\n")


def thunderbird_above(typed: str, original: Original) -> MailBuilder:
    """Thunderbird set to type above, in German."""
    attribution = f"Am 27.11.2026 um 08:00 schrieb {original.name}:"
    return _reply(original, "Re: AW: ").text(f"{typed}\n\n{attribution}\n{_marked(original.text)}\n")


def thunderbird_inline(typed: str, original: Original) -> MailBuilder:
    """Thunderbird, typed between two lines of the quote."""
    first, _, rest = original.text.partition("\n")
    attribution = f"On 27/11/2026 08:00, {original.name} wrote:"
    return _reply(original).text(f"{attribution}\n{_marked(first)}\n\n{typed}\n\n{_marked(rest)}\n")


def thunderbird_html(typed: str, original: Original) -> MailBuilder:
    """Thunderbird composing in HTML: `moz-cite-prefix` and a blockquote."""
    return _reply(original).html(
        '<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"></head><body>'
        f"{_lines(typed, 'p')}"
        f'<div class="moz-cite-prefix">On 27/11/2026 08:00, {html.escape(original.name)} wrote:<br></div>'
        f'<blockquote type="cite" cite="mid:{original.message_id[1:-1]}">{original.markup}</blockquote></body></html>'
    )


def yahoo(typed: str, original: Original) -> MailBuilder:
    """Yahoo: the quote is indented and unmarked in the text."""
    attribution = f"    On Friday, November 27, 2026 at 08:00:00 AM GMT, {original.name} <{original.sender}> wrote:  "
    quoted = "\n".join(f" {line}" for line in original.text.split("\n"))
    return _reply(original).text(f" {typed}\n{attribution}\n \n {quoted}\n  ")


def yahoo_html_only(typed: str, original: Original) -> MailBuilder:
    """Yahoo, HTML alone."""
    return _reply(original).html(
        '<html><head></head><body><div class="ydpyahoo-style-wrap" style="font-family: Helvetica Neue, sans-serif;">'
        f"{_lines(typed, inside=' dir=ltr data-setdir=false')}<div><br></div></div>"
        '<div id="yahoo_quoted_7021446329" class="yahoo_quoted"><div style="font-size:13px;color:#26282a;"><div>On '
        f"Friday, November 27, 2026 at 08:00:00 AM GMT, {html.escape(original.name)} &lt;{original.sender}&gt; wrote: "
        f'</div><div><br></div><div><br></div><div><div id="yiv2311"><div>{original.markup}</div></div></div></div>'
        "</div></body></html>"
    )


def proton(typed: str, original: Original) -> MailBuilder:
    """Proton Mail on the web."""
    attribution = f"On Friday, November 27th, 2026 at 8:00 AM, {original.name} <{original.sender}> wrote:"
    return _reply(original).text(
        f"{typed}\n\nSent with [Proton Mail](https://proton.me/mail/home) secure email.\n\n{attribution}\n\n"
        f"{_marked(original.text)}\n"
    )


def proton_html_only(typed: str, original: Original) -> MailBuilder:
    """Proton Mail on a phone, HTML alone."""
    return _reply(original).html(
        f'<div dir="auto">{"<br>".join(map(html.escape, typed.split(chr(10))))}</div><div dir="auto"><br></div>'
        '<div class="protonmail_signature_block"><div>Sent from <a href="https://proton.me/mail/home">Proton Mail</a> '
        'for Android.</div></div><div class="protonmail_quote">-------- Original Message --------<br>On Friday, '
        f"11/27/26 at 08:00 {html.escape(original.name)} &lt;{original.sender}&gt; wrote:<br><blockquote "
        f'class="protonmail_quote" type="cite">{original.markup}</blockquote></div>'
    )


def k9(typed: str, original: Original) -> MailBuilder:
    """K-9 Mail: its signature above the quote."""
    return _reply(original).text(
        f"{typed}\n-- \nSent from my Android device with K-9 Mail. Please excuse my brevity.\n\n"
        f"On 27 November 2026 08:00:00 GMT, {original.name} <{original.sender}> wrote:\n{_marked(original.text, '>')}\n"
    )


def k9_german(typed: str, original: Original) -> MailBuilder:
    """K-9 Mail in German: typed above, its signature at the end."""
    return _reply(original).text(
        f"{typed}\n\n\nAm 27. November 2026 08:00:00 MEZ schrieb {original.name} <{original.sender}>:\n"
        f"{_marked(original.text, '>')}\n\n-- \nDiese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.\n"
    )


def samsung(typed: str, original: Original) -> MailBuilder:
    """Samsung Email: a line of dashes, a header, nothing marked."""
    return _reply(original).text(
        f"{typed}\n\n\n\nSent from my Galaxy\n\n\n-------- Original message --------\nFrom: {original.name} "
        f"<{original.sender}> \nDate: 27/11/2026  08:00  (GMT+00:00) \nTo: {original.to} \n"
        f"Subject: {original.subject} \n\n{original.text}\n"
    )


def samsung_html_only(typed: str, original: Original) -> MailBuilder:
    """Samsung Email, HTML alone, in Spanish."""
    return _reply(original).html(
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"></head><body dir="auto">'
        f'{_lines(typed, inside=" dir=auto")}<div dir="auto"><br></div><div id="composer_signature" dir="auto">'
        'Enviado desde mi Galaxy</div><div dir="auto"><br></div><div align="left" dir="auto" '
        'style="font-size:100%;color:#000000"><div>-------- Mensaje original --------</div><div>De: '
        f"{html.escape(original.name)} &lt;{original.sender}&gt; </div><div>Fecha: 27/11/26  8:00  (GMT+00:00) </div>"
        f"<div>Para: {original.to} </div><div>Asunto: {html.escape(original.subject)} </div><div><br></div></div>"
        f"{original.markup}</body></html>"
    )


def gmx(typed: str, original: Original) -> MailBuilder:
    """GMX and web.de: HTML alone, the header begins with "Gesendet:", and a border marks the quote."""
    return _reply(original, "Aw: ").html(
        '<html><head></head><body><div style="font-family: Verdana;font-size: 12.0px;">'
        f'{_lines(typed)}<div>&nbsp;<div name="quote" style="margin:10px 5px 5px 10px; padding: 10px 0 10px 10px; '
        'border-left:2px solid #C3D9E5; word-wrap: break-word;"><div style="margin:0 0 10px 0;"><b>Gesendet:</b> '
        f"Freitag, 27. November 2026 um 08:00 Uhr<br/><b>Von:</b> &quot;{html.escape(original.name)}&quot; &lt;"
        f"{original.sender}&gt;<br/><b>An:</b> {original.to}<br/><b>Betreff:</b> {html.escape(original.subject)}</div>"
        f'<div name="quoted-content">{original.markup}</div></div></div></div></body></html>'
    )


def web_de_text(typed: str, original: Original) -> MailBuilder:
    """web.de, with the text that goes beside it."""
    fields = (
        f'Gesendet: Freitag, 27. November 2026 um 08:00 Uhr\nVon: "{original.name}" <{original.sender}>\n'
        f"An: {original.to}\nBetreff: {original.subject}"
    )
    return _reply(original, "Aw: ").text(f"{typed}\n \n\n{fields}\n\n{original.text}\n")


def notes(typed: str, original: Original) -> MailBuilder:
    """HCL (Lotus) Notes in German: a header with tabs, nothing marked."""
    return _reply(original, "Antwort: ").text(
        f"{typed}\n\nMit freundlichen Grüßen\n\nJane Doe\nPersonalabteilung\n\n\n\n"
        f'Von:\t"{original.name}" <{original.sender}>\nAn:\t<{original.to}>\nDatum:\t27.11.2026 08:00\n'
        f"Betreff:\t{original.subject}\n\n\n\n{original.text}\n"
    )


def notes_web(typed: str, original: Original) -> MailBuilder:
    """Notes in a browser: the sender in a line of dashes, and the header begins with "To:"."""
    return _reply(original).text(
        f'{typed}\n\n-----"{original.name}" <{original.sender}> wrote: -----\nTo: {original.to}\n'
        f'From: "{original.name}" <{original.sender}>\nDate: 11/27/2026 08:00AM\nSubject: {original.subject}\n\n'
        f"{original.text}\n"
    )


def bare(typed: str, original: Original) -> MailBuilder:
    """A program that quotes nothing."""
    return _reply(original).text(f"{typed}\n")


PROGRAMS: tuple[Program, ...] = (
    outlook,
    outlook_html_only,
    outlook_german,
    outlook_french,
    outlook_spanish,
    outlook_dutch,
    outlook_marked,
    outlook_inline,
    outlook_web,
    outlook_mobile,
    outlook_android_html,
    gmail,
    gmail_html_only,
    gmail_german,
    gmail_app,
    gmail_below,
    apple_mail,
    apple_mail_below,
    ios_mail,
    ios_mail_html_only,
    thunderbird,
    thunderbird_above,
    thunderbird_inline,
    thunderbird_html,
    yahoo,
    yahoo_html_only,
    proton,
    proton_html_only,
    k9,
    k9_german,
    samsung,
    samsung_html_only,
    gmx,
    web_de_text,
    notes,
    notes_web,
    bare,
)


def wraps_badly(typed: str, original: Original, *, width: int) -> MailBuilder:
    """A program that marks a long line and then wraps it, so that what runs over stands unmarked below."""
    marked = (textwrap.fill(f"> {line}", width, break_long_words=False) for line in original.text.split("\n"))
    return _reply(original).text(f"{typed}\n\nOn 27/11/2026 08:00, {original.name} wrote:\n" + "\n".join(marked) + "\n")


def marks_nothing(typed: str, original: Original) -> MailBuilder:
    """A program that puts the whole mail below what is typed, and says nothing."""
    return _reply(original).text(f"{typed}\n\n{original.text}\n")


def torn_from_html(typed: str, original: Original) -> MailBuilder:
    """A program that puts the HTML's bare text below what is typed, each element a line."""
    words = re.sub(r"<[^>]*>", "\n", original.markup)
    return _reply(original).text(f"{typed}\n\n{html.unescape(words)}\n")
