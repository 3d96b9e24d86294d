"""The store in a bucket, of Amazon's S3 or another object store that speaks it (the extra `s3`)."""

from inbox_bot.edges.filing.s3.bucket import Bucket, Reached

__all__ = ["Bucket", "Reached"]
