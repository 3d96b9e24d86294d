"""Why we don't go to a server, though nobody there said no."""


class AccessRefused(Exception):
    """We don't connect, or show no secret, until a person changes something."""

    def __init__(self, why: str, code: str) -> None:
        super().__init__(why)
        self.why = why  #: half a sentence, that goes on behind the server's name; never holds a secret
        self.code = code  #: "CERTIFICATE", "PRIVACYREQUIRED", "AUTHENTICATIONFAILED"… (RFC 5530 §3, and one of ours)
