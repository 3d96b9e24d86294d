"""ClamAV's daemon: whether the bytes of a mail are known to do harm. `protocol` is what is said, `scanner` says it.

The scanner is another program, and as likely to be down, full or replaced as any: where it gives no answer, nothing is
known of a mail, and the mail waits. Its answer is one line, and untrusted.
"""

from inbox_bot.edges.antivirus.protocol import Version
from inbox_bot.edges.antivirus.scanner import Scanner, ScannerDown

__all__ = ["Scanner", "ScannerDown", "Version"]
