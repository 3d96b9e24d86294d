"""What an agency's mail tells of a candidate: the keys by which they are known again, whoever sends them next.

Nothing of the agency's own counts: its addresses, those of its domain, its consultant's signature. A CV without a name
has its text alone. A name alone is kept as a key of its own: it is worth a question, and never more.
"""

from collections.abc import Iterator

from inbox_bot.core.domains import comparable, domain_of
from inbox_bot.core.judgement.verdict import ApplicationFinding
from inbox_bot.core.message.values import Reading
from inbox_bot.core.person.keys import HEAD, documents_of, files_of, phones_of, profiles_in
from inbox_bot.core.person.names import name_key
from inbox_bot.core.person.sketch import sketch_of
from inbox_bot.core.person.values import Key, KeyKind, Keys
from inbox_bot.core.reply.correspondents.correspondent import canonical
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.words import Role


def keys_of_introduced(
    finding: ApplicationFinding, reading: Reading, rules: Rules, *, agency: str, name: str | None
) -> Keys:
    """The keys of one candidate, perhaps none. `agency`: its canonical address; `name`: as the letter or the CV has it.

    Of a candidate named by initials the name is no key.
    """
    cvs = [document for document in documents_of(finding, reading) if document.role is Role.CV]
    texts = [document.text for document in cvs if document.problem is None and document.text]
    keys = [
        *_address(finding, rules, agency),
        *files_of(cvs, reading),
        *phones_of(finding),
        *profiles_in(text[:HEAD] for text in texts),
    ]
    if name_key(name):
        keys.append(Key(kind=KeyKind.NAME, value=name_key(name)))
    sketch = sketch_of(max(texts, key=len, default=""))
    return Keys(name=name, address="", keys=tuple(dict.fromkeys(keys)), sketch=sketch)


def _address(finding: ApplicationFinding, rules: Rules, agency: str) -> Iterator[Key]:
    found = canonical(finding.applicant.email or "")
    ours = {canonical(each) for each in rules.own_addresses()}
    if found and found not in ours and comparable(domain_of(found)) != comparable(domain_of(agency)):
        yield Key(kind=KeyKind.ADDRESS, value=found)
