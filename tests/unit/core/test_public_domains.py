"""Which domains are the public's, and the list that says so."""

from importlib.resources import files

import pytest

from inbox_bot.core import public_domains
from inbox_bot.core.domains import comparable
from inbox_bot.core.public_domains import is_public, listed

LIST = files(public_domains.__package__).joinpath("public_domains.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "domain",
    ["gmail.com", "GMX.de", "web.de", "yahoo.co.uk", "hotmail.fr", "live.nl", "outlook.com.br", "qq.com", "proton.me"],
)
def test_public_domains(domain):
    assert is_public(domain)


@pytest.mark.parametrize(
    "domain", ["example.org", "gmail.com.evil.example", "live.example", "yahoo.evil.com", "mygmail.com", "", "domains"]
)
def test_other_domains(domain):
    assert not is_public(domain)


def test_a_domain_is_listed_once_and_as_it_is_compared():
    written = [name for line in LIST.splitlines() if not line.startswith(("#", "===")) for name in line.split()]
    assert sorted(written) == sorted(set(written))
    assert [name for name in written if comparable(name) != name] == []
    assert set(written) == listed("families") | listed("domains")


def test_no_listed_domain_is_one_that_its_family_covers_already():
    covered = [name for name in listed("domains") if is_public(name) and len(name.rpartition(".")[2]) == 2]
    assert [name for name in covered if name.partition(".")[0] in listed("families")] == []


def test_the_list_says_where_it_comes_from_and_when_it_was_last_checked():
    head = LIST.split("\n===")[0]
    assert "Checked on 20" in head
    assert "github.com/" in head
    assert "License" in head
