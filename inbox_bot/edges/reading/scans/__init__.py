"""Recognition of text on scanned pages (OCR): an extra, in a cage of its own.

`reader.ScanReader` is the daemon's side: it starts a worker for one mail, asks it for one page after the other, and
ends it. In the child, `worker` finds the part within the mail, `pixels` renders the page, `engine` recognises it.
Without the extra `ocr` nothing of this is there (`offered`), and a scan is what it was: a document without text.
"""
