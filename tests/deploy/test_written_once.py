"""What is written twice in inbox_bot is one thing twice, to be written once; or alike by shape, and on the list here.

A new copy fails: take the second one out, or say here why the two may change apart.
"""

from tests.deploy.files import ROOT
from tests.support.written_once import RUN, copies, sources_below

#: Alike by shape, looked at by a person: the files, and why each is right as it is.
REVIEWED = {
    ("edges/mailbox/login.py", "edges/outbox/login.py"): "one order of steps, each step another one for IMAP and SMTP",
}

COUNTING = """
def fits(lines, known):
    \"\"\"Whether they do.\"\"\"
    found = 0
    for line in lines:
        # a comment
        if line in known:
            found += 1
    print(found)
    return found > 2
"""


def test_nothing_is_written_twice_but_what_is_alike_by_shape():
    found = copies(sources_below(ROOT / "inbox_bot"))
    assert [copy for copy in found if copy.files not in REVIEWED] == []
    assert {copy.files for copy in found} == set(REVIEWED), "what is alike no longer leaves the list"


def test_a_copy_is_found_whatever_its_variables_and_comments_are():
    renamed = COUNTING.replace("lines", "rows").replace("line", "row").replace("a comment", "another")
    (copy,) = copies({"a.py": COUNTING, "b.py": f"import os\n{renamed}"})
    assert (copy.first, copy.second, copy.lines) == (("a.py", 4), ("b.py", 5), RUN)


def test_a_copy_within_a_file_is_found_and_a_long_one_counted_once():
    twice = COUNTING + COUNTING.replace("return found > 2", "return found > 2\n    return 1")
    (copy,) = copies({"a.py": twice})
    assert (copy.files, copy.lines) == (("a.py", "a.py"), RUN)


def test_what_calls_other_functions_is_no_copy():
    other = COUNTING.replace("in known", "in other(known)")
    assert copies({"a.py": COUNTING, "b.py": other}) == []
