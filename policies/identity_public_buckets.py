"""No bucket can be made public."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import leads_to, made
from policies.engine.policy import Policy, Violation
from policies.engine.reading import truth
from policies.engine.stack import Resource, Stack, shown

_BLOCK = "aws_s3_bucket_public_access_block"
_SWITCHES = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")


class PublicBuckets(Policy):
    """Each bucket has a public access block with all of its four switches on."""

    id = "CKV_TDG_324"
    title = "Buckets block public access"
    category = "identity"
    why = "One access list or policy too many opens a bucket to everybody; the block keeps both without effect."
    source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html"
    fix = f"Add an {_BLOCK} with all four switches at true."
    types = ("aws_s3_bucket",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the bucket."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation without a block, and for each switch of each that is not certainly on."""
        blocks = [each for each in made(stack, _BLOCK) if leads_to(each.get("bucket"), resource, stack, "id", "bucket")]
        if not blocks:
            yield Violation(f"no {_BLOCK} of this stack is on the bucket")
        for block in blocks:
            for switch in _SWITCHES:
                if truth(block.get(switch)) is not True:
                    yield Violation(f"{switch} is {shown(block.get(switch))}, and not true", block.address, switch)


check = register(PublicBuckets)
