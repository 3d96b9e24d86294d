"""Whether the templates that rules.yaml asks for are there and work, said at the line that asks for them."""

from collections.abc import Mapping
from dataclasses import replace

from inbox_bot.core.rules.templates.compiled import REQUIRED, Templates
from inbox_bot.core.rules.templates.names import (
    PAGES,
    LettersFolder,
    TemplateFolder,
    answer_name,
    is_aside,
    placed,
    remedy,
)
from inbox_bot.core.rules.text.problems import did_you_mean, nearest, shown, there_are
from inbox_bot.core.rules.text.shape import spoken
from inbox_bot.core.rules.text.yaml_tree import Node, Path, Report
from inbox_bot.core.rules.written.names import LANGUAGES
from inbox_bot.core.wording import Sentence
from inbox_bot.core.words import Template

STRAYS_TOLD = 20  # a folder full of other things is one mistake, not a thousand


def check_templates(
    root: Node, sources: Mapping[str, str], shipped: Mapping[str, str], within: TemplateFolder, report: Report
) -> Templates:
    """Try out all templates but the `shipped` ones, reporting what is missing, broken, or would never be used."""
    company_language = root.text("company", "language").strip().lower() or "en"
    languages = tuple(
        item.value.strip().lower() for item in root.items("answers", "languages") if isinstance(item.value, str)
    )
    own = root.at("answers", "values")
    written = own.value if own is not None and isinstance(own.value, dict) else {}
    templates = Templates(
        sources,
        languages=languages,
        company_language=company_language,
        own_values={name: node.value for name, node in written.items()},
        shipped=shipped,
    )
    folder = root.text("answers", "templates").strip().removeprefix("./").rstrip("/") or "templates"
    asking = _who_asks(root)
    _tell_faults(templates, within, folder, asking, report)
    faulty = {fault.name for fault in templates.faults}
    for template in REQUIRED:
        _require(template, templates, sources, faulty, company_language, f"{folder}/", asking, report)
    if not within.is_there:
        report(
            asking,
            Sentence(
                "answers.templates is {value}, and there is no such folder; create it, or correct the "
                "path, which begins at the folder of rules.yaml",
                value=shown(folder),
            ),
        )
    _check_file_names(root, sources, within, folder, asking, report)
    _check_strays(sources, templates, within, folder, asking, report)
    _check_languages(root, templates, faulty, folder, report)
    for index, _ in enumerate(root.items("rules")):
        node = root.at("rules", index, "then", "answer")
        asked = next((word for word in Template if node is not None and node.value == word), None)
        if node is not None and asked is not None and asked not in REQUIRED:
            _require(asked, templates, sources, faulty, company_language, f"{folder}/", node.index, report)
    return templates


def check_templates_of_a_mailbox(
    root: Node,
    mailbox: Path,
    usual: Mapping[str, str],
    own: LettersFolder,
    report: Report,
) -> Templates:
    """Try out a mailbox's own templates, which stand over the `usual` ones; what is no letter would never be used."""
    company_language = root.text("company", "language").strip().lower() or "en"
    values = root.at("answers", "values")
    written = values.value if values is not None and isinstance(values.value, dict) else {}
    sources = dict(usual) | dict(own.sources)
    templates = Templates(
        sources,
        languages=tuple(
            item.value.strip().lower() for item in root.items("answers", "languages") if isinstance(item.value, str)
        ),
        company_language=company_language,
        own_values={name: node.value for name, node in written.items()},
        shipped=usual,
    )
    named = root.nearest((*mailbox, "templates"))
    folder = root.text(*mailbox, "templates").strip().removeprefix("./").rstrip("/")
    _tell_faults(templates, own.folder, folder, named.index, report)
    if not own.folder.is_there:
        report(
            named.index,
            Sentence(
                "{place} is {value}, and there is no such folder; create it, or correct the path, which begins at "
                "the folder of rules.yaml",
                place=spoken(root, (*mailbox, "templates")),
                value=shown(folder),
            ),
        )
    letters = {name: source for name, source in own.sources.items() if name not in PAGES}
    pages = tuple(name for name in own.sources if name in PAGES)
    within = replace(own.folder, strays=(*own.folder.strays, *pages))
    _check_file_names(root, letters, within, folder, named.index, report)
    _check_strays(letters, templates, within, folder, named.index, report)
    return templates


def _tell_faults(templates: Templates, within: TemplateFolder, folder: str, index: int, report: Report) -> None:
    for fault in templates.faults:
        report(
            index,
            Sentence(
                "{folder}/{file}:{line}: {why}; put it right there",
                folder=folder,
                file=within.written.get(fault.name, fault.name),
                line=fault.line,
                why=fault.message,
            ),
        )


def _who_asks(root: Node) -> int:
    """Where the folder of templates is named, else where answers are spoken of, else the beginning."""
    named = root.at("answers", "templates")
    return named.index if named is not None else root.keys.get("answers", root.index)


def _require(
    template: Template,
    templates: Templates,
    sources: Mapping[str, str],
    faulty: set[str],
    company_language: str,
    folder: str,
    index: int,
    report: Report,
) -> None:
    wanted = [f"answers/{template}.{language}.txt" for language in dict.fromkeys((company_language, "en"))]
    if any(name in sources for name in wanted) or any(name in faulty for name in wanted):
        return
    if not any(templates.has(template, language) for language in (company_language, "en")):
        report(
            index,
            Sentence(
                "there is no template {folder}{files} ({occasion}); add the file",
                folder=folder,
                files=_neither(wanted),
                occasion=template,
            ),
        )


def _check_file_names(
    root: Node, sources: Mapping[str, str], within: TemplateFolder, folder: str, asking: int, report: Report
) -> None:
    """A misspelt name would never be used, and nobody would notice."""
    ids = [root.text("vacancies", index, "id") for index, _ in enumerate(root.items("vacancies"))]
    for name in sorted(sources):
        parts = answer_name(name)
        if parts is None or parts.template.startswith("_"):
            continue
        file = f"{folder}/{within.written.get(name, name)}"
        if parts.template not in tuple(Template):
            report(
                asking,
                Sentence("{file} is for no answer: {remedy}", file=file, remedy=_near(parts.template, list(Template))),
            )
        elif parts.vacancy is not None and parts.vacancy not in ids:
            report(asking, Sentence("{file} is for no vacancy: {remedy}", file=file, remedy=_near(parts.vacancy, ids)))
        elif parts.language not in LANGUAGES:
            report(
                asking,
                Sentence(
                    "{file} is in no language: write the two letters of one (ISO 639-1) before .txt, like en or de",
                    file=file,
                ),
            )


def _check_strays(
    sources: Mapping[str, str],
    templates: Templates,
    within: TemplateFolder,
    folder: str,
    asking: int,
    report: Report,
) -> None:
    """A file that is no template would be read by nobody, and nobody would notice either."""
    unused = [
        name
        for name in sources
        if answer_name(name) is None and name not in PAGES and not is_aside(name) and not templates.includes(name)
    ]
    strays = sorted((*unused, *within.strays))
    for name in strays[:STRAYS_TOLD]:
        twice = placed(name) in sources and placed(name) != name
        other = Sentence("{folder}/{file} is there too; take one of the two away", folder=folder, file=placed(name))
        what = other if twice else remedy(name)
        report(asking, Sentence("{folder}/{file} is never used: {what}", folder=folder, file=name, what=what))
    if len(strays) > STRAYS_TOLD:
        report(
            asking,
            Sentence(
                "{folder} holds {number} files that are no templates: keep templates in a folder of their own",
                folder=folder,
                number=len(strays),
            ),
        )


def _check_languages(root: Node, templates: Templates, faulty: set[str], folder: str, report: Report) -> None:
    """A language that is listed has at least the acknowledgement; for the rest the company's language stands in."""
    for item in root.items("answers", "languages"):
        if isinstance(item.value, str):
            language = item.value.strip().lower()
            name = f"answers/{Template.ACKNOWLEDGEMENT}.{language}.txt"
            is_one = language in LANGUAGES  # what is none is told with the other values
            if is_one and not templates.has(Template.ACKNOWLEDGEMENT, language) and name not in faulty:
                report(
                    item.index,
                    Sentence(
                        "answers.languages has {value}, and there is no template {folder}/{file}; add it, or "
                        "take the language out",
                        value=shown(language),
                        folder=folder,
                        file=name,
                    ),
                )


def _neither(names: list[str]) -> str:
    """What is missing: one file, or one of two."""
    return Sentence("{file} nor {other}", file=names[0], other=names[1]) if len(names) > 1 else names[0]


def _near(word: str, known: list[str]) -> Sentence:
    near = nearest(word, known)
    return did_you_mean(near) if near else there_are(known)
