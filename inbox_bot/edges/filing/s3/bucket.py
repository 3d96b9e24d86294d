"""The store in a bucket: each file an object, its key the path below the prefix.

An object is there whole or not at all, and durable when the store has answered (Amazon S3, "Data consistency model").
The store proves by MD5 that it has what was sent, and SHA-256 is kept with it, by which what comes back is proven.
`application.json` is put after all else: whoever finds one finds what it names.

A bucket may keep older versions of what is replaced or deleted. Whatever is deleted here goes with all its versions:
what somebody asked to be erased must not stay. A store that does not tell whether it keeps versions, since this key may
not ask, is not used for deleting.
"""

import hashlib
import io
import secrets as random
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, BinaryIO

from inbox_bot.core.message import safe
from inbox_bot.core.plan.filed.layout import APPLICATION_JSON
from inbox_bot.core.rules.filing import BUCKET_URL, S3Settings
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.filing.contract import Entry, FilingFailed, NotFiled

if TYPE_CHECKING:
    from inbox_bot.edges.filing.s3.client import Client

AT_ONCE = 16  # requests
READINGS = 3  # of one object, where the connection breaks in the middle of it
SHA256 = "sha256"  # of an object's metadata
INSTALL = "pip install 'inbox-bot[s3]'"
_NOT_THERE = frozenset({"404", "NoSuchKey", "NotFound"})
_NO_VERSIONS = frozenset({"NotImplemented", "MethodNotAllowed", "405", "501"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Reached:
    """Which bucket, and how it is reached."""

    bucket: str
    prefix: str  #: without a slash at either end
    settings: S3Settings
    folder: Path  #: rules.yaml's, where its files are looked for


class Bucket:
    """Files in a bucket: a `Filing`, for any number of threads. Nothing is connected before it is needed."""

    def __init__(self, reached: Reached) -> None:
        self._reached = reached

    @property
    def place(self) -> str:
        """Where it files."""
        return f"{BUCKET_URL}{self._reached.bucket}" + (f"/{self._reached.prefix}" if self._reached.prefix else "")

    def put(self, files: Mapping[str, bytes]) -> None:
        """Each as an object, several at once; those that name the others last."""
        keys = {self._key(path): content for path, content in files.items()}
        put = partial(self._put, self._client)
        last = {key for key in keys if key.rpartition("/")[2] == APPLICATION_JSON}
        for some in (keys.keys() - last, last):
            _each(lambda key: put(key, keys[key]), sorted(some))

    def open(self, path: str) -> BinaryIO:
        """What is there, read to its end and proven."""
        key = self._key(path)
        for number in range(READINGS):
            content = self._read(path, key, is_last=number == READINGS - 1)
            if content is not None:
                return io.BytesIO(content)
        raise FilingFailed(
            Sentence("{place}: {file} has other bytes than were put there", place=self.place, file=safe.line(path))
        )

    def exists(self, path: str) -> bool:
        """Asks for what is said of it."""
        try:
            self._head(path)
        except NotFiled:
            return False
        return True

    def size(self, path: str) -> int:
        """As the store says."""
        return int(self._head(path)["ContentLength"])

    def digest(self, path: str) -> str:
        """As it was proven when it was put; of what somebody else put there, it is read."""
        kept = self._head(path).get("Metadata", {}).get(SHA256)
        if kept:
            return str(kept)
        with self.open(path) as file:
            return hashlib.sha256(file.read()).hexdigest()

    def delete(self, path: str) -> None:
        """The object, and whatever versions of it the bucket keeps."""
        key = self._key(path)
        keeps_versions = self._keeps_versions()
        self._delete(Key=key)
        if keeps_versions:
            for each in self._pages(self._client.list_versions, "KeyMarker", "NextKeyMarker", key):
                for version in (*each.get("Versions", ()), *each.get("DeleteMarkers", ())):
                    if version["Key"] == key:
                        self._delete(Key=key, VersionId=version["VersionId"])

    def listed(self, below: str = "") -> Iterator[Entry]:
        """A thousand at once. What a store's console makes for a folder, a key with a slash at its end, is none."""
        start = f"{self._key(below)}/" if below else self._start
        for each in self._pages(self._client.list, "ContinuationToken", "NextContinuationToken", start):
            for found in each.get("Contents", ()):
                if not found["Key"].endswith("/"):
                    path = found["Key"].removeprefix(self._start)
                    yield Entry(path=path, written_at=found["LastModified"])

    def check(self) -> str:
        """Puts a file of a few bytes, reads it, and deletes it again."""
        probe = f".inbox-bot-check-{random.token_hex(8)}"
        self.put({probe: b"inbox_bot looks whether it can file here\n"})
        try:
            self.open(probe).close()
            next(self.listed(), None)
        finally:
            self.delete(probe)
        return self.place

    @property
    def _start(self) -> str:
        return f"{self._reached.prefix}/" if self._reached.prefix else ""

    @cached_property
    def _faults(self) -> ModuleType:
        """What a store may do instead of answering; with it comes the library that asks, which may not be there."""
        try:
            from inbox_bot.edges.filing.s3 import faults
        except ImportError as missing:
            raise FilingFailed(
                Sentence("filing.to is a bucket, which needs the extra s3; install it with {command}", command=INSTALL)
            ) from missing
        return faults

    @cached_property
    def _client(self) -> "Client":
        faults = self._faults
        from inbox_bot.edges.filing.s3.client import client

        try:
            return client(self._reached.settings, self._reached.folder, AT_ONCE)
        except faults.FAULTS as error:
            raise self._failed(error) from error

    def _keeps_versions(self) -> bool:
        """Whether the bucket keeps, or kept once, what is replaced or deleted: asked each time, it may begin to."""
        try:
            return bool(self._ask(self._client.versioning).get("Status"))
        except _Refused as refused:
            if refused.code in _NO_VERSIONS:
                return False
            raise

    def _key(self, path: str) -> str:
        """The key of a path. Raises FilingFailed where the path would be outside, or nowhere."""
        parts = path.split("/")
        if "\0" in path or not {"", ".", ".."}.isdisjoint(parts):
            raise FilingFailed(Sentence("{file} is outside {root}", file=safe.line(path), root=self.place))
        return f"{self._start}{path}"

    def _put(self, client: "Client", key: str, content: bytes) -> None:
        settings = self._reached.settings
        md5 = hashlib.md5(content, usedforsecurity=False).digest()
        more = {"ServerSideEncryption": settings.encryption, "SSEKMSKeyId": settings.encryption_key}
        self._ask(
            client.put,
            Key=key,
            Body=content,
            ContentMD5=b64encode(md5).decode(),
            Metadata={SHA256: hashlib.sha256(content).hexdigest()},
            **{name: value for name, value in more.items() if value is not None},
        )

    def _read(self, path: str, key: str, *, is_last: bool) -> bytes | None:
        """The object's bytes; None where they came broken, and should be read once more."""
        try:
            found = self._ask(self._client.get, Key=key)
        except _Refused as refused:
            if refused.code == "NoSuchKey":
                raise self._not_filed(path) from refused
            raise
        try:
            content = bytes(found["Body"].read())
        except self._faults.FAULTS as error:
            if self._faults.is_half_a_body(error) and not is_last:
                return None
            raise self._failed(error) from error
        finally:
            found["Body"].close()
        kept = found.get("Metadata", {}).get(SHA256)
        return content if kept in (None, hashlib.sha256(content).hexdigest()) else None

    def _head(self, path: str) -> Any:
        try:
            return self._ask(self._client.head, Key=self._key(path))
        except _Refused as refused:
            if refused.code not in _NOT_THERE:
                raise
            self._prove_bucket()  # HEAD has no body: without a bucket it is a 404 as well
            raise self._not_filed(path) from refused

    def _prove_bucket(self) -> None:
        try:
            self._ask(self._client.head_bucket)
        except _Refused as refused:
            if refused.code not in _NOT_THERE:
                raise
            gone = Sentence(
                "there is no bucket {bucket}: make it, or name another under filing.to", bucket=self._reached.bucket
            )
            raise FilingFailed(Sentence("{place}: {why}", place=self.place, why=gone)) from refused

    def _delete(self, **which: str) -> None:
        try:
            self._ask(self._client.delete, **which)
        except _Refused as refused:
            if refused.code != "NoSuchKey":  # Amazon's says so of nothing; another store may
                raise

    def _pages(self, ask: Callable[..., Any], marker: str, next_marker: str, start: str) -> Iterator[Any]:
        going_on: dict[str, Any] = {}
        while True:
            found = self._ask(ask, Prefix=start, **going_on)
            yield found
            if not found.get("IsTruncated"):
                return
            going_on = {marker: found[next_marker]}
            if "NextVersionIdMarker" in found:
                going_on["VersionIdMarker"] = found["NextVersionIdMarker"]

    def _ask(self, operation: Callable[..., Any], **parameters: Any) -> Any:
        """What the store answers. Raises _Refused."""
        try:
            return operation(Bucket=self._reached.bucket, **parameters)
        except self._faults.FAULTS as error:
            raise self._failed(error) from error

    def _failed(self, error: Exception) -> "_Refused":
        why = self._faults.why(error, self._reached.bucket)
        return _Refused(Sentence("{place}: {why}", place=self.place, why=why), self._faults.code_of(error))

    def _not_filed(self, path: str) -> NotFiled:
        return NotFiled(Sentence("{file} is not below {root}", file=safe.line(path), root=self.place))


class _Refused(FilingFailed):
    """What was asked for did not go; `code` is the store's word for it, or ""."""

    def __init__(self, sentence: str, code: str) -> None:
        super().__init__(sentence)
        self.code = code


def _each(act: Callable[[str], None], keys: Iterable[str]) -> None:
    """Several at once; after the first that fails, no other is begun."""
    keys = list(keys)
    if not keys:
        return
    with ThreadPoolExecutor(min(AT_ONCE, len(keys))) as threads:
        asked = [threads.submit(act, key) for key in keys]
        try:
            for each in asked:
                each.result()
        except BaseException:
            threads.shutdown(cancel_futures=True)
            raise
