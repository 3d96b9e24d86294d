"""Raw bytes to a frozen `Message`: who wrote, to whom, in reply to what, the text the writer typed, and every part.

Owns the values that travel (`values.py`) and the helper that makes untrusted text safe (`safe.py`). Judges nothing.
"""
