"""What the writer typed, apart from quotes and signature, as mail programs write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox_bot.core.message.text.quotes import split

OUTLOOK = {
    "en": "From: Bob <bob@corp.example>\nSent: Monday, 1 June 2026 10:00\nTo: Ann Lee\nSubject: RE: Interview",
    "de": "Von: Bob <bob@corp.example>\nGesendet: Montag, 1. Juni 2026 10:00\nAn: Ann Lee\nBetreff: AW: Interview",
    "fr": "De : Bob <bob@corp.example>\nEnvoyé : lundi 1 juin 2026 10:00\nÀ : Ann Lee\nObjet : RE: Interview",
    "es": "De: Bob <bob@corp.example>\nEnviado el: lunes, 1 de junio de 2026 10:00\nPara: Ann Lee\nAsunto: RE: X",
    "it": "Da: Bob <bob@corp.example>\nInviato: lunedì 1 giugno 2026 10:00\nA: Ann Lee\nOggetto: R: Interview",
    "nl": "Van: Bob <bob@corp.example>\nVerzonden: maandag 1 juni 2026 10:00\nAan: Ann Lee\nOnderwerp: RE: X",
    "bold": "*From:* Bob <bob@corp.example>\n*Sent:* Monday\n*To:* Ann Lee\n*Cc:* Eve\n*Subject:* RE: X",
}
ATTRIBUTIONS = {
    "Gmail": "On Mon, 1 Jun 2026 at 10:00, Bob <bob@corp.example> wrote:",
    "Gmail, wrapped": "On Mon, 1 Jun 2026 at 10:00, Bob The Very Long Name\n<bob@corp.example> wrote:",
    "Apple Mail": "On 1 Jun 2026, at 10:00, Bob <bob@corp.example> wrote:",
    "Thunderbird": "Am 01.06.2026 um 10:00 schrieb Bob Meyer:",
    "Gmail, German": "Bob <bob@corp.example> schrieb am Mo., 1. Juni 2026, 10:00:",
    "French": "Le lun. 1 juin 2026 à 10:00, Bob <bob@corp.example> a écrit :",
    "Spanish": "El lun, 1 jun 2026 a las 10:00, Bob (<bob@corp.example>) escribió:",
    "Italian": "Il giorno lun 1 giu 2026 alle ore 10:00 Bob <bob@corp.example> ha scritto:",
    "Dutch": "Op ma 1 jun 2026 om 10:00 schreef Bob <bob@corp.example>:",
    "Portuguese": "Em seg., 1 de jun. de 2026 às 10:00, Bob <bob@corp.example> escreveu:",
    "Polish": "W dniu 01.06.2026 o 10:00, Bob pisze:",
    "no verb": "2026-06-01 10:00 GMT+02:00 Bob <bob@corp.example>:",
}


@pytest.mark.parametrize("attribution", ATTRIBUTIONS.values(), ids=ATTRIBUTIONS)
def test_a_marked_quote_is_quoted_with_its_attribution(attribution):
    said = split(f"Thank you.\n\n{attribution}\n\n> We got it.\n>\n> > What?\n")
    assert said.typed == "Thank you."
    assert said.quoted == f"{attribution}\nWe got it.\n\nWhat?"


@pytest.mark.parametrize("attribution", ATTRIBUTIONS.values(), ids=ATTRIBUTIONS)
def test_an_unmarked_quote_is_all_below_its_attribution(attribution):
    said = split(f"Thank you.\n\n{attribution}\n\nWe got it.\n\nYours, Bob\n")
    assert said.typed == "Thank you."
    assert said.quoted == f"{attribution}\n\nWe got it.\n\nYours, Bob"


@pytest.mark.parametrize("header", OUTLOOK.values(), ids=OUTLOOK)
@pytest.mark.parametrize("above", ["", "________________________________\n", "-----Original Message-----\n"])
def test_an_outlook_quote_is_all_below_its_header(header, above):
    said = split(f"Thank you.\n\n{above}{header}\n\nWe got it.\n")
    assert said.typed == "Thank you."
    assert said.quoted.endswith(f"{header}\n\nWe got it.")


@pytest.mark.parametrize(
    "separator",
    [
        "-----Original Message-----",
        "-----Ursprüngliche Nachricht-----",
        "-----Message d'origine-----",
        "-----Mensaje original-----",
        "-----Messaggio originale-----",
        "-----Oorspronkelijk bericht-----",
        "---------- Forwarded message ---------",
        "-------- Weitergeleitete Nachricht --------",
        "Begin forwarded message:",
        "Anfang der weitergeleiteten Nachricht:",
        "Début du message réexpédié :",
    ],
)
def test_below_a_separator_all_is_quoted(separator):
    said = split(f"See below.\n\n{separator}\nanything\n")
    assert (said.typed, said.quoted) == ("See below.", f"{separator}\nanything")


def test_what_is_typed_below_and_between_marked_quotes_is_typed():
    said = split("> When can you come?\nOn Monday.\n\n> Where do you live?\nIn Ulm.\n\n-- \nAnn\n")
    assert said.typed == "On Monday.\n\nIn Ulm."
    assert said.quoted == "When can you come?\nWhere do you live?"
    assert said.signature == "Ann"


@pytest.mark.parametrize(
    "text",
    [
        "I wrote:\nhello",
        "On balance I wrote this for you:\n\nMy skills are listed below.",
        "From: 2010\nTo: 2012\nACME, engineer",
        "My last employer wrote:\n\nAnn is great.",
        "Date: Monday\n\nDear Sirs",
        "Am Montag komme ich.\nViele Grüße:\nAnn",
        ">From here on I can start.",
        "5 > 3",
        "I am a -- really -- good engineer",
    ],
)
def test_ordinary_text_is_typed(text):
    said = split(text)
    assert (said.typed, said.quoted, said.signature) == (text, "", "")


@pytest.mark.parametrize(
    ("text", "typed", "signature"),
    [
        ("Hi\n\n-- \nAnn Lee\n+49 30 123", "Hi", "Ann Lee\n+49 30 123"),
        ("Hi\n--\nAnn", "Hi", "Ann"),
        ("Hi\n\nSent from my iPhone", "Hi", "Sent from my iPhone"),
        (
            "Hi\n\nSent from my iPhone\n\nOn 1 Jun 2026, at 10:00, Bob <b@c.d> wrote:\n\n> x",
            "Hi",
            "Sent from my iPhone",
        ),
        ("Hi\n\nVon meinem iPhone gesendet", "Hi", "Von meinem iPhone gesendet"),
        ("Hi\nEnvoyé de mon iPhone", "Hi", "Envoyé de mon iPhone"),
        ("Hi\nEnviado desde mi iPhone", "Hi", "Enviado desde mi iPhone"),
        ("Hi\nGet Outlook for Android<https://aka.ms/x>", "Hi", "Get Outlook for Android<https://aka.ms/x>"),
        ("Hi\nGet Outlook for iOS\n<https://aka.ms/x>", "Hi", "Get Outlook for iOS\n<https://aka.ms/x>"),
        ("Sent from my heart, this letter\nis long.", "Sent from my heart, this letter\nis long.", ""),
        ("CV\n--\n" + "line\n" * 30, "CV\n--\n" + "line\n" * 29 + "line", ""),  # a rule in a text, no signature
    ],
)
def test_a_signature_is_set_apart(text, typed, signature):
    said = split(text)
    assert (said.typed, said.signature) == (typed, signature)


LINES = st.sampled_from(
    [
        "",
        "Hello",
        "> quoted",
        ">> deeper",
        "-- ",
        "--",
        "From: Bob <b@c.d>",
        "Sent: Monday",
        "To: Ann",
        "Subject: X",
        "On 1 Jun 2026 10:00, Bob <b@c.d> wrote:",
        "On",
        "wrote:",
        "_" * 30,
        "-----Original Message-----",
        "Sent from my iPhone",
        "Begin forwarded message:",
        "<https://x.y>",
        ">From",
        "\t",
        "Am",
        ":",
        "\xa0",
    ]
)


@given(st.lists(st.one_of(LINES, st.text(max_size=30)), max_size=25))
@settings(max_examples=300, deadline=None)
def test_no_word_is_lost(lines):
    text = "\n".join(lines)
    said = split(text)
    pieces = sorted(f"{said.typed}\n{said.quoted}\n{said.signature}".replace(">", " ").split())
    words = sorted(text.replace(">", " ").split())
    ruled = [word for word in words if word in pieces or set(word) <= set("-_=*")]
    assert ruled == words


@pytest.mark.parametrize(
    "line",
    [
        "> ",
        ">",
        "On 10:00 a@b wrote:",
        "On x",
        "wrote:",
        "-- ",
        "-" * 40 + "a" * 60,
        "From: a",
        "From: a\nTo: b\n",
        "\n",
        "On 10:00 " + "<a@" * 90,
        "----- Forwarded message -----\nFrom: a\nTo: b",
        "Sent from my iPhone",
        "<https://" + "x" * 200,
    ],
)
def test_many_hostile_lines_are_taken_apart(line):
    text = f"{line}\n" * (200_000 // (len(line) + 1))
    said = split(text)
    assert len(said.typed) + len(said.quoted) + len(said.signature) <= len(text)
