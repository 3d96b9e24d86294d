"""winmail.dat files from the world: each its attachments, those of no bytes too, and none where there is none."""

from pathlib import Path

import pytest

from inbox_bot.core.message.mime.sniff import type_of
from inbox_bot.core.message.parse import parse
from inbox_bot.core.message.values import Message
from inbox_bot.core.unpack.stage import unpack
from tests.support.builders.documents import a_part

TNEF = Path(__file__).parents[5] / "shared" / "corpora" / "mail" / "tnef"
pytestmark = [pytest.mark.corpus, pytest.mark.skipif(not TNEF.is_dir(), reason=f"no corpora at {TNEF}")]
#: By file, the attachments that its attributes tell of (MS-OXTNEF §2.1.3.3): a rendering begins each of them.
HELD = {
    "MAPI_ATTACH_DATA_OBJ.tnef": ("VIA_Nytt_1402.doc", "VIA_Nytt_1402.pdf", "VIA_Nytt_14021.htm"),
    "attachments.tnef": ("zappa_av1.jpg", "bookmark.htm"),
    "body.tnef": (),
    "data-before-name.tnef": ("AUTOEXEC.BAT", "CONFIG.SYS", "boot.ini"),
    "garbage-at-end.tnef": (),
    "long-filename.tnef": ("allproductsmar2000.dat",),
    "missing-filenames.tnef": ("generpts.src", "TechlibDEC99.doc", "TechlibDEC99-JAN00.doc", "TechlibNOV99.doc"),
    "multi-name-property.tnef": (),
    "multi-value-attribute.tnef": ("208225__5_seconds__Voice_Mail.mp3",),
    "one-file.tnef": ("AUTHORS",),
    "panic.tnef": ("image001.jpg", "image002.jpg", "image003.png"),
    "rtf.tnef": (),
    "triples.tnef": (),
    "two-files.tnef": ("AUTHORS", "README"),
    "ukr.eml": (),
    "unicode-mapi-attr-name.tnef": ("spaconsole2.cfg", "image001.png", "image002.png", "image003.png"),
    "unicode-mapi-attr.tnef": ("example.dat",),
    "winmail.tnef": ("Picture (Device Independent Bitmap)", "Picture (Device Independent Bitmap)"),
}


def test_every_file_is_told_of():
    assert {file.name for file in TNEF.iterdir()} == set(HELD)


@pytest.mark.parametrize(("name", "held"), HELD.items(), ids=HELD)
def test_each_winmail_dat_gives_its_attachments(name: str, held: tuple[str, ...]):
    content = (TNEF / name).read_bytes()
    message = parse(content) if name.endswith(".eml") else Message(parts=(a_part(content, type=type_of(content)),))
    opened = unpack(message)
    container = next(part for part in opened.parts if part.type == "application/ms-tnef")
    inside = [part for part in opened.parts if part.section.startswith(f"{container.section}!")]
    assert (container.closed, tuple(part.filename for part in inside)) == (None, held)
