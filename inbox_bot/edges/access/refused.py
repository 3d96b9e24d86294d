"""Why we don't go to a server, though nobody there said no."""

from inbox_bot.edges.access.causes import Cause


class AccessRefused(Exception):
    """We don't connect, or show no secret, until a person changes something; or for now, where it is `temporary`."""

    def __init__(self, why: str, code: str, *, temporary: bool = False, cause: Cause = Cause.TOLD) -> None:
        super().__init__(why)
        self.why = why  #: half a sentence, that goes on behind the server's name; never holds a secret
        self.code = code  #: "CERTIFICATE", "PRIVACYREQUIRED", "AUTHENTICATIONFAILED"… (RFC 5530 §3, and one of ours)
        self.cause = cause
        self.temporary = temporary  #: nobody said no: whoever gives the secret can't be asked now

    def again(self) -> "AccessRefused":
        """The same, to be raised once more: an exception that is raised twice holds the frames of both."""
        return AccessRefused(self.why, self.code, temporary=self.temporary, cause=self.cause)
