"""What an object store refuses, or how it fails, as a sentence that says what to do. No key and no secret is in one.

Codes: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html; other stores use the same.
"""

from botocore import exceptions as raised
from botocore.parsers import ResponseParserError

from inbox_bot.core.message import safe
from inbox_bot.core.wording import Sentence, said_by
from inbox_bot.edges.secrets import SecretMissing

#: What may be raised by asking a store.
FAULTS = (raised.BotoCoreError, raised.ClientError, ResponseParserError, SecretMissing, OSError, ValueError)

_WRONG_KEY = frozenset(
    {"InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "TokenRefreshRequired"}
)
_DENIED = frozenset({"AccessDenied", "AllAccessDisabled", "AccountProblem", "Forbidden", "403", "401"})
_BUSY = frozenset(
    {
        *("SlowDown", "ServiceUnavailable", "Throttling", "ThrottlingException", "RequestLimitExceeded"),
        *("TooManyRequests", "TooManyRequestsException", "BandwidthLimitExceeded", "503", "429"),
    }
)
_ELSEWHERE = frozenset(
    {"PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException", "301", "307"}
)
_CHANGED = frozenset({"BadDigest", "InvalidDigest", "IncompleteBody", "XAmzContentSHA256Mismatch"})
_FULL = frozenset({"QuotaExceeded", "XMinioStorageFull", "EntityTooLarge", "507"})
_NO_ENCRYPTION = frozenset({"KMS.DisabledException", "KMS.NotFoundException", "InvalidEncryptionAlgorithmError"})
_NO_KEYS = (
    raised.NoCredentialsError,
    raised.PartialCredentialsError,
    raised.CredentialRetrievalError,
    raised.TokenRetrievalError,
    raised.NoAuthTokenError,
    raised.SSOError,
    raised.LoginError,
    raised.ProfileNotFound,
    raised.ConfigParseError,
    raised.MetadataRetrievalError,
)
_SLOW = (raised.ConnectTimeoutError, raised.ReadTimeoutError)
_HALF = (raised.IncompleteReadError, raised.ResponseStreamingError, raised.FlexibleChecksumError, ResponseParserError)
_NO_REGION = (raised.NoRegionError, raised.InvalidRegionError, raised.UnknownRegionError)


def code_of(error: Exception) -> str:
    """The store's code of an error; "" where it said none."""
    return str(error.response.get("Error", {}).get("Code", "")) if isinstance(error, raised.ClientError) else ""


def is_half_a_body(error: Exception) -> bool:
    """Whether a connection broke while what is filed was read: reading it again may go well."""
    return isinstance(error, (*_HALF, raised.ReadTimeoutError, raised.ConnectionClosedError))


def why(error: Exception, bucket: str) -> Sentence | str:
    """What went wrong, and what to do."""
    if isinstance(error, raised.ClientError):
        return _refused(code_of(error), _status(error), bucket)
    match error:
        case SecretMissing():
            return said_by(error)
        case _ if isinstance(error, _NO_KEYS):
            return Sentence(
                "no access key was found: name one under filing.s3, or give this machine one as Amazon's own tools "
                "look for it"
            )
        case _ if isinstance(error, _SLOW):
            return Sentence("the store does not answer in time")
        case raised.SSLError():
            return Sentence("no TLS connection to the store can be made: look at its certificate, and at filing.s3.ca")
        case _ if isinstance(error, _HALF):
            return Sentence("the store broke off in the middle of its answer")
        case _ if isinstance(error, _NO_REGION):
            return Sentence("the bucket's region is missing or wrong: name it in filing.s3.region")
        case raised.HTTPClientError() | raised.ConnectionError():
            return Sentence("the store can't be reached")
        case OSError():
            return Sentence("the store can't be reached: {why}", why=safe.line(str(error.strerror or error)))
    return Sentence("it can't be asked ({error})", error=type(error).__name__)


def _status(error: Exception) -> int:
    response = getattr(error, "response", {})
    return int(response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def _refused(code: str, status: int, bucket: str) -> Sentence:
    said = safe.line(f"{status or ''} {code}".strip() if code != str(status) else code)
    if code == "NoSuchBucket":
        return Sentence("there is no bucket {bucket}: make it, or name another under filing.to", bucket=bucket)
    if code in _WRONG_KEY:
        return Sentence("the access key is wrong, or no longer good ({code}): look at filing.s3.key", code=said)
    if code in _NO_ENCRYPTION or code.startswith("KMS."):
        return Sentence("the store can't encrypt with this key ({code}): look at filing.s3.encryption_key", code=said)
    if code == "RequestTimeTooSkewed":
        return Sentence("this machine's clock is wrong ({code}): set it", code=said)
    if code in _ELSEWHERE:
        return Sentence("the bucket is in another region ({code}): name it in filing.s3.region", code=said)
    if code in _CHANGED:
        return Sentence("what the store got is not what was sent ({code}): it is sent again", code=said)
    if code in _FULL:
        return Sentence("the store is full, or takes nothing so large ({code})", code=said)
    if code in _DENIED or status in (401, 403):
        return Sentence(
            "the store refuses it ({code}): the access key needs GetObject, PutObject, DeleteObject, ListBucket and "
            "GetBucketVersioning, and in a bucket that keeps versions ListBucketVersions and DeleteObjectVersion",
            code=said,
        )
    if code in _BUSY or status in (429, 503):
        return Sentence("the store is busy, and asks to be asked later ({code})", code=said)
    if status >= 500:
        return Sentence("the store has an error of its own ({code})", code=said)
    return Sentence("the store refuses it ({code})", code=said)
