"""Which templates of answers are there."""

from inbox_bot.core.rules.model import Rules
from inbox_bot.core.words import Template


def is_offered(rules: Rules, template: Template, language: str, vacancy: str | None) -> bool:
    """Whether the template is there in the language, in the company's, or in English."""
    asked = (language,) if language in rules.answers.languages else ()
    languages = (*asked, rules.company.language, "en")
    return any(rules.templates.has(template, candidate, vacancy) for candidate in languages)
