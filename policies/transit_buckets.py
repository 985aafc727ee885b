"""Buckets are read and written over TLS alone."""

from policies.engine.adapter import register
from policies.engine.tls_only import TlsOnly


class BucketTransport(TlsOnly):
    """A bucket's policy denies everything without TLS, for the bucket and for what is in it."""

    id = "CKV_TDG_206"
    title = "Buckets refuse calls that come without TLS"
    why = "S3 answers over plain HTTP too, unless the bucket's policy denies it, for the bucket and for its objects."
    source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html"
    fix = "Deny s3:* on the bucket's ARN and on that with /* to everybody with aws:SecureTransport false."
    types = ("aws_s3_bucket",)
    kind = "bucket"
    policy_type = "aws_s3_bucket_policy"
    argument = "bucket"
    names = ("id", "bucket")
    actions = ("s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:anything")
    suffixes = ("", "/*")


check = register(BucketTransport)
