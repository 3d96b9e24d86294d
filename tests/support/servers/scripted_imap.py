"""An IMAP server on loopback that plays a dialogue: for servers that no test machine has (Gmail, Exchange Online…).

A dialogue is a text file in tests/dialogues, to be read and added to. Its first line says where it comes from.

    # A comment.
    mail ann                      what the server holds: the lines that follow, after "| "
    | From: ann@example.com
    |
    | Hello.

    S: * OK ready                 before any C: the greeting
    C: UID FETCH 4 …              a command without its tag; … stands for anything
    S: * 1 FETCH (UID 4 BODY[] {ann})
    S: OK done

    == the mail is gone           a scene: what is said here comes before what is said above all scenes
    C: UID FETCH 4 …
    S: NO [EXPUNGEISSUED] too late

- An answer that begins with neither `*` nor `+` gets the command's tag. An answer without one ends the connection.
- `{ann}` is the mail as a literal, its size computed; `{ann.size}` the size alone; `{"words"}` words as a literal.
- After `+` the client speaks once more (a password, DONE) before the tagged answer. `(client)` waits for that word
  earlier.
- The same C: several times: answered in turn, and by the last one from then on; above the scenes each connection begins
  anew, in a scene all connections count together.
- What is not in the dialogue is answered with BAD and kept in `unexpected`.
"""

import contextlib
import re
import socket
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import BinaryIO, Self

DIALOGUES = Path(__file__).resolve().parents[2] / "wire" / "dialogues"
_CLIENT_LITERAL = re.compile(rb"\{(\d+)(\+?)\}\r\n$")
_FILLED = re.compile(r"\{(?:\"(?P<words>(?:[^\"\\]|\\.)*)\"|(?P<mail>[a-z-]+)(?P<size>\.size)?)\}")


class DialogueError(Exception):
    """The file can't be understood; says the line."""


@dataclass(frozen=True)
class Exchange:
    """What the client asks, and what it is told."""

    asked: str
    answer: list[str]

    def fits(self, command: str) -> bool:
        """Whether this is the command that was asked."""
        return re.fullmatch(".*".join(map(re.escape, self.asked.split("…"))), command, re.DOTALL) is not None


@dataclass
class Scene:
    """A part of a dialogue."""

    greeting: list[str] = field(default_factory=list)
    exchanges: list[Exchange] = field(default_factory=list)


@dataclass
class Dialogue:
    """A file of tests/dialogues."""

    origin: str = ""  #: its first line
    always: Scene = field(default_factory=Scene)
    scenes: dict[str, Scene] = field(default_factory=dict)
    mails: dict[str, bytes] = field(default_factory=dict)

    def filled(self, line: str) -> bytes:
        """A line to send, with its literals."""
        return _FILLED.sub(self._fill, line).encode("utf-8", "surrogateescape") + b"\r\n"

    def _fill(self, found: re.Match[str]) -> str:
        if found["words"] is not None:
            content = re.sub(r"\\(.)", r"\1", found["words"]).encode()
        else:
            content = self.mails[found["mail"]]
        if found["size"]:
            return str(len(content))
        return f"{{{len(content)}}}\r\n" + content.decode("utf-8", "surrogateescape")


def read_dialogue(name: str) -> Dialogue:
    """The dialogue of that name. Raises DialogueError."""
    dialogue = Dialogue()
    scene, mail = dialogue.always, ""
    said = scene.greeting
    for number, line in enumerate((DIALOGUES / f"{name}.txt").read_text("utf-8").splitlines(), start=1):
        begin, _, rest = line.partition(" ")
        match begin:
            case "#":
                dialogue.origin = dialogue.origin or rest
            case "":
                continue
            case "==":
                scene = dialogue.scenes.setdefault(rest, Scene())
                said = scene.greeting
            case "mail":
                mail = rest
                dialogue.mails[mail] = b""
            case "|" if mail:
                dialogue.mails[mail] += rest.encode() + b"\r\n"
            case "C:":
                said = []
                scene.exchanges.append(Exchange(rest, said))
            case "S:":
                said.append(rest)
            case _:
                raise DialogueError(f"{name}.txt:{number}: {line!r} is neither C:, S:, ==, mail, | nor #")
    return dialogue


class ScriptedImap:
    """Plays one scene of a dialogue, on a port of 127.0.0.1, to any number of clients; see the module."""

    host = "127.0.0.1"

    def __init__(self, dialogue: Dialogue, scene: str | None = None) -> None:
        self.dialogue = dialogue
        self._scene = dialogue.scenes[scene] if scene is not None else Scene()
        self._turns: Counter[str] = Counter()
        self._lines: list[socket.socket] = []
        self._changed = threading.Condition()
        self.commands: list[str] = []  #: all that clients asked, in order, a literal as <its size>
        self.unexpected: list[str] = []
        self.literals: list[bytes] = []  #: those literals
        self._listener = socket.create_server((self.host, 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for line in list(self._lines):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def count(self, begin: str) -> int:
        """How many commands began so."""
        return sum(command.startswith(begin) for command in self.commands)

    def unsaid(self) -> list[str]:
        """What the scene has and nobody asked: a scene is there to be played to its end."""
        there = Counter(exchange.asked for exchange in self._scene.exchanges)
        return [asked for asked, times in there.items() if self._turns[asked] < times]

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = self._listener.accept()
                line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._lines.append(line)
                threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        answer = self._session()
        with contextlib.suppress(OSError), line, line.makefile("rb") as stream:
            goes_on = self._say(line, stream, "*", self._scene.greeting or self.dialogue.always.greeting)
            while goes_on and (asked := self._command(line, stream)):
                tag, command = asked
                goes_on = self._say(line, stream, tag, answer(command).answer)

    def _session(self) -> Callable[[str], Exchange]:
        """What answers the commands of one connection."""
        return partial(self._answer_to, turns=Counter())

    def _command(self, line: socket.socket, stream: BinaryIO) -> tuple[str, str] | None:
        whole = stream.readline()
        while literal := _CLIENT_LITERAL.search(whole):
            if not literal[2]:
                line.sendall(b"+ go ahead\r\n")
            self.literals.append(stream.read(int(literal[1])))
            whole = whole[: literal.start()] + b"<%s bytes>" % literal[1] + stream.readline()
        tag, _, command = whole.decode("utf-8", "replace").rstrip("\r\n").partition(" ")
        return (tag, command) if whole.endswith(b"\n") else None

    def _answer_to(self, command: str, turns: Counter[str]) -> Exchange:
        with self._changed:
            self.commands.append(command)
            for scene, counted in ((self._scene, self._turns), (self.dialogue.always, turns)):
                fitting = [exchange for exchange in scene.exchanges if exchange.fits(command)]
                if fitting:
                    same = [exchange for exchange in fitting if exchange.asked == fitting[0].asked]
                    turn = counted[same[0].asked]
                    counted[same[0].asked] += 1
                    return same[min(turn, len(same) - 1)]
            self.unexpected.append(command)
            return Exchange(command, ["BAD This is not in the dialogue."])

    def _say(self, line: socket.socket, stream: BinaryIO, tag: str, answer: list[str]) -> bool:
        """Send an answer; whether the connection goes on."""
        client_speaks = False
        for each in answer:
            own = each.startswith(("*", "+"))
            if client_speaks and (each == "(client)" or not own):
                self.commands.append(stream.readline().decode("utf-8", "replace").rstrip("\r\n"))
                client_speaks = False
            if each == "(client)":
                continue
            line.sendall(self.dialogue.filled(each if own else f"{tag} {each}"))
            client_speaks = client_speaks or each.startswith("+")
        return tag == "*" or any(not each.startswith(("*", "+", "(")) for each in answer)
