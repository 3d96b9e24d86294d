"""Raw bytes to a frozen `Message`: who wrote, to whom, in reply to what, the text the writer typed, and every part.

Owns the values that travel (`values.py`) and the helper that makes untrusted text safe (`safe.py`). Judges nothing,
and opens no document. Reading goes: `bounds` (may it be read at all?), `opening` (the e-mail parser's tree), `tree`
(places, names and bytes of the parts), `body` (which of them is the text), `quotes` (what of it was typed); `parse`
puts them together. What parsers of MIME miss is found beside it: `division` (multiparts that are in one piece),
`leftovers` (files written into a text), `stub` (HTML that a plain part only stands for), `links` (files elsewhere).
`content` is the identity of a sending, `sniff` and `sealed` tell the type of a part, `charsets` its charset,
`picture_size` and `shown` how large a picture is; `forwarded` is a mail that was forwarded by copying its text.

Nothing here raises, whatever the bytes, but for `bounds.TooComplex`: a mail built to take too long.
"""
