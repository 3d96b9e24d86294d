"""Files that are made for the first time: whole or not at all, and none in another's place."""

import errno
import os
from pathlib import Path

import pytest

from inbox_bot.edges.new_files import FOR_ALL, NotMade, make, put_secret


def test_a_file_is_read_before_it_has_its_name_and_then_has_its_rights(tmp_path):
    seen: list[bytes] = []
    path = tmp_path / "rules.yaml"
    make(path, b"mode: observe\n", rights=FOR_ALL, check=lambda new: seen.append(new.read_bytes()))
    assert seen == [path.read_bytes()] == [b"mode: observe\n"]
    assert path.stat().st_mode & 0o777 == 0o644 & ~_umask()
    assert [each.name for each in tmp_path.iterdir()] == ["rules.yaml"]


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_what_is_not_good_is_not_there(tmp_path):
    with pytest.raises(ValueError):
        make(tmp_path / "rules.yaml", b"x", rights=FOR_ALL, check=lambda _: int("no"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("links", [True, False])
def test_a_file_of_that_name_stays_also_where_the_file_system_has_no_links(links, tmp_path, monkeypatch):
    if not links:
        monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(OSError(errno.EPERM, "not permitted")))
    path = tmp_path / "rules.yaml"
    make(path, b"first", rights=FOR_ALL)
    with pytest.raises(NotMade, match="is there already"):
        make(path, b"second", rights=FOR_ALL)
    assert path.read_bytes() == b"first"
    assert len(list(tmp_path.iterdir())) == 1


def test_what_a_kill_left_is_written_over_and_a_folder_that_is_not_there_is_told(tmp_path):
    (tmp_path / ".rules.yaml.new").write_bytes(b"half")
    make(tmp_path / "rules.yaml", b"whole", rights=FOR_ALL)
    assert (tmp_path / "rules.yaml").read_bytes() == b"whole"
    with pytest.raises(NotMade, match="No such file"):
        make(tmp_path / "gone" / "rules.yaml", b"x", rights=FOR_ALL)


def test_a_secret_is_its_owners_alone_also_where_another_was_there_for_all(tmp_path):
    path = tmp_path / "mailbox-password"
    path.write_text("old")
    path.chmod(0o644)
    put_secret(path, "new one")
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("new one\n", 0o600)
    with pytest.raises(NotMade):
        put_secret(Path("/proc/nowhere/secret"), "x")
