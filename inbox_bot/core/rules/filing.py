"""Where applications are filed: a folder of this machine, or a bucket of an object store that speaks Amazon's S3."""

from typing import Literal

from pydantic import Field

from inbox_bot.core.rules.section import Section
from inbox_bot.core.rules.servers import SecretReference
from inbox_bot.core.rules.written import fields

BUCKET_URL = "s3://"


class S3Settings(Section):
    """How a bucket is reached. What is left out is looked for where Amazon's own tools look for it."""

    endpoint: fields.StoreAddress | None = Field(
        None, description="the store's address, where it is not Amazon's", examples=["https://s3.example.com"]
    )
    region: fields.Text | None = Field(None, description="the bucket's region", examples=["eu-central-1"])
    key: SecretReference | None = Field(None, description="env:NAME or file:PATH: the access key's id")
    secret: SecretReference | None = Field(None, description="env:NAME or file:PATH: the access key's secret")
    encryption: Literal["AES256", "aws:kms"] | None = Field(
        None, description="how the store encrypts what it keeps; left out: as the bucket says"
    )
    encryption_key: fields.Text | None = Field(None, description="the key's id, for aws:kms")
    ca: fields.Text | None = Field(None, description="a PEM file, relative to rules.yaml's folder")


class FilingSettings(Section):
    """Where applications are filed."""

    to: fields.Text = Field("./applications", description="a folder, relative to rules.yaml's, or s3://bucket/prefix")
    across_mailboxes: bool = Field(
        False, description="whether somebody who applies in two mailboxes is one applicant, filed once"
    )
    s3: S3Settings = Field(S3Settings(), description="how a bucket is reached")
    local: fields.Text = Field(
        "./applications", description="with a bucket: the folder, relative to rules.yaml's, for what is in no bucket"
    )

    @property
    def bucket(self) -> str | None:
        """The bucket's name; None where applications go into a folder."""
        return self.to.removeprefix(BUCKET_URL).partition("/")[0] if self.to.startswith(BUCKET_URL) else None

    @property
    def prefix(self) -> str:
        """What the keys in the bucket begin with, without a slash at either end; it may be empty."""
        return self.to.removeprefix(BUCKET_URL).partition("/")[2].strip("/")

    @property
    def folder(self) -> str:
        """The folder of this machine: where applications go, or with a bucket, where is kept what goes into none."""
        return self.to if self.bucket is None else self.local
