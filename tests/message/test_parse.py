from tests.builders.mails import a_mail


def test_a_mail_says_who_wrote_it():
    assert a_mail().from_("Jörg Müller <j@example.org>").message().sender.name == "Jörg Müller"
