"""A connection to an object store, by botocore: signed requests, repeated where that may help, in a bounded time."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from botocore.config import Config
from botocore.session import Session

from inbox_bot.core.rules.filing import S3Settings
from inbox_bot.edges import secrets

CONNECT_S = 10
ANSWER_S = 30  # without a byte
ATTEMPTS = 3  # of one request; between two, it waits for a second or two
ELSEWHERE = "us-east-1"  # what a store that is not Amazon's is signed for where no region is named


@dataclass(frozen=True, kw_only=True, slots=True)
class Client:
    """The operations that are needed, by botocore's names for them, each with its parameters by name."""

    put: Callable[..., Any]
    get: Callable[..., Any]
    head: Callable[..., Any]
    head_bucket: Callable[..., Any]
    delete: Callable[..., Any]
    list: Callable[..., Any]
    versioning: Callable[..., Any]
    list_versions: Callable[..., Any]


def client(settings: S3Settings, folder: Path, connections: int) -> Client:
    """A client of any number of threads, not yet connected. `folder` is rules.yaml's. Raises `faults.FAULTS`.

    Checksums are Content-MD5 of ours: the trailing ones that botocore would add are refused by many stores that are not
    Amazon's (https://github.com/boto/boto3/issues/4392).
    """
    config = Config(
        connect_timeout=CONNECT_S,
        read_timeout=ANSWER_S,
        max_pool_connections=connections,
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        s3={"addressing_style": "auto" if settings.endpoint is None else "path"},
    )
    session = Session()
    region = settings.region or session.get_config_variable("region")
    made = session.create_client(
        "s3",
        region_name=region or ELSEWHERE,
        endpoint_url=settings.endpoint,
        aws_access_key_id=secrets.fetch(settings.key, folder),
        aws_secret_access_key=secrets.fetch(settings.secret, folder),
        verify=str(folder / settings.ca) if settings.ca else None,
        config=config,
    )
    return Client(
        put=made.put_object,
        get=made.get_object,
        head=made.head_object,
        head_bucket=made.head_bucket,
        delete=made.delete_object,
        list=made.list_objects_v2,
        versioning=made.get_bucket_versioning,
        list_versions=made.list_object_versions,
    )
