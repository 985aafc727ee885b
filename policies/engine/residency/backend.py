"""What is wrong with where a render keeps its state."""

from collections.abc import Iterator, Mapping

from policies.engine.reading import truth
from policies.engine.residency.arns import arn_problems
from policies.engine.residency.border import border
from policies.engine.residency.kinds import problems
from policies.engine.residency.regions import regions_in
from policies.engine.stack import Context, Stack, Value, shown

_UNSET = (
    "endpoint",
    "endpoints",
    "http_proxy",
    "https_proxy",
    "sts_region",
    "sts_endpoint",
    "skip_requesting_account_id",
)


def backend_faults(stack: Stack) -> Iterator[tuple[str, str]]:
    """Each fault of a render's backend, with the attribute that has it."""
    backend = stack.backend or {}
    if set(backend) != {"s3"}:
        yield "s3", f"it is kept by {' and '.join(sorted(backend)) or 'a file of whoever calls Terraform'}, not by S3"
        return
    s3 = backend["s3"]
    said = s3[0] if isinstance(s3, list) and len(s3) == 1 else s3
    if not isinstance(said, dict) or stack.context is None:
        yield "s3", "it cannot be told where it is kept"
        return
    yield from _place(said, stack.context)
    yield from _access(said, stack)


def _place(said: Mapping[str, Value], context: Context) -> Iterator[tuple[str, str]]:
    bucket = said.get("bucket")
    if said.get("region") != context.region:
        yield "s3.region", f"its bucket is in {shown(said.get('region'))}, and the environment in {context.region}"
    if not isinstance(bucket, str):
        yield "s3.bucket", "its bucket cannot be told"
        return
    others = [region for region in regions_in(bucket, loose=True) if region != context.region]
    numbers = [
        part for part in bucket.split("-") if len(part) == 12 and part.isdecimal() and part != context.account_id
    ]
    for other in (*others, *numbers):
        yield "s3.bucket", f"its bucket {bucket} is called after {other}"


def _access(said: Mapping[str, Value], stack: Stack) -> Iterator[tuple[str, str]]:
    account, key = border(stack).account, said.get("kms_key_id")
    if said.get("allowed_account_ids") != [account]:
        yield "s3.allowed_account_ids", f"it may be in another account than {account}"
    if truth(said.get("encrypt")) is not True:
        yield "s3.encrypt", "it is not encrypted"
    if not isinstance(key, str):
        yield "s3.kms_key_id", "its key is AWS's own, or cannot be told"
    else:
        yield from (("s3.kms_key_id", problem) for problem in arn_problems(key, stack))
        if key.startswith("arn:") and key.split(":")[3] != said.get("region"):
            yield "s3.kms_key_id", "its key is not in the region of its bucket"
    for name in _UNSET:
        yield from ((f"s3.{name}", f"{name} {problem}") for problem in problems("unset", said.get(name), stack))
    for role in ("role_arn", "assume_role", "assume_role_with_web_identity"):
        yield from ((f"s3.{role}", problem) for problem in arn_problems(str(said.get(role) or ""), stack))
