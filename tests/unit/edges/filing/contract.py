"""What every store of filed documents has to do. A new store is one more fixture in `test_contract.py`."""

import pytest

from inbox_bot.edges.filing import Filing, FilingFailed, NotFiled

CV = "baker/2027/Ann Lee-c0ffeec0/cv.pdf"
MAIL = "baker/2027/Ann Lee-c0ffeec0/message.eml"
OUTSIDE = ["../secret", "/etc/passwd", "baker/../../secret", "baker/\0x"]


class FilingContract:
    """Subclassed with a fixture `store`: an empty store."""

    def test_nothing_is_filed_before_anything_was_put(self, store: Filing):
        assert list(store.listed()) == []
        assert not store.exists(CV)
        with pytest.raises(NotFiled):
            store.open(CV)

    def test_what_was_put_is_there_byte_for_byte(self, store: Filing):
        files = {CV: b"%PDF\x00\xff", MAIL: b"", ".raw/ab/abcd.eml": b"Subject: x\r\n"}
        store.put(files)
        assert list(store.listed()) == sorted(files)
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
        assert list(store.listed()) == [CV, MAIL]

    def test_nothing_to_put_is_well(self, store: Filing):
        store.put({})
        assert list(store.listed()) == []

    def test_what_was_deleted_is_gone_and_may_be_deleted_again(self, store: Filing):
        store.put({CV: b"cv", MAIL: b"mail"})
        store.delete(CV)
        store.delete(CV)
        store.delete("baker/2031/Nobody-00000000/cv.pdf")
        assert list(store.listed()) == [MAIL]
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

    @pytest.mark.parametrize("path", OUTSIDE)
    def test_no_path_leads_out_of_the_store(self, store: Filing, path: str):
        for act in (store.open, store.exists, store.delete, lambda each: store.put({each: b"x"})):
            with pytest.raises(FilingFailed):
                act(path)
        assert list(store.listed()) == []

    def test_it_says_where_it_files(self, store: Filing):
        assert store.check()
        assert list(store.listed()) == []
