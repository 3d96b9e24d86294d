"""What a person does where a token server gives no token: a remedy a cause, in plain words, its ids filled in.

Owns the words; which of them fits is `refusals`'s. Sources: learn.microsoft.com "Microsoft Entra authentication and
authorization error codes"; developers.google.com "Using OAuth 2.0 to Access Google APIs", support.google.com "Control
API access with domain-wide delegation".
"""

from inbox_bot.core.words import Word


class Remedy(Word):
    """What to do. The sentence names in braces what it is filled with: see `refusals`."""

    SIGN_IN_ANEW = "sign_in_anew", "sign in again: inbox-bot login"
    ANOTHER_WAY = (
        "another_way",
        ("your directory allows no device code: write flow: browser under signin, then: inbox-bot login"),
    )
    POLICY = (
        "policy",
        (
            "a Conditional Access policy of your directory forbids it: an administrator exempts this user or "
            "app, then: inbox-bot login"
        ),
    )
    CONSENT = (
        "consent",
        (
            "an administrator gives consent at "
            "https://login.microsoftonline.com/{tenant}/adminconsent?client_id={client_id}, then: inbox-bot login"
        ),
    )
    NO_APP = "no_app", "compare client_id and tenant under signin with the app's overview in Microsoft Entra"
    NO_TENANT = "no_tenant", "compare tenant under signin with the directory's id in Microsoft Entra"
    PUBLIC = (
        "public",
        (
            "in Microsoft Entra, at the app {client_id} under Authentication, allow public client flows, then: "
            "inbox-bot login"
        ),
    )
    WRONG_SECRET = (
        "wrong_secret",
        ("client_secret is not the app's: in Microsoft Entra copy the secret's value, and not its id"),
    )
    SECRET_ENDED = (
        "secret_ended",
        ("the client secret has ended: make a new one in Microsoft Entra and put it where it is read"),
    )
    CERTIFICATE = (
        "certificate",
        ("upload this certificate to the app {client_id} in Microsoft Entra, under Certificates & secrets"),
    )
    ACCOUNT = (
        "account",
        ("the user {user} can't sign in: an administrator looks at the account in Microsoft Entra"),
    )
    ASSIGN = "assign", "assign {user} to the app {client_id} in Microsoft Entra, under Enterprise applications"
    REDIRECT = (
        "redirect",
        (
            "add http://localhost to the app {client_id} in Microsoft Entra, under Authentication, as a mobile "
            "and desktop app"
        ),
    )
    NO_EXCHANGE = (
        "no_exchange",
        ("the directory {tenant} has no Exchange Online, or the app lacks its permissions: add them"),
    )
    APP_OFF = "app_off", "the app {client_id} is switched off in Microsoft Entra, under Enterprise applications"
    CLOCK = "clock", "set the clock of this machine: it is {minutes} minutes off"
    CLOCK_UNKNOWN = "clock_unknown", "set the clock of this machine, which may be off"
    DECLINED = "declined", "whoever signed in said no: begin anew with inbox-bot login, and accept"
    TOO_LATE = "too_late", "the code was not used in time: begin anew with inbox-bot login"
    TOO_LATE_AT_MICROSOFT = (
        "too_late_at_microsoft",
        (
            "the code was not used in time: begin anew with inbox-bot login; where the browser said 53003, your "
            "directory allows no device code: write flow: browser under signin"
        ),
    )
    TESTING = (
        "testing",
        (
            "sign in again: inbox-bot login. If this comes every 7 days, the app is External and in testing: "
            "make it Internal in the Google Cloud console, under Audience"
        ),
    )
    DELEGATION = (
        "delegation",
        (
            "in Google's admin console (Security, Access and data control, API controls, Domain-wide delegation) "
            "allow the service account's client id the scope https://mail.google.com/"
        ),
    )
    NO_SUCH_USER = "no_such_user", "compare user under imap with the mailbox's address: Google knows no {user}"
    GOOGLE_CLIENT = (
        "google_client",
        (
            "compare client_id and client_secret under signin with the OAuth client in the Google Cloud console "
            "(Desktop app)"
        ),
    )
    GOOGLE_POLICY = (
        "google_policy",
        ("in Google's admin console (Security, Access and data control, API controls) trust the app {client_id}"),
    )
    CLIENT = (
        "client",
        ("compare client_id, and client_secret or certificate, under signin with the app as it is registered"),
    )
    SCOPE = "scope", "the app may not ask for {scopes}: add these rights where it is registered"
    LOOK = "look", "compare what stands under signin with the app as it is registered"
