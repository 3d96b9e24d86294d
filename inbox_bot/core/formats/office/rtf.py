"""RTF as text: a tokenizer that skips what no reader sees (pictures, fonts, styles, instructions of fields).

Bytes are in the code page of the font they are set in; Unicode comes as numbers, each followed by characters for
programs that know none. Objects are remarked on, never unpacked. Linear; RTF 1.9.1.
"""

import re
from dataclasses import dataclass, field, replace

from inbox_bot.core.formats.extract import LINKS_LIMIT, TEXT_LIMIT, Extract, Hyperlink, clean
from inbox_bot.core.formats.hidden import SMALL_POINTS, WHITE, Hidden
from inbox_bot.core.formats.links import links_of_fields
from inbox_bot.core.message.values import Finding
from inbox_bot.core.words import Problem, Remark

TOKENS_LIMIT = 2_000_000  # a CV has 10,000; these take some three seconds
_INSTRUCTION_BYTES = 2_000  # of one field
_COLOURS_BYTES = 50_000  # of the table of colours
DEPTH_LIMIT = 500  # groups in groups
_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    rb"|\\'(?P<byte>[0-9a-fA-F]{2})"
    rb"|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])"
    rb"|(?P<text>[^\\{}\r\n]+)"
    rb"|[\r\n]+",
    re.DOTALL,
)
_GROUNDS = frozenset({b"do", b"background", b"pict"})  # what text may stand on: drawings, pictures
_COLOURS = (b"red", b"green", b"blue")
_COLOUR = re.compile(rb"\\(red|green|blue)(\d{1,3})")
_GROUP_ENDS = re.compile(rb"\\[\\{}]|[{}]|\\bin(\d{1,10}) ?")
#: Destinations that say nothing to a reader of the document (RTF 1.9.1, appendix C).
_SKIPPED = frozenset(
    b"colortbl stylesheet info pict objdata fldinst datafield bkmkstart bkmkend nonshppict annotation atnid atnauthor "
    b"atndate atnref atrfstart atrfend listtable listoverridetable revtbl rsidtbl generator themedata "
    b"colorschememapping latentstyles datastore xmlnstbl filetbl template operator author title subject keywords "
    b"comment doccomm company "
    b"creatim revtim printim buptim pgptbl listtext pntext pntxta pntxtb sp sn sv objclass objname htmltag mhtmltag "
    b"falt panose xe tc tcn passwordhash protusertbl private1 wgrffmtfilter blipuid picprop".split()
)
#: Destinations that are marked as to be ignored by those that don't know them, and hold what is seen.
_KNOWN = frozenset(b"shpinst shptxt ud upr footnote ftnsep shppict fldrslt".split())
_LINES = frozenset(b"par line sect page row nestrow column".split())
_CHARACTERS = {
    b"tab": "\t",
    b"cell": "\t",
    b"nestcell": "\t",
    b"emdash": "—",
    b"endash": "–",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"bullet": "•",
    b"emspace": " ",
    b"enspace": " ",
    b"qmspace": " ",
}
_SIGNS = {b"~": "\xa0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\n", b"\r": "\n", b"\t": "\t"}
#: What \fcharset names (RTF 1.9.1, font table).
_CHARSETS = {
    0: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "gb18030",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    255: "cp437",
}
_CODE_PAGES = {
    437: "cp437",
    850: "cp850",
    852: "cp852",
    866: "cp866",
    874: "cp874",
    932: "cp932",
    936: "gb18030",
    949: "cp949",
    950: "cp950",
    10000: "mac_roman",
    65001: "utf-8",
    **{number: f"cp{number}" for number in range(1250, 1259)},
}


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds until a group ends."""

    hidden: bool = False
    half_points: int = 24  #: how large the letters are
    ink: int = 0  #: their colour, by its place in the table of colours
    in_fonts: bool = False
    font: int | None = None
    fallback: int = 1  #: characters behind a Unicode number that stand for it


@dataclass(slots=True)
class _Document:
    """What was read so far."""

    codec: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    size: int = 0
    hidden: Hidden = field(default_factory=Hidden)
    white_inks: frozenset[int] = frozenset()  #: places of the table of colours that are as white as paper
    white: list[int] = field(default_factory=list)  #: which of `kept` are white: hidden where nothing is coloured
    is_coloured: bool = False  #: something gives letters another ground than paper
    links: list[Hyperlink] = field(default_factory=list)
    objects: bool = False
    pictures: bool = False
    waiting: bytearray = field(default_factory=bytearray)  #: bytes of one code page, not decoded yet
    units: list[int] = field(default_factory=list)  #: UTF-16, not joined yet


def read_rtf(content: bytes) -> Extract:
    """The text.

    Problems: `damaged` (no RTF), `unsafe` (built to hold its reader), `scanned` (pictures and no text), `unsupported`.
    """
    if not content.lstrip()[:5].lower().startswith(b"{\\rtf"):
        return Extract(problem=Problem.DAMAGED)
    document = _Document()
    if not _Reader(content, document).read():
        return Extract(problem=Problem.UNSAFE)
    if not document.is_coloured:
        for at in document.white:
            document.hidden.add(document.kept[at])
            document.kept[at] = ""
    text = clean("".join(document.kept))
    embedded = (Finding(remark=Remark.EMBEDDED_FILES),) if document.objects else ()
    findings = (*embedded, *document.hidden.findings())
    if not text:
        return Extract(problem=Problem.SCANNED if document.pictures else Problem.UNSUPPORTED, findings=findings)
    return Extract(text=text, findings=findings, links=tuple(document.links))


def _white_inks(table: bytes) -> frozenset[int]:
    """Which colours of the table are as white as paper; an entry that says nothing is the reader's own."""
    entries = (dict(_COLOUR.findall(entry)) for entry in table.split(b";"))
    return frozenset(
        place
        for place, entry in enumerate(entries)
        if len(entry) == len(_COLOURS) and all(int(share) >= WHITE for share in entry.values())
    )


class _Reader:
    """Goes over the tokens once."""

    def __init__(self, content: bytes, document: _Document) -> None:
        self.content = content
        self.document = document
        self.group = _Group()
        self.outer: list[_Group] = []
        self.at = 0
        self.skip = 0  # characters that stand for a Unicode number before
        self.starred = self.begun = False  # behind `{\*`, and behind `{`

    def read(self) -> bool:
        """False where it is built to hold its reader."""
        for _ in range(TOKENS_LIMIT):
            token = _TOKEN.match(self.content, self.at)
            if token is None or self.document.size > 2 * TEXT_LIMIT:
                self._flush()
                return True
            self.at = token.end()
            begun, self.begun = self.begun, False
            if token["brace"] is not None:
                if not self._brace(token["brace"]):
                    return False
            elif token["word"] is not None:
                self._word(token["word"], token["number"], begun=begun)
            elif token["byte"] is not None:
                self._bytes(bytes([int(token["byte"], 16)]))
            elif token["sign"] == b"*":
                self.starred, self.begun = begun, begun
            elif token["sign"] is not None:
                self._text(_SIGNS.get(token["sign"], ""))
            elif token["text"] is not None:
                self._bytes(token["text"])
        return False

    def _brace(self, brace: bytes) -> bool:
        self.skip = 0
        if brace == b"{":
            self.outer.append(self.group)
            self.begun, self.starred = True, False
            return len(self.outer) <= DEPTH_LIMIT
        self._flush()
        if self.outer:
            self.group = self.outer.pop()
        return True

    def _word(self, word: bytes, number: bytes | None, *, begun: bool) -> None:
        starred, self.starred = self.starred and begun, False
        value = int(number) if number else None
        if begun and (word in _SKIPPED or (starred and word not in _KNOWN)):
            self._note_destination(word)
            self._skip_group()
        elif word == b"u" and value is not None:
            self._unicode(value)
        elif word == b"bin":
            self.at += max(0, value or 0)
        elif word in _LINES:
            self._text("\n")
        elif word in _CHARACTERS:
            self._text(_CHARACTERS[word])
        elif word == b"ansicpg":
            self.document.codec = _CODE_PAGES.get(value or 0, self.document.codec)
        elif word == b"mac":
            self.document.codec = "mac_roman"
        else:
            self._set(word, value)

    def _set(self, word: bytes, value: int | None) -> None:
        """What changes how the text behind it is read, until its group ends."""
        group = self.group
        match word:
            case b"fonttbl":
                group = replace(group, in_fonts=True)
            case b"f":
                group = replace(group, font=value)
            case b"fcharset" if group.in_fonts and group.font is not None:
                self.document.fonts[group.font] = _CHARSETS.get(value or 0, "")
            case b"uc":
                group = replace(group, fallback=max(0, min(value if value is not None else 1, 100)))
            case b"v" | b"deleted":
                group = replace(group, hidden=value != 0)
            case b"fs" if value is not None:
                group = replace(group, half_points=value)
            case b"cf":
                group = replace(group, ink=value or 0)
            case b"plain":
                group = replace(group, hidden=False, half_points=24, font=None, ink=0)
            case b"shp":
                self.document.is_coloured = True
                return
            case b"highlight" | b"chcbpat" | b"cbpat" | b"clcbpat" | b"cb":
                self.document.is_coloured |= bool(value) and value not in self.document.white_inks
                return
            case b"shading" | b"chshdng" | b"clshdng":
                self.document.is_coloured |= bool(value)
                return
            case b"htmlrtf":
                group = replace(group, hidden=value != 0)
            case _:
                return
        before = self.group
        if (group.font, group.hidden, group.half_points, group.ink) != (
            before.font,
            before.hidden,
            before.half_points,
            before.ink,
        ):
            self._flush()
        self.group = group

    def _note_destination(self, word: bytes) -> None:
        self.document.pictures = self.document.pictures or word == b"pict"
        self.document.objects = self.document.objects or word == b"objdata"
        self.document.is_coloured |= word in _GROUNDS
        if word == b"colortbl":
            self.document.white_inks = _white_inks(self.content[self.at : self.at + _COLOURS_BYTES].partition(b"}")[0])
        if word == b"fldinst" and len(self.document.links) < LINKS_LIMIT:
            said = self.content[self.at : self.at + _INSTRUCTION_BYTES].partition(b"}")[0]
            self.document.links += links_of_fields(said.decode("latin-1"))

    def _skip_group(self) -> None:
        """To the brace that ends the group, which is read next."""
        depth = 0
        while (found := _GROUP_ENDS.search(self.content, self.at)) is not None:
            self.at = found.end()
            if found[1] is not None:
                self.at += int(found[1])
            elif found[0] == b"{":
                depth += 1
            elif found[0] == b"}":
                if not depth:
                    self.at = found.start()
                    return
                depth -= 1
        self.at = len(self.content)

    def _bytes(self, content: bytes) -> None:
        skipped = min(self.skip, len(content))
        self.skip -= skipped
        if len(content) > skipped and not self.group.in_fonts:
            self._join_units()
            self.document.waiting += content[skipped:]

    def _unicode(self, value: int) -> None:
        self._decode_waiting()
        self.document.units.append(value & 0xFFFF)
        self.skip = self.group.fallback

    def _text(self, text: str) -> None:
        if self.skip:
            self.skip -= 1
            return
        self._flush()
        self._keep(text)

    def _flush(self) -> None:
        self._decode_waiting()
        self._join_units()

    def _decode_waiting(self) -> None:
        if self.document.waiting:
            codec = self.document.fonts.get(self.group.font or 0, "") or self.document.codec
            content, self.document.waiting = bytes(self.document.waiting), bytearray()
            self._keep(content.decode(codec, "replace"))

    def _join_units(self) -> None:
        if self.document.units:
            units, self.document.units = self.document.units, []
            self._keep(b"".join(unit.to_bytes(2, "little") for unit in units).decode("utf-16-le", "replace"))

    def _keep(self, text: str) -> None:
        if self.group.in_fonts:
            return
        if self.group.hidden or self.group.half_points < 2 * SMALL_POINTS:
            self.document.hidden.add(text)
            return
        if self.group.ink in self.document.white_inks:
            self.document.white.append(len(self.document.kept))
        self.document.kept.append(text)
        self.document.size += len(text)
