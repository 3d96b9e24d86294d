"""Words that people write for the ones that rules.yaml knows: not misspelt, so no likeness of letters finds them."""

from collections.abc import Iterable

#: Keys, by the word that is written for them. A key counts where the mapping has it.
KEYS: dict[str, tuple[str, ...]] = {
    "from": ("sender", "senders", "author", "from_address", "absender", "von"),
    "to": ("recipient", "recipients", "receiver", "cc", "addressee", "empfänger", "an"),
    "subject": ("betreff", "topic"),
    "text": ("body", "content", "contents", "message", "letter", "typed", "words", "contains"),
    "kind": ("type", "category", "class"),
    "vacancy": ("job", "position", "role", "opening"),
    "vacancies": ("jobs", "positions", "openings", "roles"),
    "language": ("lang", "locale", "sprache"),
    "languages": ("langs", "locales"),
    "has": ("attachment", "attachments", "document", "documents", "file", "files"),
    "all": ("and", "every"),
    "any": ("or", "either"),
    "not": ("except", "unless", "none"),
    "when": ("if", "match", "condition", "conditions"),
    "then": ("do", "action", "actions"),
    "folder": ("move", "move_to", "mailbox", "label"),
    "tell": ("notify", "forward", "alert", "cc"),
    "answer": ("reply", "template", "respond", "response"),
    "outcome": ("result", "decision"),
    "id": ("slug", "key", "code"),
    "title": ("name", "job", "position", "label"),
    "name": ("title", "label", "company"),
    "closes": ("deadline", "closing", "closing_date", "until", "expires", "end", "ends"),
    "keywords": ("skills", "tags", "requirements"),
    "aliases": ("synonyms", "also", "alternatives", "other_names", "names"),
    "description": ("text", "summary", "advert", "advertisement"),
    "location": ("place", "city", "where", "office"),
    "positions": ("number", "count", "headcount", "places"),
    "reference": ("ref", "number", "job_number", "kennziffer"),
    "address": ("email", "mail", "e-mail", "to"),
    "email": ("address", "mail", "e-mail", "to"),
    "reviewers": ("recruiters", "users", "people", "admins"),
    "domains": ("domain", "website", "url"),
    "timezone": ("tz", "time_zone", "zone"),
    "host": ("server", "hostname", "address", "url"),
    "user": ("login", "username", "account", "email"),
    "password": ("pass", "passwd", "secret", "pw"),
    "security": ("ssl", "tls", "starttls", "encryption"),
    "ca": ("certificate", "cert", "cafile"),
    "approved": ("allowed", "whitelist", "allowlist", "psl", "preferred"),
    "blocked": ("blacklist", "blocklist", "denied"),
    "never": ("ignore", "exceptions", "not_agencies"),
    "until": ("expires", "ends", "end", "valid_until", "till"),
    "owns": ("ownership", "owned", "protection", "exclusive"),
    "once_per": ("once", "every", "interval"),
    "thresholds": ("threshold", "scores", "sensitivity"),
    "signs": ("signals", "witnesses"),
    "delay": ("wait", "after"),
    "templates": ("texts", "folder", "path", "directory"),
    "envelope": ("bounce_address", "bounces", "envelope_sender", "mail_from", "return_path"),
    "limits": ("rate", "limit", "throttle"),
}

#: Languages by their names, in English and in themselves (ISO 639-1).
LANGUAGE_NAMES: dict[str, tuple[str, ...]] = {
    "ar": ("arabic",),
    "bg": ("bulgarian",),
    "cs": ("czech", "čeština", "cz"),
    "da": ("danish", "dansk", "dk"),
    "de": ("german", "deutsch", "ger", "deu"),
    "el": ("greek", "gr"),
    "en": ("english", "eng", "englisch", "gb", "us"),
    "es": ("spanish", "español", "espanol", "spa", "castellano"),
    "et": ("estonian",),
    "fi": ("finnish", "suomi"),
    "fr": ("french", "français", "francais", "fra", "fre"),
    "ga": ("irish", "gaeilge"),
    "he": ("hebrew",),
    "hi": ("hindi",),
    "hr": ("croatian", "hrvatski"),
    "hu": ("hungarian", "magyar"),
    "it": ("italian", "italiano", "ita"),
    "ja": ("japanese", "jp"),
    "ko": ("korean",),
    "lt": ("lithuanian",),
    "lv": ("latvian",),
    "nl": ("dutch", "nederlands", "flemish"),
    "no": ("norwegian", "norsk"),
    "pl": ("polish", "polski"),
    "pt": ("portuguese", "português", "portugues"),
    "ro": ("romanian", "română"),
    "ru": ("russian", "русский"),
    "sk": ("slovak",),
    "sl": ("slovenian",),
    "sv": ("swedish", "svenska", "se"),
    "tr": ("turkish", "türkçe"),
    "uk": ("ukrainian", "ua", "українська"),
    "zh": ("chinese", "中文", "cn"),
}

_LANGUAGE_OF = {name: code for code, names in LANGUAGE_NAMES.items() for name in names}


def synonym(key: str, allowed: Iterable[str]) -> str | None:
    """The allowed key that a word stands for; None where it is nobody's."""
    written = key.strip().lower()
    return next((each for each in allowed if written in KEYS.get(each, ())), None)


def language_named(word: str) -> str | None:
    """The two letters of a language that is written as its name (`English`) or as a locale (`en-GB`)."""
    written = word.strip().lower()
    return _LANGUAGE_OF.get(written) or _LANGUAGE_OF.get(written.replace("_", "-").partition("-")[0])
