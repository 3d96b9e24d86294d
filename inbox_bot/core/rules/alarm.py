"""`alarm:`: when silence is an alarm, and by which ways of their own people hear of it."""

from datetime import timedelta

from pydantic import Field

from inbox_bot.core.rules.section import Section
from inbox_bot.core.rules.servers import SecretReference, SmtpServer
from inbox_bot.core.rules.written import fields


class AlarmMail(SmtpServer):
    """A mail server for alarms alone: another one than answers go out by, so that it works when that one doesn't."""

    to: fields.Emails = Field(examples=["[admin@example.net]"])
    from_: fields.Email = Field(alias="from", examples=["inbox-bot@example.net"])


class AlarmSendmail(Section):
    """A program of this machine that mail is handed to, as sendmail takes it: needs no server of rules.yaml."""

    program: fields.Program = Field("/usr/sbin/sendmail", examples=["/usr/bin/msmtp"])
    to: fields.Emails = Field(examples=["[admin@example.net]"])
    from_: fields.Email = Field(alias="from", examples=["inbox-bot@example.net"])


class AlarmSettings(Section):
    """When silence is an alarm, and who hears of it."""

    after: fields.Duration = timedelta(hours=2)
    webhook: SecretReference | None = Field(
        None, description="env:NAME or file:PATH: an address that JSON is posted to"
    )
    ping: SecretReference | None = Field(
        None, description="env:NAME or file:PATH: an address that is asked while all is well"
    )
    ca: fields.Text | None = Field(
        None, description="a PEM file, for webhook and ping, relative to rules.yaml's folder"
    )
    mail: AlarmMail | None = None
    sendmail: AlarmSendmail | None = None
    metrics: fields.Text | None = Field(
        None, description="a file for node_exporter's textfile collector, relative to rules.yaml's folder"
    )
