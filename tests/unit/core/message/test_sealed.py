"""What nobody reads without a key is told by its first bytes."""

import pytest

from inbox_bot.core.message.mime import sealed
from inbox_bot.core.message.mime.sniff import type_of

CMS = bytes.fromhex("3082015a06092a864886f70d0107")


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"-----BEGIN PGP MESSAGE-----\n\nhQEMA", sealed.PGP_MESSAGE),
        (b"\xef\xbb\xbf\r\n-----BEGIN PGP MESSAGE-----\r\nVersion: 1\r\n", sealed.PGP_MESSAGE),
        (b"\x85\x01\x0c\x03" + bytes(20), sealed.PGP_MESSAGE),
        (b"\xc1\xc0\x4c\x03" + bytes(20), sealed.PGP_MESSAGE),
        (b"\x8c\x0d\x04\x09\x03\x02" + bytes(20), sealed.PGP_MESSAGE),
        (CMS + b"\x03\xa0\x82", sealed.CMS_ENVELOPED),
        (bytes.fromhex("3080060b2a864886f70d0109100117a080"), sealed.CMS_ENVELOPED),
        (b"-----BEGIN PKCS7-----\nMIIB", sealed.CMS_ENVELOPED),
        (b"\x76\xe8\x04\x60\xc4\x11\xe3\x86" + bytes(20), sealed.RIGHTS_MANAGED),
    ],
)
def test_what_is_encrypted_is_of_a_type_of_its_own(content, media_type):
    assert type_of(content) == media_type
    assert media_type in sealed.ENCRYPTED


@pytest.mark.parametrize(
    "content",
    [
        CMS + b"\x02\xa0\x82",
        b"-----BEGIN PGP SIGNATURE-----\n",
        b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n",
        b"-----BEGIN PGP SIGNED MESSAGE-----\n",
        b"Dear all, -----BEGIN PGP MESSAGE----- is what I wrote",
        "…und so weiter".encode("cp1252"),
        b"",
    ],
)
def test_what_is_signed_or_only_speaks_of_it_is_open(content):
    assert type_of(content) not in sealed.ENCRYPTED
