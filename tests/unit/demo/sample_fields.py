"""The header fields that the sample mails share: how they came here, and who wrote them."""

US = "recruitment@snowplowanalytics.com"
HOST = "mx.snowplowanalytics.com"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def arrival(sender: str, relay: str, date: str, *, mark: str, result: str = "pass") -> str:
    """What our own mail server writes on top (RFC 5321 §4.4, RFC 8601); `sender` "" is the null return path."""
    domain = sender.rpartition("@")[2] or relay
    return (
        f"Return-Path: <{sender}>\n"
        f"Delivered-To: {US}\n"
        f"Received: from {relay} ({relay} [192.0.2.{sum(mark.encode()) % 250 + 1}])\n"
        f"\tby {HOST} (Postfix) with ESMTPS id {mark}\n"
        f"\tfor <{US}>; {date}\n"
        f"Authentication-Results: {HOST}; spf=pass smtp.mailfrom={domain}; dkim={result}\n"
        f"\theader.d={domain}; dmarc={result} header.from={domain}\n"
    )


def letter_fields(*, from_: str, subject: str, date: str, message_id: str, mark: str, more: str = "") -> str:
    """The fields of a person's mail to us, in a usual order; `from_` as it stands in the field."""
    address = from_.rpartition("<")[2].rstrip(">")
    return (
        arrival(address, "mail." + address.rpartition("@")[2], date, mark=mark)
        + f"From: {from_}\nTo: {US}\nSubject: {subject}\nDate: {date}\nMessage-ID: <{message_id}>\n"
        + more
    )
