"""Whatever else can be encrypted under a customer-managed key, is."""

import re
from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.encrypted import key_violations
from policies.engine.facts import facts
from policies.engine.leaves import leaves
from policies.engine.policy import Policy, Violation
from policies.engine.reading import truth
from policies.engine.stack import Resource, Stack, shown

_KEY = re.compile(
    r"(?!.*(period|uri|context|encrypted|ssl_|primary|replica|enabled))"
    r"(.*kms.*key.*|.*encryption_key(_arn|_id)?|kms_arn|customer_managed_key_arn)"
)
_SWITCH = re.compile(r"(storage_|kms_)?encrypted|.*encryption_enabled|cache_data_encrypted")
_OWN_POLICY = frozenset(
    {
        "aws_backup_vault.kms_key_arn",
        "aws_cloudwatch_log_group.kms_key_id",
        "aws_lambda_function.kms_key_arn",
        "aws_rds_cluster.kms_key_id",
        "aws_rds_cluster.master_user_secret_kms_key_id",
        "aws_rds_cluster.performance_insights_kms_key_id",
        "aws_rds_cluster.storage_encrypted",
        "aws_secretsmanager_secret.kms_key_id",
        "aws_sns_topic.kms_master_key_id",
    }
)
_OWN_TYPES = re.compile(r"aws_kms_.*|aws_s3_bucket(_server_side_encryption_configuration)?")


class EverythingElse(Policy):
    """The arguments that a type has for it are given; and any that looks like one, of a type not known yet, is right.

    Keys, and what has a policy of its own, are left to those.
    """

    id = "CKV_TDG_110"
    title = "Whatever else holds data is encrypted under a customer-managed key"
    category = "encryption"
    why = "A queue, a volume or a copy beside the cluster holds the same data, and its default is no key, or AWS's own."
    source = "https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#customer-cmk"
    fix = "Turn the encryption on, and name the ARN of a key of this stack in each argument that takes one."
    types = ("aws_*",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the resource, and it has any such argument."""
        del stack
        return resource.mode == "managed" and not _OWN_TYPES.fullmatch(resource.type) and bool(_wanted(resource))

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation for each switch that is not on, and for each key that will not do."""
        for path, is_key in _wanted(resource).items():
            value = resource.get(path)
            if is_key:
                yield from key_violations(path, value, resource, stack)
            elif truth(value) is not True:
                yield Violation(f"{path} is {shown(value)}, and not true", attribute=path)


def _wanted(resource: Resource) -> dict[str, bool]:
    """The paths of the arguments, and whether each is a key."""
    known = facts("key_arguments")
    wanted = dict.fromkeys(known["keys"].get(resource.type, ()), True)
    wanted |= dict.fromkeys(known["switches"].get(resource.type, ()), False)
    for leaf in leaves(resource.values):
        if leaf.value is not None and (_KEY.fullmatch(leaf.name) or _SWITCH.fullmatch(leaf.name)):
            wanted[leaf.path] = _KEY.fullmatch(leaf.name) is not None
    return {path: is_key for path, is_key in wanted.items() if f"{resource.type}.{path}" not in _OWN_POLICY}


check = register(EverythingElse)
