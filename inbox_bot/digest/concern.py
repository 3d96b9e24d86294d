"""Which mails a reviewer is told of: those of their mailboxes, for their vacancies or for none."""

from inbox_bot.core.rules.model import Reviewer, Rules
from inbox_bot.edges.ledger import MailRow


class Concern:
    """What one reviewer looks after."""

    def __init__(self, rules: Rules, reviewer: Reviewer) -> None:
        told = {each.name: rules.reviewers_of(each.name) for each in rules.mailboxes}
        self.mailboxes = frozenset(name for name, theirs in told.items() if reviewer in theirs)
        beside = [other for name in sorted(self.mailboxes) for other in told[name]]
        asked_for = {id for other in beside for id in other.vacancies}
        everybody = any(not other.vacancies for other in beside)
        #: A vacancy that no reviewer of these mailboxes asked for is everybody's: nothing goes untold.
        nobodys = set() if everybody else {vacancy.id for vacancy in rules.vacancies} - asked_for
        self._vacancies = {*reviewer.vacancies, *nobodys}
        self._every_vacancy = not reviewer.vacancies
        #: Whether a vacancy that there is not yet is theirs to open.
        self.has_new_vacancies = self._every_vacancy or not everybody

    def includes(self, mail: MailRow) -> bool:
        """Of their mailboxes: what is for their vacancies or for none."""
        if mail.mailbox not in self.mailboxes:
            return False
        about = () if mail.about is None else (mail.about,)
        vacancies = {application.vacancy for application in (*mail.applications, *about)}
        return not vacancies or any(map(self.has, vacancies))

    def has(self, vacancy: str | None) -> bool:
        """Whether applications for this vacancy (None: for none in particular) are theirs to see."""
        return self._every_vacancy or vacancy is None or vacancy in self._vacancies

    def counts(self, mailbox: str, vacancy: str | None) -> bool:
        """Whether what is counted of a mailbox and a vacancy is theirs."""
        return mailbox in self.mailboxes and self.has(vacancy)

    def is_of_everything(self, rules: Rules) -> bool:
        """Whether they look after all mailboxes, with all vacancies: what is said of the whole company is theirs."""
        return self._every_vacancy and self.mailboxes == {each.name for each in rules.mailboxes}
