"""The commands by which a person decides: about answers, mails, what was observed, and vacancies."""
