"""A man in the middle on loopback, between an IMAP client and a real server, that misbehaves on request.

For what Dovecot can't show: a server without MOVE, an OK without data, a line cut inside a literal, silence. What is
said passes unchanged unless a test asked otherwise:

    proxy.hides("MOVE", "UIDPLUS")
    proxy.when(r"UID FETCH", says("{tag} OK done"))          # an OK without data, once
    proxy.when(r"UID MOVE", says("{tag} NO [OVERQUOTA] full"), times=2)
    proxy.when(r"UID FETCH.*BODY", cuts_after(2_000))        # the line ends inside a literal

A pattern is searched for in the command without its tag; "CONNECT" stands for a client that has just connected.
`proxy.commands` has all that the client asked, in order.
"""

import contextlib
import queue
import re
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

_LITERAL = re.compile(rb"\{(\d+)(\+?)\}\r\n$")
_UIDPLUS_CODE = re.compile(rb"^(\S+ )OK \[(?:COPYUID|APPENDUID) [^\]]*\] ")
ANSWER_S = 30


class HangUp(Exception):
    """Send these last bytes and close the line."""

    def __init__(self, last: bytes = b"") -> None:
        super().__init__()
        self.last = last


@dataclass
class Exchange:
    """One command, and what becomes of the server's answer to it."""

    tag: bytes
    command: str
    change: Callable[[bytes], bytes] | None = None  #: of each response of the server's until the tagged one
    has_literal: bool = False  #: the client waits for "+" before it goes on (RFC 3501 §4.3)


#: what to do with a command: give the bytes to say instead of the server, or None to let it through
Doing = Callable[[Exchange], bytes | None]


def says(*lines: str) -> Doing:
    """Answer in the server's place; `{tag}` is the command's. No lines: silence."""
    return lambda exchange: "".join(f"{line}\r\n".replace("{tag}", exchange.tag.decode()) for line in lines).encode()


def stalls() -> Doing:
    """Never answer."""
    return says()


def hangs_up(last: str = "") -> Doing:
    """Close the line, after these last words."""

    def hang_up(exchange: Exchange) -> bytes:
        raise HangUp(last.encode())

    return hang_up


def changes(change: Callable[[bytes], bytes]) -> Doing:
    """Let the command through and change each response of the server's; empty bytes take it away."""

    def through(exchange: Exchange) -> None:
        exchange.change = change

    return through


def loses(pattern: str) -> Doing:
    """Let the command through and take away the responses with this pattern."""
    return changes(lambda response: b"" if re.search(pattern.encode(), response) else response)


def cuts_after(count: int) -> Doing:
    """Let the command through and close the line after so many bytes of the answer."""
    left = [count]

    def cut(response: bytes) -> bytes:
        if len(response) >= left[0]:
            raise HangUp(response[: left[0]])
        left[0] -= len(response)
        return response

    return changes(cut)


@dataclass
class Fault:
    """When something goes wrong, and how often."""

    pattern: re.Pattern[str]
    doing: Doing
    times: int


@dataclass(eq=False)
class _Line:
    """One client's connection."""

    client: socket.socket
    server: socket.socket
    exchanges: dict[bytes, Exchange] = field(default_factory=dict)
    goes_on: queue.Queue[bool] = field(default_factory=queue.Queue)  #: whether the server wants the literal
    sending: threading.Lock = field(default_factory=threading.Lock)

    def say(self, said: bytes, piece: int | None = None) -> None:
        with self.sending:
            for start in range(0, len(said), piece or len(said) or 1):
                self.client.sendall(said[start : start + (piece or len(said))])

    def close(self) -> None:
        for end in (self.client, self.server):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


class ImapProxy:
    """Listens on a port of 127.0.0.1 and passes on to another; see the module."""

    host = "127.0.0.1"

    def __init__(self, host: str, port: int) -> None:
        self._upstream = (host, port)
        self._hidden: frozenset[str] = frozenset()
        self._faults: list[Fault] = []
        self._lines: list[_Line] = []
        self._changed = threading.Condition()
        self.commands: list[str] = []
        self.piece: int | None = None  #: pass on what the server says in packets of so many bytes
        self._listener = socket.create_server((self.host, 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def hides(self, *capabilities: str) -> None:
        """Take these out of everything that announces capabilities; without UIDPLUS, its response codes too."""
        self._hidden = frozenset(each.upper() for each in capabilities)

    def when(self, pattern: str, doing: Doing, *, times: int = 1) -> None:
        """From now on, at a command with this pattern, do this; so many times. The first fault that fits is done."""
        self._faults.append(Fault(re.compile(pattern), doing, times))

    def heals(self) -> None:
        """No more faults."""
        self._faults.clear()

    def push(self, said: bytes) -> None:
        """Say this to all clients now, unasked."""
        for line in list(self._lines):
            line.say(said)

    def hang_up(self) -> None:
        """Close all lines."""
        for line in list(self._lines):
            line.close()

    def await_command(self, pattern: str, count: int = 1) -> None:
        """Return when so many commands with this pattern have come."""
        with self._changed:
            came = self._changed.wait_for(
                lambda: sum(bool(re.search(pattern, each)) for each in self.commands) >= count, ANSWER_S
            )
        assert came, f"no {pattern} came, but {self.commands}"

    def stop(self) -> None:
        """Close everything."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.hang_up()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                line = _Line(client, socket.create_connection(self._upstream, ANSWER_S))
                line.server.settimeout(None)
                self._lines.append(line)
                threading.Thread(target=self._run, args=(line,), daemon=True).start()

    def _run(self, line: _Line) -> None:
        try:
            said = self._met(line, Exchange(b"*", "CONNECT"))
            if said is None:
                threading.Thread(target=self._pass_answers, args=(line,), daemon=True).start()
            else:
                line.say(said)
            self._pass_commands(line)
        except HangUp as hung_up:
            with contextlib.suppress(OSError):
                line.say(hung_up.last)
        except OSError:
            pass
        finally:
            line.close()

    def _pass_commands(self, line: _Line) -> None:
        stream = line.client.makefile("rb")
        while first := stream.readline():
            tag, _, command = first.rstrip(b"\r\n").partition(b" ")
            exchange = Exchange(tag, command.decode("utf-8", "replace") or tag.decode("utf-8", "replace"))
            said = self._met(line, exchange)
            whole = first
            if said is not None:
                while (literal := _LITERAL.search(whole)) and literal[2]:  # it comes whatever is said (RFC 7888)
                    whole = stream.read(int(literal[1])) + stream.readline()
                line.say(said)
                continue
            exchange.has_literal = bool((literal := _LITERAL.search(whole)) and not literal[2])
            line.exchanges[tag] = exchange
            while literal := _LITERAL.search(whole):
                line.server.sendall(whole)
                if not literal[2] and not line.goes_on.get(timeout=ANSWER_S):
                    whole = b""  # the server said NO instead of "+": no literal comes
                    break
                whole = stream.read(int(literal[1])) + stream.readline()
            line.server.sendall(whole)

    def _met(self, line: _Line, exchange: Exchange) -> bytes | None:
        with self._changed:
            self.commands.append(exchange.command)
            self._changed.notify_all()
            fault = next((each for each in self._faults if each.times and each.pattern.search(exchange.command)), None)
            if fault is None:
                return None
            fault.times -= 1
        return fault.doing(exchange)

    def _pass_answers(self, line: _Line) -> None:
        stream = line.server.makefile("rb")
        try:
            while response := stream.readline():
                while literal := _LITERAL.search(response):
                    response += stream.read(int(literal[1])) + stream.readline()
                if self._hidden and b"CAPABILITY" in response.upper():
                    response = self._hide(response)
                if "UIDPLUS" in self._hidden:
                    response = _UIDPLUS_CODE.sub(rb"\1OK ", response)
                for exchange in list(line.exchanges.values()):
                    if exchange.change is not None:
                        response = exchange.change(response)
                    if response.startswith(exchange.tag + b" "):
                        del line.exchanges[exchange.tag]
                        if exchange.has_literal:
                            line.goes_on.put(False)
                if response.startswith(b"+") and any(each.has_literal for each in line.exchanges.values()):
                    line.goes_on.put(True)
                    for exchange in line.exchanges.values():
                        exchange.has_literal = False
                line.say(response, self.piece)
        except HangUp as hung_up:
            with contextlib.suppress(OSError):
                line.say(hung_up.last)
        except (OSError, ValueError):
            pass
        finally:
            line.close()

    def _hide(self, response: bytes) -> bytes:
        words = re.split(r"([ \]\r])", response.decode())
        return re.sub(r" +", " ", "".join(word for word in words if word.upper() not in self._hidden)).encode()
