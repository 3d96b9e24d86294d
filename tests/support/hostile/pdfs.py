"""PDFs: loops, lies, filters, and what would run."""

from collections.abc import Iterator

from tests.support.builders import documents as made
from tests.support.hostile.archives import zipped
from tests.support.hostile.values import DAMAGED, ENCRYPTED, READ, SCANNED, TOO_LARGE, UNSAFE, Hostile, hostile


def pdfs() -> Iterator[Hostile]:
    hello = b"BT /F1 12 Tf 72 720 Td (A sentence that a person reads) Tj ET"
    actions = {
        "JavaScript": b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
        "Launch": b"/OpenAction << /S /Launch /F (calc.exe) >>",
        "URI": b"/OpenAction << /S /URI /URI (http://127.0.0.1:9/) >>",
        "SubmitForm": b"/OpenAction << /S /SubmitForm /F (http://127.0.0.1:9/) >>",
        "GoToR": b"/OpenAction << /S /GoToR /F (//host/share) >>",
        "action loop": b"/OpenAction 1 0 R /AA 1 0 R",
        "form loop": b"/AcroForm << /Fields [1 0 R 1 0 R] /XFA 1 0 R >>",
        "form of pages": b"/AcroForm << /Fields 2 0 R >>",
        "names loop": b"/Names << /EmbeddedFiles << /Kids [1 0 R] /Names 1 0 R >> >>",
        "no files": b"/Names << /EmbeddedFiles << /Names [(a) << /EF << /F 4 0 R >> >> (b)] >> >> /Collection 1 0 R",
        "outline loop": b"/Outlines 1 0 R",
        "structure loop": b"/StructTreeRoot 1 0 R /MarkInfo 1 0 R",
    }
    for name, catalog in actions.items():
        yield hostile(f"{name}.pdf", made.page_pdf(hello, catalog), READ)
    pages = {
        "annotation loop": b"/Annots [3 0 R 3 0 R]",
        "contents loop": b"/Contents [4 0 R 4 0 R 3 0 R]",
        "box of no size": b"/MediaBox [0 0 0 0]",
        "huge box": b"/MediaBox [-1e38 -1e38 1e38 1e38]",
        "box of words": b"/MediaBox [/a (b) null true]",
        "unit": b"/UserUnit 1e30",
        "rotated": b"/Rotate 123456789",
        "parent": b"/Parent 3 0 R",
        "parent that is no page": b"/Parent 4 0 R",
        "deep array": b"/X " + b"[" * 3_000 + b"]" * 3_000,
        "deep dictionary": b"/X " + b"<</a " * 1_000 + b"1" + b">>" * 1_000,
        "long name": b"/" + b"x" * 60_000 + b" 1",
    }
    for name, page in pages.items():
        yield hostile(f"{name}.pdf", made.page_pdf(hello, b"", page), READ, SCANNED, DAMAGED)
    drawings = {
        "unbalanced": b"Q" * 5_000 + hello,
        "states": b"q " * 20_000 + hello,
        "image without end": hello + b" BI /W 9 /H 9 ID " + b"x" * 5_000,
        "string without end": hello + b" BT (" + b"(" * 5_000,
        "numbers": hello + b" 9" * 20_000 + b" re f",
        "shapes": hello + b" 0 0 1 1 re f" * 5_000,
        "no font": hello.replace(b"/F1", b"/F9"),
        "font of no size": hello.replace(b"12 Tf", b"0 Tf"),
        "huge font": hello.replace(b"12 Tf", b"1e38 Tf"),
        "far away": hello.replace(b"72 720", b"1e38 -1e38"),
        "not a number": hello.replace(b"72 720", b"nan inf"),
        "marked": b"/Span << /ActualText (" + b"x" * 50_000 + b") >> BDC " + hello + b" EMC",
    }
    for name, drawing in drawings.items():
        yield hostile(f"{name}.pdf", made.page_pdf(drawing), READ, SCANNED, DAMAGED)
    for name in ("LZWDecode", "RunLengthDecode", "ASCII85Decode", "ASCIIHexDecode", "DCTDecode", "JBIG2Decode",
                 "JPXDecode", "CCITTFaxDecode", "Crypt", "FlateDecode", "Nothing"):  # fmt: skip
        stream = b"<< /Length 2000 /Filter /%s /DecodeParms << /Predictor 15 /Columns 2000000000 >> >>" % name.encode()
        whole = made.page_pdf(hello).replace(b"<< /Length %d >>" % len(hello), stream)
        yield hostile(f"{name}.pdf", whole, READ, SCANNED, DAMAGED)
    many = b"/Filter [" + b"/ASCIIHexDecode " * 500 + b"]"
    yield hostile(
        "filters.pdf", made.page_pdf(hello).replace(b"/Length", many + b" /Length", 1), READ, SCANNED, DAMAGED
    )
    catalog = b"<< /Type /Catalog /Pages 2 0 R >>"
    trees = {
        "kid that is its parent": b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>",
        "two that are each other's": b"<< /Type /Pages /Kids [3 0 R] /Count 9 >>",
        "no kids": b"<< /Type /Pages /Count 5 >>",
        "less than none": b"<< /Type /Pages /Kids [] /Count -1 >>",
        "millions": b"<< /Type /Pages /Kids [4 0 R] /Count 2000000000 >>",
        "kids of no kind": b"<< /Type /Pages /Kids [1 (a) /b null 99 0 R] /Count 5 >>",
    }
    for name, tree in trees.items():
        other = b"<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>"
        yield hostile(f"{name}.pdf", made.raw_pdf(catalog, tree, other), SCANNED, DAMAGED, TOO_LARGE)
    whole = made.page_pdf(hello)
    start = whole.index(b"startxref")
    tables = {
        "table before itself": whole.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % whole.index(b"xref")),
        "table nowhere": whole[:start] + b"startxref\n999999999\n%%EOF",
        "table below zero": whole[:start] + b"startxref\n-1\n%%EOF",
        "no table": whole[: whole.index(b"xref")],
        "root that is none": whole.replace(b"/Root 1 0 R", b"/Root 4 0 R"),
        "no root": whole.replace(b"/Root 1 0 R", b""),
        "many objects": whole.replace(b"/Size 6", b"/Size 2147483647"),
        "encrypted by nothing": whole.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 1 0 R"),
        "header alone": b"%PDF-1.7\n%%EOF",
        "old": whole.replace(b"%PDF-1.7", b"%PDF-9.9"),
    }
    for name, content in tables.items():
        yield hostile(f"{name}.pdf", content, READ, SCANNED, DAMAGED, ENCRYPTED)
    yield hostile("and a zip.pdf", whole + zipped(("cv.txt", b"another text")), UNSAFE)
