"""What a person does where a mail server can't be used: one remedy a cause, with what rules.yaml says filled in.

Where a cloud's administrator has to act, the lines to type are given whole. Sources: learn.microsoft.com "Authenticate
an IMAP, POP or SMTP connection using OAuth" and "Enable or disable authenticated client SMTP submission";
support.google.com "Turn POP & IMAP on or off for users".
"""

from inbox_bot.core.reply.letter.refusal import About
from inbox_bot.core.rules.model import Flow, MailboxSettings, Provider, Security, ServerSettings, SignInSettings, WayOut
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.access import Answers, Cause, answers_of

SMTP_AUTH_OFF = "5.7.139"  # Exchange Online: of the mailbox or of the tenant
NOT_CONNECTED = "authenticated but not connected"  # Exchange Online's word for a token without rights


def remedy(cause: Cause, problem: str, mailbox: MailboxSettings, server: ServerSettings) -> str:
    """What to do about a server of a mailbox, half a sentence; "" where the problem says it.

    A silent server is asked how it answers.
    """
    key = key_of(mailbox, server)
    if cause is Cause.SILENT:
        return _silent(key, server)
    if cause is Cause.LOGIN or NOT_CONNECTED in problem:
        return _login(problem, mailbox, server, key)
    if cause is Cause.SENDER:
        return _sender(mailbox, server)
    return _of_line(cause, key, server)


def refused_letter(about: About, mailbox: MailboxSettings, server: ServerSettings) -> str:
    """What to do where a letter to the mailbox itself was refused."""
    if about is About.US:
        return _sender(mailbox, server)
    return Sentence("ask whoever runs {host} why a letter like this one is refused", host=server.host)


def key_of(mailbox: MailboxSettings, server: ServerSettings) -> str:
    """Where rules.yaml speaks of the server."""
    return "imap" if server is mailbox.imap else "smtp"


def _of_line(cause: Cause, key: str, server: ServerSettings) -> str:
    values = {"key": key, "host": server.host, "port": server.port}
    match cause:
        case Cause.NAME:
            return Sentence("correct host under {key}: no name server knows {host}", **values)
        case Cause.PORT:
            return Sentence("correct port under {key}: nothing listens at {port}", **values)
        case Cause.AWAY:
            return Sentence("look whether this machine may go out to {host}, port {port}", **values)
        case Cause.NO_TLS:
            other = "143" if key == "imap" else "587"
            return Sentence(
                "write security: starttls under {key} (its usual port is {other}): this port speaks no TLS at first",
                other=other,
                **values,
            )
        case Cause.NO_STARTTLS:
            return _write_tls(key)
        case Cause.NO_LOGIN if server.user:
            return Sentence(
                "ask whoever runs {host} to let {user} log in (SMTP AUTH), or leave user and password out under {key}",
                user=server.user,
                **values,
            )
        case Cause.NO_LOGIN:
            return Sentence("write user and password under {key}", **values)
    return _of_certificate(cause, key, server)


def _of_certificate(cause: Cause, key: str, server: ServerSettings) -> str:
    values = {"key": key, "host": server.host}
    match cause:
        case Cause.UNTRUSTED if server.ca:
            return Sentence(
                "put the authority that signed its certificate into {ca}: another one is there", ca=server.ca
            )
        case Cause.UNTRUSTED:
            return Sentence("write ca: under {key}, with a file of the authority that signed its certificate", **values)
        case Cause.OTHER_NAME:
            return Sentence("write the name under host: that its certificate is for, and not {host}", **values)
        case Cause.CERTIFICATE_OVER:
            return Sentence("ask whoever runs {host} for a new certificate, and look at this machine's clock", **values)
        case Cause.CERTIFICATE_EARLY:
            return Sentence("set the clock of this machine: the certificate of {host} does not hold yet", **values)
    return ""


def _write_tls(key: str) -> Sentence:
    usual = "993" if key == "imap" else "465"
    return Sentence("write security: tls under {key} (its usual port is {usual})", key=key, usual=usual)


def _silent(key: str, server: ServerSettings) -> str:
    """A port that speaks TLS from the first byte waits for us, as we wait for it."""
    answers = answers_of(server.host, server.port)
    if answers is Answers.IN_TLS and server.security is not Security.TLS:
        return _write_tls(key)
    if answers is Answers.AWAY:
        return _of_line(Cause.AWAY, key, server)
    return Sentence("ask whoever runs {host}: it takes the connection and says nothing", host=server.host)


def _login(problem: str, mailbox: MailboxSettings, server: ServerSettings, key: str) -> str:
    signin = mailbox.signin if mailbox.is_signed_in_to(server) else None
    if signin is None:
        return Sentence("compare user and password under {key} with the account's", key=key)
    user, who = mailbox.user_at(server) or "", signin.user or mailbox.user_at(mailbox.imap) or ""
    if signin.provider is Provider.MICROSOFT:
        return _at_microsoft(problem, key, user, who, signin)
    if signin.provider is Provider.GOOGLE:
        return Sentence(
            "turn IMAP on for {user} in Google's admin console (Apps, Google Workspace, Gmail, End User Access), "
            "and sign "
            "in as {user}: inbox-bot login",
            user=user,
        )
    return Sentence("give {who} the right to open {user} on the mail server", who=who, user=user)


def _at_microsoft(problem: str, key: str, user: str, who: str, signin: SignInSettings) -> Sentence:
    switched_on = Sentence(
        "in Exchange Online PowerShell: Set-CASMailbox -Identity {user} -ImapEnabled $true "
        "-SmtpClientAuthenticationDisabled $false",
        user=user,
    )
    if SMTP_AUTH_OFF in problem:
        return switched_on
    if signin.flow is Flow.APP:
        return Sentence(
            "in Exchange Online PowerShell, with the object id of the enterprise application: New-ServicePrincipal "
            "-AppId "
            "{app} -ObjectId OBJECT-ID; Add-MailboxPermission -Identity {user} -User OBJECT-ID -AccessRights "
            "FullAccess; "
            "Add-RecipientPermission -Identity {user} -Trustee OBJECT-ID -AccessRights SendAs",
            app=signin.client_id or "",
            user=user,
        )
    if who.lower() == user.lower():
        return switched_on
    if key == "smtp":
        return Sentence(
            "in Exchange Online PowerShell: Add-RecipientPermission -Identity {user} -Trustee {who} -AccessRights "
            "SendAs",
            user=user,
            who=who,
        )
    return Sentence(
        "in Exchange Online PowerShell: Add-MailboxPermission -Identity {user} -User {who} -AccessRights FullAccess "
        "-AutoMapping $false",
        user=user,
        who=who,
    )


def _sender(mailbox: MailboxSettings, server: ServerSettings) -> Sentence:
    signin = mailbox.signin if mailbox.is_signed_in_to(server) else None
    user = mailbox.user_at(server) or server.host
    if signin is not None and signin.send is WayOut.GRAPH:
        return Sentence(
            "in Exchange Online PowerShell, with the object id of the enterprise application: New-ServicePrincipal "
            "-AppId {app} -ObjectId OBJECT-ID; New-ManagementScope -Name inbox_bot -RecipientRestrictionFilter "
            "\"PrimarySmtpAddress -eq '{user}'\"; New-ManagementRoleAssignment -App OBJECT-ID -Role 'Application "
            "Mail.Send' -CustomResourceScope inbox_bot",
            app=signin.client_id or "",
            user=user,
        )
    if signin is not None and signin.provider is Provider.MICROSOFT:
        who = signin.client_id if signin.flow is Flow.APP else signin.user
        return Sentence(
            "in Exchange Online PowerShell: Add-RecipientPermission -Identity {address} -Trustee {who} "
            "-AccessRights SendAs",
            address=mailbox.address,
            who=who or user,
        )
    return Sentence("allow {user} to send as {address} on the mail server", user=user, address=mailbox.address)
