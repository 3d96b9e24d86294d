"""Whose servers a domain's mail is on: known by the domain, by the hosts that take its mail (MX), or by a greeting.

Hosts and ports are those that each provider publishes for mail programs: for Gmail on support.google.com/mail
(answer 7126229), for Microsoft in "POP, IMAP, and SMTP settings for Outlook.com" (support.microsoft.com), for others
on their help pages. A personal Gmail account takes an app password; an app in testing would lose its sign-in every
seven days.
"""

from collections.abc import Iterable

from inbox_bot.core.domains import comparable, is_in_domains
from inbox_bot.core.rules.model import Provider, Security
from inbox_bot.core.setting_up.values import Greeting, MailHost, ServerAt

_STARTTLS = Security.STARTTLS


def _host(name: str, imap: str, smtp: str, *, security: Security = Security.TLS) -> MailHost:
    return MailHost(name=name, imap=ServerAt(host=imap), smtp=ServerAt(host=smtp, security=security))


GMAIL = _host("Gmail", "imap.gmail.com", "smtp.gmail.com")
GOOGLE = MailHost(name="Google Workspace", imap=GMAIL.imap, smtp=GMAIL.smtp, sign_in=Provider.GOOGLE)
MICROSOFT = MailHost(
    name="Microsoft 365",
    imap=ServerAt(host="outlook.office365.com"),
    smtp=ServerAt(host="smtp.office365.com", security=_STARTTLS),
    sign_in=Provider.MICROSOFT,
)
_ICLOUD = _host("iCloud", "imap.mail.me.com", "smtp.mail.me.com", security=_STARTTLS)
_GMX = _host("GMX", "imap.gmx.net", "mail.gmx.net")
_WEB_DE = _host("WEB.DE", "imap.web.de", "smtp.web.de", security=_STARTTLS)
_YAHOO = _host("Yahoo", "imap.mail.yahoo.com", "smtp.mail.yahoo.com")
_FASTMAIL = _host("Fastmail", "imap.fastmail.com", "smtp.fastmail.com")
_MAILBOX_ORG = _host("mailbox.org", "imap.mailbox.org", "smtp.mailbox.org")

#: Domains at which anybody has a mailbox.
_BY_DOMAIN: dict[str, MailHost] = {
    "gmail.com": GMAIL,
    "googlemail.com": GMAIL,
    "outlook.com": MICROSOFT,
    "hotmail.com": MICROSOFT,
    "live.com": MICROSOFT,
    "msn.com": MICROSOFT,
    "icloud.com": _ICLOUD,
    "me.com": _ICLOUD,
    "gmx.de": _GMX,
    "gmx.net": _GMX,
    "web.de": _WEB_DE,
    "yahoo.com": _YAHOO,
    "fastmail.com": _FASTMAIL,
    "mailbox.org": _MAILBOX_ORG,
    "posteo.de": _host("Posteo", "posteo.de", "posteo.de"),
    "t-online.de": _host("T-Online", "secureimap.t-online.de", "securesmtp.t-online.de"),
}
#: Where the hosts are that take the mail of companies' domains.
_BY_MX: dict[str, MailHost] = {
    "google.com": GOOGLE,
    "googlemail.com": GOOGLE,
    "mail.protection.outlook.com": MICROSOFT,
    "mx.microsoft": MICROSOFT,
    "messagingengine.com": _FASTMAIL,
    "mailbox.org": _MAILBOX_ORG,
    "mail.icloud.com": _ICLOUD,
    "yahoodns.net": _YAHOO,
    "rzone.de": _host("STRATO", "imap.strato.de", "smtp.strato.de"),
    "kundenserver.de": _host("IONOS", "imap.ionos.de", "smtp.ionos.de"),
    "ionos.de": _host("IONOS", "imap.ionos.de", "smtp.ionos.de"),
    "ionos.co.uk": _host("IONOS", "imap.ionos.co.uk", "smtp.ionos.co.uk"),
    "ionos.com": _host("IONOS", "imap.ionos.com", "smtp.ionos.com"),
    "mail.ovh.net": _host("OVHcloud", "ssl0.ovh.net", "ssl0.ovh.net"),
    "mail.gandi.net": _host("Gandi", "mail.gandi.net", "mail.gandi.net"),
    "infomaniak.ch": _host("Infomaniak", "mail.infomaniak.com", "mail.infomaniak.com"),
    "migadu.com": _host("Migadu", "imap.migadu.com", "smtp.migadu.com"),
    "zoho.com": _host("Zoho", "imappro.zoho.com", "smtppro.zoho.com"),
    "zoho.eu": _host("Zoho", "imappro.zoho.eu", "smtppro.zoho.eu"),
    "emailsrvr.com": _host("Rackspace", "secure.emailsrvr.com", "secure.emailsrvr.com"),
}


def host_of(domain: str, mx: Iterable[str]) -> MailHost | None:
    """Who keeps the mailboxes of a domain; None where neither its name nor its MX says so."""
    if (known := _BY_DOMAIN.get(comparable(domain))) is not None:
        return known
    for taker in mx:
        for ending, host in _BY_MX.items():
            if is_in_domains(comparable(taker), (ending,)):
                return host
    return None


def signed_in_by(greeting: Greeting) -> Provider | None:
    """Whose token an IMAP server takes, by its greeting and what it offers before login; None: a password.

    An Exchange of one's own greets as Exchange Online does, and offers no XOAUTH2 unless it was set up for it.
    """
    if "X-GM-EXT-1" in greeting.capabilities or greeting.text.startswith("Gimap "):
        return Provider.GOOGLE
    if "Microsoft Exchange IMAP4 service" in greeting.text and "AUTH=XOAUTH2" in greeting.capabilities:
        return Provider.MICROSOFT
    return None
