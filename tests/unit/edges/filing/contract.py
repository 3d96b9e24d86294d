"""What every store of filed documents has to do. A new store is one more fixture in `test_contract.py`."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from inbox_bot.edges.filing import Filing, FilingFailed, NotFiled

CV = "baker/2027/Ann Lee-c0ffeec0/cv.pdf"
MAIL = "baker/2027/Ann Lee-c0ffeec0/message.eml"
OUTSIDE = ["../secret", "/etc/passwd", "baker/../../secret", "baker/\0x"]


def paths_in(store: Filing, below: str = "") -> list[str]:
    return [entry.path for entry in store.listed(below)]


class FilingContract:
    """Subclassed with a fixture `store`: an empty store."""

    def test_nothing_is_filed_before_anything_was_put(self, store: Filing):
        assert paths_in(store) == []
        assert not store.exists(CV)
        with pytest.raises(NotFiled):
            store.open(CV)

    def test_what_was_put_is_there_byte_for_byte(self, store: Filing):
        files = {CV: b"%PDF\x00\xff", MAIL: b"", ".raw/ab/abcd.eml": b"Subject: x\r\n"}
        store.put(files)
        assert paths_in(store) == sorted(files)
        for path, content in files.items():
            assert store.exists(path)
            with store.open(path) as file:
                assert file.read() == content

    def test_putting_again_changes_nothing_and_other_bytes_replace(self, store: Filing):
        store.put({CV: b"one"})
        store.put({CV: b"one"})
        store.put({CV: b"two", MAIL: b"mail"})
        with store.open(CV) as file:
            assert file.read() == b"two"
        assert paths_in(store) == [CV, MAIL]

    def test_nothing_to_put_is_well(self, store: Filing):
        store.put({})
        assert paths_in(store) == []

    def test_what_was_deleted_is_gone_and_may_be_deleted_again(self, store: Filing):
        store.put({CV: b"cv", MAIL: b"mail"})
        store.delete(CV)
        store.delete(CV)
        store.delete("baker/2031/Nobody-00000000/cv.pdf")
        assert paths_in(store) == [MAIL]
        assert not store.exists(CV)
        with pytest.raises(NotFiled):
            store.open(CV)

    def test_a_folder_is_nothing_filed(self, store: Filing):
        store.put({CV: b"cv"})
        folder = CV.rpartition("/")[0]
        assert not store.exists(folder)
        with pytest.raises(NotFiled):
            store.open(folder)

    def test_what_was_deleted_can_be_put_again(self, store: Filing):
        store.put({CV: b"cv"})
        store.delete(CV)
        store.put({CV: b"again"})
        with store.open(CV) as file:
            assert file.read() == b"again"

    def test_what_is_below_a_folder_is_listed_and_nothing_beside_it(self, store: Filing):
        folder = CV.rpartition("/")[0]
        store.put({CV: b"cv", MAIL: b"mail", f"{folder}-2/cv.pdf": b"another's", ".raw/ab/abcd.eml": b"mail"})
        assert paths_in(store, folder) == [CV, MAIL]
        assert paths_in(store, "baker/2031") == []

    def test_what_is_listed_was_put_just_now(self, store: Filing):
        before = datetime.now(UTC) - timedelta(seconds=2)  # a store may tell whole seconds, by its own clock
        store.put({CV: b"cv"})
        [entry] = store.listed()
        assert before <= entry.written_at <= datetime.now(UTC) + timedelta(seconds=2)

    def test_it_tells_the_size_and_the_digest_of_what_is_filed(self, store: Filing):
        store.put({CV: b"%PDF", MAIL: b""})
        assert (store.size(CV), store.size(MAIL)) == (4, 0)
        assert store.digest(CV) == hashlib.sha256(b"%PDF").hexdigest()
        for tell in (store.size, store.digest):
            with pytest.raises(NotFiled):
                tell("baker/2031/Nobody-00000000/cv.pdf")

    def test_names_of_any_script_are_kept_as_they_are(self, store: Filing):
        named = {
            f"baker/2027/{name}/Lebenslauf & more + 100%.pdf": b"cv" for name in ("Jürgen Öz-1", "李 雷-2", "Ann #?-3")
        }
        store.put(named)
        assert paths_in(store) == sorted(named)
        assert all(store.exists(path) for path in named)

    @pytest.mark.parametrize("path", OUTSIDE)
    def test_no_path_leads_out_of_the_store(self, store: Filing, path: str):
        for act in (
            store.open,
            store.exists,
            store.size,
            store.digest,
            store.delete,
            lambda each: store.put({each: b"x"}),
        ):
            with pytest.raises(FilingFailed):
                act(path)
        assert paths_in(store) == []

    def test_it_says_where_it_files(self, store: Filing):
        assert store.check()
        assert paths_in(store) == []
