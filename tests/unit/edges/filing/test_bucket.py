"""What a bucket keeps to beyond the contract; and what a store that is slow, busy, broken or closed to us comes to."""

import base64
import builtins
import hashlib
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from inbox_bot.core.rules.filing import S3Settings
from inbox_bot.edges.filing import Bucket, FilingFailed, NotFiled, Reached
from inbox_bot.edges.filing.s3 import client, faults
from tests.support.servers.dovecot import certificate_in
from tests.support.servers.https import HttpsServer
from tests.support.servers.s3 import KEY, S3, SECRET, SECRETS, Exchange, Proxy, answers
from tests.unit.edges.filing.contract import CV, MAIL, paths_in

RECORD = f"{CV.rpartition('/')[0]}/application.json"


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two attempts."""
    monkeypatch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0)


@pytest.fixture(scope="module")
def one_proxy(s3: S3) -> Iterator[Proxy]:
    with s3.behind_a_proxy() as proxy, pytest.MonkeyPatch.context() as patched:
        patched.setattr(client, "ANSWER_S", 0.2)  # of a store that says nothing
        s3.bucket(endpoint=proxy.endpoint)
        yield proxy


@pytest.fixture
def proxy(one_proxy: Proxy) -> Proxy:
    one_proxy.fault = None
    one_proxy.seen.clear()
    return one_proxy


@pytest.fixture
def store(s3: S3, proxy: Proxy) -> Bucket:
    return s3.bucket("applications", endpoint=proxy.endpoint)


def test_what_names_the_other_files_is_put_after_them(store: Bucket, proxy: Proxy):
    store.put({RECORD: b"{}", CV: b"cv", MAIL: b"mail", ".raw/ab/abcd.eml": b"mail"})
    *others, last = [path for method, path in proxy.seen if method == "PUT"]
    assert last.endswith("/application.json")
    assert len(others) == 3


@pytest.mark.parametrize(
    ("status", "code", "said"),
    [
        (503, "SlowDown", "the store is busy, and asks to be asked later (503 SlowDown)"),
        (503, "Unknown", "the store is busy"),
        (429, "TooManyRequests", "the store is busy"),
        (500, "InternalError", "the store has an error of its own (500 InternalError)"),
        (403, "AccessDenied", "the store refuses it (403 AccessDenied): the access key needs"),
        (403, "InvalidAccessKeyId", "the access key is wrong, or no longer good"),
        (400, "ExpiredToken", "the access key is wrong, or no longer good"),
        (403, "SignatureDoesNotMatch", "the access key is wrong"),
        (403, "RequestTimeTooSkewed", "this machine's clock is wrong"),
        (404, "NoSuchBucket", "there is no bucket ours"),
        (301, "PermanentRedirect", "the bucket is in another region"),
        (400, "BadDigest", "what the store got is not what was sent"),
        (400, "KMS.NotFoundException", "the store can't encrypt with this key"),
        (507, "XMinioStorageFull", "the store is full"),
        (418, "Teapot\r\nX-Evil: 1", "the store refuses it (418 Teapot X-Evil: 1)"),
    ],
)
def test_what_a_store_refuses_is_said_with_what_to_do_and_without_its_own_words(status: int, code: str, said: str):
    response = {"Error": {"Code": code, "Message": "of the store"}, "ResponseMetadata": {"HTTPStatusCode": status}}
    sentence = faults.why(ClientError(response, "PutObject"), "ours")
    assert sentence.startswith(said)
    assert "of the store" not in sentence


@pytest.mark.parametrize(("status", "code"), [(503, "SlowDown"), (403, "AccessDenied"), (404, "NoSuchBucket")])
def test_whatever_is_asked_of_it_a_refusal_is_no_missing_file(store: Bucket, proxy: Proxy, status: int, code: str):
    proxy.fault = answers(status, code)
    for act in (lambda: store.put({CV: b"cv"}), lambda: store.open(CV), lambda: next(store.listed())):
        with pytest.raises(FilingFailed) as refused:
            act()
        assert not isinstance(refused.value, NotFiled)
        assert not any(secret in str(refused.value) for secret in SECRETS.values())


def test_a_store_that_is_busy_for_a_moment_is_asked_again(store: Bucket, proxy: Proxy):
    proxy.fault = answers(503, "SlowDown", "PUT", times=2)
    store.put({CV: b"cv"})
    assert store.open(CV).read() == b"cv"


@pytest.mark.parametrize("method", ["PUT", "GET", "HEAD"])
def test_a_store_that_never_answers_is_given_up(store: Bucket, proxy: Proxy, method: str):
    store.put({CV: b"cv"})

    def silent(exchange: Exchange) -> None:
        exchange.is_silent = exchange.method == method

    proxy.fault = silent
    act = {"PUT": lambda: store.put({CV: b"cv"}), "GET": lambda: store.open(CV), "HEAD": lambda: store.exists(CV)}
    with pytest.raises(FilingFailed, match="the store does not answer in time"):
        act[method]()


def test_where_nothing_listens_the_store_can_not_be_reached(s3: S3):
    with pytest.raises(FilingFailed, match="the store can't be reached"):
        Bucket(replace(s3.bucket()._reached, settings=s3.settings(endpoint="http://127.0.0.1:9"))).check()


class Busy(BaseHTTPRequestHandler):
    """A store that answers over TLS, and is busy."""

    def do_HEAD(self) -> None:
        self.send_response(503)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def test_a_store_over_tls_is_trusted_by_the_authority_that_rules_yaml_names(s3: S3, tmp_path: Path):
    certificate_in(tmp_path)
    with HttpsServer(tmp_path, Busy) as server:
        for ca, said in (({}, "no TLS connection to the store can be made"), ({"ca": "ca.pem"}, "the store is busy")):
            settings = s3.settings(endpoint=f"https://localhost:{server.port}", **ca)
            with pytest.raises(FilingFailed, match=said):
                Bucket(Reached(bucket="ours", prefix="", settings=settings, folder=tmp_path)).exists(CV)


def test_half_a_body_is_read_again(store: Bucket, proxy: Proxy):
    store.put({CV: b"a CV of many pages"})
    broken = iter([7])

    def half(exchange: Exchange) -> None:
        if exchange.method == "GET":
            exchange.sent = next(broken, None)

    proxy.fault = half
    assert store.open(CV).read() == b"a CV of many pages"


def test_a_body_that_always_breaks_off_is_no_file(store: Bucket, proxy: Proxy):
    store.put({CV: b"a CV of many pages"})

    def half(exchange: Exchange) -> None:
        if exchange.method == "GET":
            exchange.sent = 7

    proxy.fault = half
    with pytest.raises(FilingFailed, match="broke off in the middle"):
        store.open(CV)


def test_other_bytes_than_were_put_are_no_file(store: Bucket, proxy: Proxy):
    store.put({CV: b"Ann Lee"})

    def other(exchange: Exchange) -> None:
        if exchange.method == "GET":
            exchange.body = b"Bob Lee"

    proxy.fault = other
    with pytest.raises(FilingFailed, match="has other bytes than were put there"):
        store.open(CV)


def test_what_a_person_put_into_the_bucket_can_be_read_too(s3: S3):
    name = s3.new_bucket()
    s3.put_by_hand(name, "applications/baker/notes.txt", b"called on Monday")
    s3.put_by_hand(name, "applications/baker/", b"")  # what a console makes for a folder
    s3.put_by_hand(name, "of-others/notes.txt", b"not ours")
    store = s3.store(name, "applications")
    assert paths_in(store) == ["baker/notes.txt"]
    assert store.open("baker/notes.txt").read() == b"called on Monday"
    assert store.digest("baker/notes.txt") == hashlib.sha256(b"called on Monday").hexdigest()


def test_a_bucket_that_is_gone_is_never_taken_for_a_missing_file(s3: S3):
    store = s3.store("bucket-that-nobody-made", "applications")
    for act in (store.exists, store.size, store.digest, store.open, store.delete):
        with pytest.raises(FilingFailed, match="there is no bucket bucket-that-nobody-made: make it") as failed:
            act(CV)
        assert not isinstance(failed.value, NotFiled)
    with pytest.raises(FilingFailed, match="there is no bucket"):
        store.check()


def test_a_listing_that_breaks_off_is_no_shorter_listing(store: Bucket, proxy: Proxy):
    store.put({CV: b"cv", MAIL: b"mail"})

    def half(exchange: Exchange) -> None:
        exchange.body = exchange.body[: len(exchange.body) // 2]

    proxy.fault = half
    with pytest.raises(FilingFailed, match="the store has an error of its own"):
        paths_in(store)


def test_a_listing_of_several_pages_is_whole(s3: S3, proxy: Proxy):
    store = s3.bucket("applications", endpoint=proxy.endpoint)
    files = {f"baker/2027/Ann Lee-{number}/cv.pdf": b"cv" for number in range(5)}
    store.put(files)
    asked = store._client.list
    object.__setattr__(store._client, "list", lambda **more: asked(MaxKeys=2, **more))
    assert paths_in(store) == sorted(files)
    assert sum("list-type=2" in path for _, path in proxy.seen) == 3


def test_a_file_is_there_although_a_late_listing_lacks_it(store: Bucket, proxy: Proxy):
    store.put({CV: b"cv", MAIL: b"mail"})

    def late(exchange: Exchange) -> None:
        if "list-type=2" in exchange.path:
            exchange.body = re.sub(rb"<Contents>.*</Contents>", b"", exchange.body, flags=re.DOTALL)

    proxy.fault = late
    assert paths_in(store) == []
    assert store.exists(CV)
    assert store.open(MAIL).read() == b"mail"


def test_what_is_deleted_goes_with_every_version_of_it(s3: S3):
    name = s3.new_bucket(versions=True)
    store = s3.store(name, "applications")
    store.put({CV: b"one", f"{CV}.sig": b"another's"})
    store.put({CV: b"two"})
    store.delete(CV)
    assert re.findall("<Key>(.*?)</Key>", s3.versions(name)) == [f"applications/{CV}.sig"]


def test_a_bucket_that_begins_to_keep_versions_keeps_none_of_what_is_deleted_then(s3: S3):
    name = s3.new_bucket()
    store = s3.store(name)
    store.put({CV: b"one", MAIL: b"mail"})
    store.delete(MAIL)
    s3.keep_versions(name)
    store.put({CV: b"two"})
    store.delete(CV)
    assert "<Key>" not in s3.versions(name)


def test_where_it_may_not_ask_for_versions_nothing_counts_as_deleted(store: Bucket, proxy: Proxy):
    store.put({CV: b"cv"})

    def closed(exchange: Exchange) -> None:
        if exchange.path.endswith("?versioning"):
            answers(403, "AccessDenied")(exchange)

    proxy.fault = closed
    with pytest.raises(FilingFailed, match="GetBucketVersioning"):
        store.delete(CV)
    with pytest.raises(FilingFailed, match="GetBucketVersioning"):
        store.check()


def test_a_store_that_has_no_versions_may_say_so(store: Bucket, proxy: Proxy):
    def unknown(exchange: Exchange) -> None:
        if exchange.path.endswith("?versioning"):
            answers(501, "NotImplemented")(exchange)

    proxy.fault = unknown
    store.put({CV: b"cv"})
    store.delete(CV)
    assert not store.exists(CV)
    assert store.check()


def test_the_first_failure_begins_no_further_file(store: Bucket, proxy: Proxy):
    proxy.fault = answers(403, "AccessDenied", "PUT")
    with pytest.raises(FilingFailed, match="AccessDenied"):
        store.put({RECORD: b"{}", CV: b"cv", MAIL: b"mail"})
    assert not any("application.json" in path for _, path in proxy.seen)


def test_each_file_is_proven_to_the_store_by_its_md5(s3: S3):
    name = s3.new_bucket()
    store = s3.store(name)
    sent: list[dict[str, object]] = []
    put = store._client.put
    object.__setattr__(store._client, "put", lambda **asked: (sent.append(asked), put(**asked)))
    store.put({CV: b"cv"})
    assert sent[0]["ContentMD5"] == base64.b64encode(hashlib.md5(b"cv").digest()).decode()


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"encryption": "AES256"}, {"ServerSideEncryption": "AES256"}),
        (
            {"encryption": "aws:kms", "encryption_key": "key-1"},
            {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": "key-1"},
        ),
    ],
)
def test_the_store_is_asked_to_encrypt_as_rules_yaml_says(s3: S3, settings: dict[str, str], said: dict[str, str]):
    store = s3.bucket(**settings)
    store.put({"cv.pdf": b"cv"})
    assert said.items() <= store._head("cv.pdf").items()


def test_a_key_that_is_missing_is_named_and_never_shown(s3: S3, monkeypatch: pytest.MonkeyPatch):
    store = Bucket(s3.bucket()._reached)
    monkeypatch.delenv(SECRET)
    with pytest.raises(FilingFailed, match=f"the environment variable {SECRET} is not set"):
        store.put({CV: b"cv"})


def test_without_a_key_in_rules_yaml_it_is_looked_for_where_amazons_tools_look(
    s3: S3, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    settings = S3Settings.model_validate({"endpoint": f"http://{s3.address}", "region": "eu-central-1"})
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    reached = Reached(bucket=s3.new_bucket(), prefix="", settings=settings, folder=tmp_path)
    with pytest.raises(FilingFailed, match="no access key was found"):
        Bucket(reached).check()
    (tmp_path / "credentials").write_text("[default]\naws_access_key_id = AKIA1\naws_secret_access_key = secret\n")
    assert Bucket(reached).check() == f"s3://{reached.bucket}"


def test_no_secret_and_no_name_is_in_the_log(store: Bucket, proxy: Proxy, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO)
    proxy.fault = answers(503, "SlowDown", times=2)
    store.put({CV: b"cv"})
    assert not any(word in caplog.text for word in (*SECRETS.values(), "Ann"))
    assert KEY not in caplog.text


def test_without_the_extra_it_says_what_to_install(s3: S3, monkeypatch: pytest.MonkeyPatch):
    store, real = Bucket(s3.bucket()._reached), builtins.__import__

    def without(name: str, *more: object) -> object:
        if name.startswith(("inbox_bot.edges.filing.s3", "botocore")):
            raise ModuleNotFoundError("No module named 'botocore'", name="botocore")
        return real(name, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    for act in (store.check, lambda: store.put({CV: b"cv"}), lambda: store.open(CV), lambda: store.delete(CV)):
        with pytest.raises(FilingFailed, match=re.escape("pip install 'inbox-bot[s3]'")):
            act()
