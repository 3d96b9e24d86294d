"""Reads rules.yaml, its parts (`rules.d/*.yaml` beside it) and the templates from disk; what they mean is core/rules'.

The templates that come with inbox_bot are the ground; files of the same name in the user's folder stand over them.
What is in that folder and is no template is told, since its author believes that it is one.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from inbox_bot.core.rules.load import DEFAULT_TEMPLATES, has_vacancy, letters_folders, load, templates_folder
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.rules.templates.names import LettersFolder, TemplateFolder, is_meant_as_an_answer, placed
from inbox_bot.core.rules.text.problems import RulesError, RulesProblem
from inbox_bot.core.wording import Sentence
from inbox_bot.edges import catalogues

RULES_LIMIT_BYTES = 1_000_000
TEMPLATE_LIMIT_BYTES = 100_000  # a letter has two thousand, the digest's page eight
_MARK = "\ufeff"  # a byte order mark
TEMPLATE_SUFFIXES = (".txt", ".html")
PART_SUFFIXES = (".yaml", ".yml")
PARTS_AT_MOST = 5_000
NOTHING_ELSE: Mapping[Path, str] = {}


def read(path: Path) -> Rules:
    """The rules in force. Raises RulesError, also for a file that is missing, unreadable, too large, or not text."""
    return proven(text_of(path), path)


def parts_folder(path: Path) -> Path:
    """Where the parts of a rules.yaml are: `rules.d` beside it."""
    return path.with_suffix(".d")


def part_files(path: Path) -> list[Path]:
    """The parts of the rules.yaml at `path`, by name; what begins with a dot or has another ending is none.

    Raises RulesError where the folder can't be read, or holds too many.
    """
    folder = parts_folder(path)
    try:
        found = sorted(
            each for each in folder.iterdir() if each.suffix in PART_SUFFIXES and not each.name.startswith(".")
        )
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        remedy = Sentence("give this user the right to read it")
        raise _unreadable(
            folder, Sentence("can't be read: {why}; {remedy}", why=error.strerror, remedy=remedy)
        ) from None
    if len(found) > PARTS_AT_MOST:
        raise _unreadable(
            folder, Sentence("holds {number} parts; at most {most} are read", number=len(found), most=PARTS_AT_MOST)
        )
    return found


def file_with_vacancy(path: Path, id: str) -> Path:
    """The file, rules.yaml or a part of it, in which a vacancy stands; rules.yaml where it is in none.

    Raises RulesError where one can't be read.
    """
    return next(
        (each for each in (path, *part_files(path)) if has_vacancy(text_of(each).removeprefix(_MARK), id)), path
    )


def checked_as(path: Path, file: Path) -> Callable[[Path], Rules]:
    """What proves a new text of `file`, which is the rules.yaml at `path` or a part of it. Raises RulesError."""
    return lambda new: proven_with(text_of(new), file, path)


def proven_with(text: str, file: Path, path: Path) -> Rules:
    """The rules at `path` if `file`, that one itself or a part of it, had this text. Raises RulesError."""
    return proven(text, path) if file == path else proven(text_of(path), path, {file: text})


def text_of(path: Path) -> str:
    """The text of rules.yaml, to the byte. Raises RulesError where it can't be read."""
    return _text(path, RULES_LIMIT_BYTES, Sentence("give the path of a file with --rules"), coded="utf-8")


def proven(text: str, path: Path, instead: Mapping[Path, str] = NOTHING_ELSE) -> Rules:
    """The rules that this text would be as the file at `path`, with the parts and templates beside it.

    `instead` are texts of parts that are not written yet. Raises RulesError.
    """
    text = text.removeprefix(_MARK)
    parts = {
        f"{each.parent.name}/{each.name}": (instead[each] if each in instead else text_of(each)).removeprefix(_MARK)
        for each in part_files(path)
    }
    named = templates_folder(text)
    folder = path.parent / (named or DEFAULT_TEMPLATES)
    sources, odd = _own(folder)
    if named is None and not odd.is_there:
        odd = TemplateFolder()
    shipped = dict(_below(_shipped()))
    letters = {name: LettersFolder(*_own(path.parent / name)) for name in letters_folders(text, parts)}
    return load(
        text,
        shipped | sources,
        shipped=shipped,
        file=path.name,
        folder=odd,
        parts=parts,
        letters=letters,
        wordings=catalogues.wordings(),
    )


def templates(folder: Path) -> dict[str, str]:
    """Every template by its name, such as `answers/acknowledgement.en.txt`: ours, and the user's over them.

    Raises RulesError where one of them can't be read.
    """
    return dict(_below(_shipped())) | _own(folder)[0]


def _own(folder: Path) -> tuple[dict[str, str], TemplateFolder]:
    """The user's templates, and what is odd about the folder that they lie in."""
    if not folder.is_dir():
        return {}, TemplateFolder(is_there=False)
    sources: dict[str, str] = {}
    written: dict[str, str] = {}
    strays: list[str] = []
    for name, source in sorted(_below(folder), key=lambda found: -found[0].count("/")):
        template = placed(name)
        if template in sources:
            strays.append(name)
            continue
        sources[template] = source
        if template != name:
            written[template] = name
    strays += (n for n in _names(folder) if not n.endswith(TEMPLATE_SUFFIXES) and is_meant_as_an_answer(n))
    return sources, TemplateFolder(written=written, strays=tuple(strays))


def _shipped() -> Path:
    package = Path(__file__).resolve().parents[1]
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


def _below(folder: Path) -> Iterator[tuple[str, str]]:
    for name in _names(folder):
        if name.endswith(TEMPLATE_SUFFIXES):
            yield name, _text(folder / name, TEMPLATE_LIMIT_BYTES, Sentence("give this user the right to read it"))


def _names(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file()]


def _text(path: Path, limit_bytes: int, remedy: Sentence, *, coded: str = "utf-8-sig") -> str:
    try:
        with path.open("rb") as file:
            content = file.read(limit_bytes + 1)
    except OSError as error:
        raise _unreadable(path, Sentence("can't be read: {why}; {remedy}", why=error.strerror, remedy=remedy)) from None
    if len(content) > limit_bytes:
        raise _unreadable(
            path,
            Sentence(
                "is larger than {number} kB, which no rules.yaml or template needs; make it shorter",
                number=limit_bytes // 1_000,
            ),
        )
    try:
        return content.decode(coded)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _unreadable(path, Sentence("is not text in UTF-8; save it as UTF-8"), line=line) from None


def _unreadable(path: Path, message: str, line: int = 1) -> RulesError:
    return RulesError((RulesProblem(file=str(path), line=line, column=1, message=message),))
