"""What a part is, by its bytes: declared types and file names are the sender's word, and not believed.

Looks at a bounded piece of the content, whatever its size. Never raises.
"""

import io
import re
import zipfile

from inbox_bot.core.message.mime import sealed
from inbox_bot.core.message.mime.charsets import wide_codec

UNKNOWN = "application/octet-stream"
_HEAD = 4_096  # bytes that text is judged by
_PDF_JUNK = 1_024  # bytes that may stand before %PDF- (PDF 1.7, implementation note 13)
_OLE_LIMIT = 4_000_000  # bytes in which a stream's name is looked for where the first directory sector has none
_ZIP_NAMES = 200  # entries of a zip that are looked at
_ZIP_LIMIT = 5_000  # entries above which a zip's directory is not read

_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "application/rtf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"BM", "image/bmp"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x1f\x8b\x08", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"\x78\x9f\x3e\x22", "application/ms-tnef"),
    (b"MZ", "application/vnd.microsoft.portable-executable"),
    (b"\x7fELF", "application/x-elf"),
    (b"\xfe\xed\xfa\xce", "application/x-mach-binary"),
    (b"\xfe\xed\xfa\xcf", "application/x-mach-binary"),
    (b"\xcf\xfa\xed\xfe", "application/x-mach-binary"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "application/x-ms-shortcut"),
    (b"MSCF\x00\x00\x00\x00", "application/vnd.ms-cab-compressed"),
    (b"%!PS", "application/postscript"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\x1aE\xdf\xa3", "video/webm"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Stream names of the compound file's directory, in UTF-16 (MS-CFB §2.6.1).
_OLE_STREAMS: tuple[tuple[str, str], ...] = (
    ("__properties_version1.0", "application/vnd.ms-outlook"),
    ("__substg1.0_", "application/vnd.ms-outlook"),
    ("WordDocument", "application/msword"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("Workbook", "application/vnd.ms-excel"),
    ("EncryptedPackage", "application/x-ole-encrypted"),
)
# Brands of ISO media files that are pictures (ISO 23008-12 §10; AVIF §6).
_BRANDS: dict[bytes, str] = {
    **dict.fromkeys((b"heic", b"heix", b"hevc", b"hevx", b"mif1", b"msf1", b"heim", b"heis"), "image/heic"),
    **dict.fromkeys((b"avif", b"avis"), "image/avif"),
}
_OOXML = "application/vnd.openxmlformats-officedocument."
_ZIP_DOCUMENTS: tuple[tuple[str, str], ...] = (
    ("word/", _OOXML + "wordprocessingml.document"),
    ("xl/", _OOXML + "spreadsheetml.sheet"),
    ("ppt/", _OOXML + "presentationml.presentation"),
)
_OTHER_PACKAGE = "application/x-ooxml-package"  # OOXML of a kind that is none of these: a drawing, an add-in
IWORK = "application/x-iwork"  #: Pages, Numbers and Keynote: told by what is in the package
_IWORK_NAMES = frozenset({"Index/Document.iwa", "Index.zip", "index.xml", "index.apxl", ".iwph"})
_ZIP_MIMETYPES = re.compile(rb"application/(?:vnd\.oasis\.opendocument\.[a-z-]{1,30}|epub\+zip)")
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,500}?-->\s*)?"
    rb"<(?:!doctype html|html|head|body|meta|title|table|div|p|script|style)\b",
    re.IGNORECASE | re.DOTALL,
)
FLAT_ODT = "application/vnd.oasis.opendocument.text-flat-xml"  #: an OpenDocument in one file
_FLAT_ODT = re.compile(rb"<office:document\b[^>]{0,3500}?mimetype=[\"']application/vnd\.oasis\.opendocument\.text[\"']")
WORD_2003 = "application/x-word-2003-xml"  #: a Word document that is one XML file
FLAT_OPC = "application/x-flat-opc"  #: a Word document whose package was laid flat into one XML file
_XML_DOCUMENTS = (
    (re.compile(rb"<(?:w:)?wordDocument\b[^>]{0,3500}?/office/word/2003/wordml"), WORD_2003),
    (re.compile(rb"<pkg:package\b[^>]{0,3500}?/office/2006/xmlPackage"), FLAT_OPC),
    (_FLAT_ODT, FLAT_ODT),
)
WEB_ARCHIVE = "application/x-mimearchive"  #: a web page saved with what it shows (RFC 2557)
_SAVED_PAGE = re.compile(rb"from:\s{0,5}\"?<saved by |snapshot-content-location:", re.IGNORECASE)
_RELATED = re.compile(rb"content-type:\s{0,5}(?:multipart/related|text/html)", re.IGNORECASE)
_SVG = re.compile(rb"<(?:[a-z]{1,20}:)?svg\b", re.IGNORECASE)
_MAIL_HEAD = 16_384  # bytes of a header
_MAIL_BEGIN = re.compile(rb"\A(?:\xef\xbb\xbf)?\s{0,100}(?:From [^\r\n]{0,500}\r?\n)?")
_FIELD_NAME = re.compile(rb"[!-9;-~]{1,100}[ \t]{0,5}")
_MAIL_ORIGINS = frozenset({b"from", b"return-path", b"received", b"sender"})
_MAIL_SENDINGS = frozenset({b"to", b"date", b"message-id", b"received", b"delivered-to"})
_MAIL_FIELDS = _MAIL_ORIGINS | _MAIL_SENDINGS | {b"subject", b"mime-version", b"cc", b"reply-to", b"content-type"}
_BINARY = (
    bytes(range(8)) + b"\x0e\x0f" + bytes(range(0x10, 0x1B)) + b"\x1c\x1d\x1e\x1f\x7f"
)  # never in text; ESC may be
_EXTENSIONS: dict[str, str] = {
    "application/pdf": "pdf",
    _OOXML + "wordprocessingml.document": "docx",
    _OOXML + "spreadsheetml.sheet": "xlsx",
    _OOXML + "presentationml.presentation": "pptx",
    "application/vnd.oasis.opendocument.text": "odt",
    FLAT_ODT: "fodt",
    WORD_2003: "xml",
    FLAT_OPC: "xml",
    WEB_ARCHIVE: "mht",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "application/epub+zip": "epub",
    "application/msword": "doc",
    "application/vnd.ms-outlook": "msg",
    "application/vnd.ms-powerpoint": "ppt",
    "application/vnd.ms-excel": "xls",
    "application/x-ole-storage": "ole",
    "application/x-ole-encrypted": "ole",
    "application/rtf": "rtf",
    "application/zip": "zip",
    IWORK: "pages",
    "application/x-7z-compressed": "7z",
    "application/vnd.rar": "rar",
    "application/gzip": "gz",
    "application/x-tar": "tar",
    "application/ms-tnef": "tnef",
    sealed.PGP_MESSAGE: "pgp",
    sealed.CMS_ENVELOPED: "p7m",
    sealed.RIGHTS_MANAGED: "rpmsg",
    "application/vnd.microsoft.portable-executable": "exe",
    "application/x-ms-shortcut": "lnk",
    "application/xml": "xml",
    "image/svg+xml": "svg",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/tiff": "tiff",
    "image/bmp": "bmp",
    "image/heic": "heic",
    "image/avif": "avif",
    "text/html": "html",
    "text/plain": "txt",
    "message/rfc822": "eml",
}


def type_of(content: bytes) -> str:
    """The media type that the bytes show; `application/octet-stream` where they show none, as no bytes do."""
    head = content[:_HEAD]
    for start, media_type in _STARTS:
        if head.startswith(start):
            return media_type
    if (closed := sealed.type_of(head)) is not None:
        return closed
    # Before the PDF: in an archive that stores what it holds, a PDF's first bytes stand within the first kilobyte.
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_type(content)
    if head[257:262] == b"ustar":  # the first file's own header is before its content
        return "application/x-tar"
    if b"%PDF-" in head[: _PDF_JUNK + 5]:
        return "application/pdf"
    if head.startswith(_OLE):
        return _ole_type(content)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4")
    return _text_type(head)


def is_mail(content: bytes) -> bool:
    """Whether the bytes are a mail: a header with three fields of a mail at least, one of which says where it is from.

    A page that a browser saved (MHTML) has such a header too; it came from nobody, and went to nobody.
    """
    header = _MAIL_BEGIN.sub(b"", content[:_MAIL_HEAD])
    names: set[bytes] = set()
    for line in header.split(b"\n"):
        if not line.strip():
            break
        name, colon, _value = line.partition(b":")
        if line[:1] in b" \t":
            continue
        if not colon or not _FIELD_NAME.fullmatch(name) or _SAVED_PAGE.match(line):
            return False
        names.add(name.strip().lower())
    if not names & _MAIL_ORIGINS:
        return False
    return len(names & _MAIL_FIELDS) >= 3 and bool(names & _MAIL_SENDINGS)


def extension_of(media_type: str) -> str:
    """The usual file name extension of a media type, without the dot; `bin` where there is none."""
    return _EXTENSIONS.get(media_type, "bin")


def _zip_type(content: bytes) -> str:
    # OpenDocument and EPUB: the first entry is called `mimetype`, is stored, and says it (ODF 1.2, part 3, §3.3).
    if content[30:38] == b"mimetype":
        said = _ZIP_MIMETYPES.match(content[38:120])
        if said:
            return said.group().decode("ascii")
    names = _zip_names(content)
    if "[Content_Types].xml" in names:
        known = (kind for folder, kind in _ZIP_DOCUMENTS if any(name.startswith(folder) for name in names))
        return next(known, _OTHER_PACKAGE)
    if {"META-INF/manifest.xml", "content.xml"} <= names:  # repacked, so that its first entry is another
        return "application/vnd.oasis.opendocument.text"
    return IWORK if names & _IWORK_NAMES else "application/zip"


def _zip_names(content: bytes) -> frozenset[str]:
    # The directory is read only where it is small: 65,536 entries are no document. Its count stands 12 bytes before
    # the end record's end (APPNOTE 4.3.16).
    end = content.rfind(b"PK\x05\x06", max(0, len(content) - 65_557))
    if end < 0 or int.from_bytes(content[end + 10 : end + 12], "little") > _ZIP_LIMIT:
        return _local_names(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return frozenset(archive.namelist()[:_ZIP_NAMES])
    except Exception:  # zipfile raises far more than BadZipFile on hostile bytes (struct.error, NotImplementedError, …)
        return _local_names(content)


def _local_names(content: bytes) -> frozenset[str]:
    """The names in the local headers at the start: a damaged archive still says what it was."""
    names = set()
    at = 0
    for _ in range(_ZIP_NAMES):
        at = content.find(b"PK\x03\x04", at, at + 1_000_000)
        if at < 0:
            break
        length = int.from_bytes(content[at + 26 : at + 28], "little")
        names.add(content[at + 30 : at + 30 + min(length, 300)].decode("utf-8", "replace"))
        at += 4
    return frozenset(names)


def _ole_type(content: bytes) -> str:
    # The directory's first sector is given in the header (MS-CFB §2.2); the names of the outermost streams stand there.
    shift = min(int.from_bytes(content[30:32], "little"), 12)
    directory = (int.from_bytes(content[48:52], "little") + 1) << shift
    sector = content[directory : directory + 16_384] or content[:65_536]
    for where in (sector, content[:_OLE_LIMIT]):
        for name, media_type in _OLE_STREAMS:
            if name.encode("utf-16-le") in where:
                return media_type
    return "application/x-ole-storage"


def _text_type(head: bytes) -> str:
    if not head:
        return UNKNOWN
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text/plain" if len(head) > 2 else UNKNOWN
    if (wide := wide_codec(head)) is not None:
        head = head.decode(wide, "replace").encode("utf-8", "replace")
    if head.translate(None, _BINARY) != head:
        return UNKNOWN
    start = head.removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(start):
        return "text/html"
    if start.lstrip()[:5].lower() == b"<?xml" or _SVG.match(start.lstrip()):
        for begin, media_type in _XML_DOCUMENTS:
            if begin.search(start):
                return media_type
        return "image/svg+xml" if _SVG.search(start) else "application/xml"
    return WEB_ARCHIVE if _is_web_archive(start) else "text/plain"


def _is_web_archive(head: bytes) -> bool:
    """Whether a header says that a page follows, with what it shows, and nobody wrote it to anybody."""
    if b":" not in head[:100]:
        return False
    lines = head.lstrip().replace(b"\r\n", b"\n").partition(b"\n\n")[0].split(b"\n")
    names = {line.partition(b":")[0].strip().lower() for line in lines if line[:1] not in b" \t"}
    if b"mime-version" not in names or not any(map(_RELATED.match, lines)):
        return False
    return any(map(_SAVED_PAGE.match, lines)) or not names & (_MAIL_ORIGINS | _MAIL_SENDINGS)
