"""A mail handed to a program of this machine, as every sendmail takes it: no shell, and the same arguments always.

The recipients stand behind `--`, so that no address is taken for an option. The program gets the mail on standard
input and no other open file; what it says is not read. It and what it started are ended after five seconds.
"""

import os
import signal
import subprocess

from inbox_bot.edges.alerts.ways import WHOLE_S, AlertFailed

#: `-i`: a line with one dot ends no mail; `-f`: the envelope's sender. Postfix, Exim, OpenSMTPD and msmtp take both.
OPTIONS = ("-i", "-f")
ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C"}


def hand_over(program: str, content: bytes, *, sender: str, to: str) -> None:
    """Give a mail, as it goes over a wire, to the program. Raises AlertFailed unless it ends with 0 in time."""
    arguments = [program, *OPTIONS, sender, "--", to]
    try:
        process = subprocess.Popen(  # noqa: S603
            arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=ENVIRONMENT,
            cwd="/",
            start_new_session=True,
        )
    except OSError as error:
        raise AlertFailed(error.strerror or type(error).__name__) from None
    try:
        process.communicate(content.replace(b"\r\n", b"\n"), timeout=WHOLE_S)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise AlertFailed("no end within five seconds") from None
    if process.returncode != 0:
        raise AlertFailed(f"ended with {process.returncode}")
