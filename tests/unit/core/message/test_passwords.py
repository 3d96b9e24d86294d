"""Which passwords a letter tells, and that its texts have none of them afterwards."""

import pytest

from inbox_bot.core.message.text.passwords import TAKEN_OUT, TRIES, passwords_of
from tests.support.builders.mails import a_mail


@pytest.mark.parametrize(
    ("said", "passwords", "left"),
    [
        ("Passwort: Geheim123", ("Geheim123",), "Passwort: •••"),
        ("Das Kennwort für die Datei lautet „Alle meine Entchen“.", ("Alle meine Entchen",), "lautet •••."),
        ("The password for the CV is Hunter2. Thanks!", ("Hunter2", "Hunter2."), "is ••• Thanks!"),
        ("The password to open the file is Hunter2", ("Hunter2",), "is •••"),
        ("password: correct horse battery staple", ("correct", "correct horse battery staple"), "password: •••"),
        ("Le mot de passe du document est : été2026", ("été2026",), "est : •••"),
        ("La contraseña es abc123, saludos", ("abc123", "abc123,"), "es ••• saludos"),
        ("wachtwoord = x9", ("x9",), "wachtwoord = •••"),
        ("La password è Roma!26", ("Roma!26",), "è •••"),
        ("Hasło do pliku to zażółć", ("zażółć",), "to •••"),
        ("A palavra-passe é 99", ("99",), "é •••"),
        ("A senha do arquivo: 99", ("99",), "arquivo: •••"),
        ("The password is:\nSommer!26", ("Sommer!26",), "is:\n•••"),
        ("PW 1234", ("1234",), "PW •••"),
        ("Passwort – Sommer26", ("Sommer26",), "Passwort – •••"),
        ("I send the password in a separate mail", (), "separate mail"),
        ("Palabras clave: Java, Python", (), "Java, Python"),
        ("The file is password protected.", (), "protected."),
        ("PW - Infrastructure engineer", (), "Infrastructure engineer"),
        ("I lost the password of your portal, and ask whether the job is open", (), "the job is open"),
    ],
)
def test_what_is_told_as_a_password_is_known_and_taken_out(said, passwords, left):
    message = a_mail().text(f"Dear team,\n\nplease find my CV attached.\n\n{said}\n\nBest regards\nAnn").message()
    assert message.passwords[: len(passwords)] == passwords
    assert bool(message.passwords) is bool(passwords)
    assert left in message.typed
    for password in passwords:
        assert password not in message.text + message.typed
    assert "Ann" in message.text


def test_a_subject_and_a_quoted_letter_tell_one_too_and_no_more_than_three_are_tried():
    mail = a_mail().subject("CV (password: Sommer26)").text("See below.\n\n> Passwort: Winter25\n> pw: a1\n> pwd: b2\n")
    message = mail.message()
    assert message.passwords[:2] == ("Sommer26", "Winter25")
    assert len(message.passwords) == TRIES
    assert message.subject == f"CV (password: {TAKEN_OUT}"
    shown = f"{message} {message.headers} {message.quoted} {message.text}"
    assert "Sommer26" not in shown
    assert "Winter25" not in shown


def test_a_forwarded_mail_tells_the_password_of_what_came_with_it():
    inner = a_mail().text("Passwort: Geheim123")
    outer = a_mail().text("Bitte ansehen.").forwarding(inner).message()
    assert passwords_of(outer) == ("Geheim123",)
    assert passwords_of(outer, ["first", "Geheim123"]) == ("first", "Geheim123")
