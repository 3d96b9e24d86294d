"""What rules of many mailboxes cost to read: a part each, at a start and when one of them changed.

python -m bench.parts [MAILBOXES]
"""

import sys
import tempfile
import time
from pathlib import Path

from inbox_bot.daemon.reload import fingerprint
from inbox_bot.edges import rules_file

MAILBOXES = 300
VACANCIES = 3  # of each
HEAD = "company: {name: Example Ltd}\nvacancies: [{id: any, title: Any}]\nreviewers: [{email: jane@example.com}]\n"


def part(name: str) -> str:
    """A mailbox with vacancies and a reviewer of its own."""
    vacancies = "".join(
        f"  - id: {name}-{number}\n    title: Engineer {number}\n    keywords: [python, sql, aws, docker, kubernetes]\n"
        "    description: >\n      Some sentences of the advertisement, as there are in most, which\n"
        "      go on for another line.\n"
        for number in range(VACANCIES)
    )
    return (
        f"mailbox:\n  name: {name}\n  address: jobs@{name}.example\n"
        f"  imap: {{host: imap.{name}.example, user: jobs, password: env:{name.upper()}}}\n"
        f"  smtp: {{host: smtp.{name}.example, user: jobs, password: env:{name.upper()}}}\n"
        f"vacancies:\n{vacancies}reviewers:\n  - {{email: reviewer@{name}.example}}\n"
    )


def main(mailboxes: int) -> None:
    """Print CPU seconds."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "rules.yaml")
        path.write_text(HEAD, encoding="utf-8")
        parts = rules_file.parts_folder(path)
        parts.mkdir()
        for number in range(mailboxes):
            (parts / f"box{number}.yaml").write_text(part(f"box{number}"), encoding="utf-8")
        begin = time.process_time()
        rules = rules_file.read(path)
        first = time.process_time() - begin
        with (parts / "box0.yaml").open("a", encoding="utf-8") as file:
            file.write("# a remark\n")
        begin = time.process_time()
        rules = rules_file.read(path)
        again = time.process_time() - begin
        begin = time.process_time()
        fingerprint(path, rules)
        looked = time.process_time() - begin
    print(f"{mailboxes} parts: {first:.2f} s at a start, {again:.2f} s when one changed, {looked * 1000:.0f} ms a look")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else MAILBOXES)
