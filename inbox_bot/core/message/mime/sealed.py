"""What is encrypted, or signed around its content, by its first bytes: nothing in it can be read without a key.

OpenPGP: RFC 9580 §4.2 (packets), §6.2 (armour). CMS: RFC 5652 §4, RFC 5083, RFC 7468 §9. Rights management: MS-OXORMMS.
"""

import re

PGP_MESSAGE = "application/x-pgp-message"
CMS_ENVELOPED = "application/x-cms-enveloped"
RIGHTS_MANAGED = "application/x-microsoft-rpmsg-message"
ENCRYPTED = frozenset({PGP_MESSAGE, CMS_ENVELOPED, RIGHTS_MANAGED})  #: types that nobody reads without a key

_ARMOUR: tuple[tuple[bytes, str], ...] = (
    (b"-----BEGIN PGP MESSAGE", PGP_MESSAGE),
    (b"-----BEGIN PGP PUBLIC KEY", "application/pgp-keys"),
    (b"-----BEGIN PGP SIGNATURE", "application/pgp-signature"),
    (b"-----BEGIN PKCS7-----", CMS_ENVELOPED),
    (b"-----BEGIN CMS-----", CMS_ENVELOPED),
)
_RPMSG = b"\x76\xe8\x04\x60\xc4\x11\xe3\x86"
#: The session key, encrypted to a key or a passphrase, with which a message begins: tag, length, version.
_PACKET = re.compile(
    rb"(?:\x84.|\x85..|\x86....|\xc1(?:[\x00-\xbf]|[\xc0-\xdf].))[\x03\x06]|(?:\x8c.|\xc3[\x00-\xbf])[\x04-\x06]",
    re.DOTALL,
)
_CMS = b"\x2a\x86\x48\x86\xf7\x0d\x01"
_ENVELOPED = (_CMS + b"\x07\x03", _CMS + b"\x09\x10\x01\x17")  # envelopedData, authEnvelopedData
_OID_WITHIN = 30  # bytes: a sequence and its length come before


def type_of(head: bytes) -> str | None:
    """The type of what is closed to us, or only signs and opens; None of everything else."""
    begun = head[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    for mark, media_type in _ARMOUR:
        if begun.startswith(mark):
            return media_type
    if head.startswith(_RPMSG):
        return RIGHTS_MANAGED
    if head[:1] == b"\x30" and any(oid in head[:_OID_WITHIN] for oid in _ENVELOPED):
        return CMS_ENVELOPED
    return PGP_MESSAGE if _PACKET.match(head) else None
