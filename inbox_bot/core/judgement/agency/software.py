"""Was a mail sent by software that recruitment firms alone use?

Such software sends by hosts of its maker, which customers let send in their name. They are in the envelope's address,
in the id and in the signature of the mail's domain, where no writer puts them.

- Bullhorn, "for the staffing industry": `include:spf.bullhornmail.com` (https://sendmarc.com/spf/spf-bullhorn/, after
  https://kb.bullhorn.com/ats/Content/BHATS/Topics/spfRecordsAndSendingEmailFromBH.htm).

Software by which companies also hire for themselves (JobAdder, Zoho Recruit) is no sign: it passes applications on.
"""

import re

from inbox_bot.core.judgement.clues import Clues, evidence
from inbox_bot.core.judgement.verdict import Evidence

_HOSTS = ("bullhornmail.com",)
_HOST = re.compile(
    rf"(?:^|[@./=])({'|'.join(re.escape(host) for host in _HOSTS)})(?![a-z0-9@-]|\.[a-z0-9])", re.IGNORECASE
)
_SIGNING_DOMAIN = re.compile(r"(?:^|;)\s*d\s*=\s*([a-z0-9.-]{1,255})", re.IGNORECASE)


def sent_by_recruiters_software(clues: Clues) -> Evidence | None:
    """A host of recruitment firms' software in Return-Path (RFC 5321 §4.4), Message-ID or DKIM's d= (RFC 6376 §3.5)."""
    message = clues.message
    signing = (match.group(1) for match in map(_SIGNING_DOMAIN.search, message.header("dkim-signature")[:5]) if match)
    for said in (message.return_path or "", (message.message_id or "").rstrip(">"), *signing):
        found = _HOST.search(said[-300:])
        if found is not None:
            return evidence("sent_by_recruiters_software", 0.4, found.group(1))
    return None
