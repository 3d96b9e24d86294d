"""Scripts by which a shell completes our commands and options, made of the commands themselves."""

from collections.abc import Iterator, Sequence

from inbox_bot.cli.described import Described, Parameter

_BASH = """\
# Completes inbox-bot in bash; made by `inbox-bot completion bash`.
_inbox_bot() {{
    local current="${{COMP_WORDS[COMP_CWORD]}}" command="${{COMP_WORDS[1]}}" words=""
    if (( COMP_CWORD == 1 )); then
        command=""
    fi
    case "$command" in
{cases}
    esac
    COMPREPLY=( $(compgen -W "$words" -- "$current") )
}}
complete -o default -F _inbox_bot inbox-bot
"""
_ZSH = """\
#compdef inbox-bot
# Completes inbox-bot in zsh; made by `inbox-bot completion zsh`.
_inbox-bot() {{
    local -a commands
    commands=(
{commands}
    )
    if (( CURRENT == 2 )); then
        _describe -t commands command commands
        return
    fi
    local chosen="$words[2]"
    shift words
    (( CURRENT-- ))
    case "$chosen" in
{cases}
    esac
}}
if [ "$funcstack[1]" = "_inbox-bot" ]; then
    _inbox-bot "$@"
else
    compdef _inbox-bot inbox-bot
fi
"""


def bash(commands: Sequence[Described]) -> str:
    """For bash: words only; where none fits, bash completes files."""
    first = " ".join([*(each.name for each in commands), "--help", "--version"])
    cases = [f'        "") words="{first}" ;;']
    for each in commands:
        cases.append(f'        {each.name}) words="{" ".join(_words(each))}" ;;')
    return _BASH.format(cases="\n".join(cases))


def zsh(commands: Sequence[Described]) -> str:
    """For zsh: each command and option with what it is for."""
    named = "\n".join(f"        {_quoted(f'{each.name}:{_in_zsh(each.short)}')}" for each in commands)
    cases = []
    for each in commands:
        specs = [*map(_option, each.options), *_arguments(each.arguments)] or ["*:file:_files"]
        lines = " \\\n".join(f"                {_quoted(spec)}" for spec in specs)
        cases.append(f"        {each.name})\n            _arguments \\\n{lines}\n            ;;")
    return _ZSH.format(commands=named, cases="\n".join(cases))


def _words(command: Described) -> list[str]:
    options = [name for option in command.options for name in option.names if name.startswith("--")]
    return [*(choice for argument in command.arguments for choice in argument.choices), *options]


def _option(option: Parameter) -> str:
    name = option.names[-1]
    value = f":{_in_zsh(option.value)}:{_completer(option)}" if option.value else ""
    return f"*{name}[{_in_zsh(option.help)}]{value}"


def _arguments(arguments: Sequence[Parameter]) -> Iterator[str]:
    """Each at its place; the last one may be there several times."""
    for place, argument in enumerate(arguments, 1):
        where = "*" if place == len(arguments) else place
        yield f"{where}:{_in_zsh(argument.value)}:{_completer(argument)}"


def _completer(parameter: Parameter) -> str:
    return f"({' '.join(parameter.choices)})" if parameter.choices else "_files"


def _in_zsh(text: str) -> str:
    """What stands in a specification: brackets and colons would end it."""
    line = " ".join(text.split())
    for sign in ("\\", "[", "]", ":"):
        line = line.replace(sign, f"\\{sign}")
    return line


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
