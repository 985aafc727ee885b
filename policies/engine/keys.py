"""Whether what should be encrypted under a customer-managed key of its own environment is."""

from collections.abc import Iterator
from dataclasses import dataclass

from policies.engine.stack import Resource, Stack
from policies.engine.values import UNKNOWN, Reference, Value, shown

_KEYS = ("aws_kms_key", "aws_kms_external_key")
_OTHERS = ("aws_kms_replica_key", "aws_kms_replica_external_key")
_ATTRIBUTES = frozenset({"arn", "key_id", "id", "target_key_arn", "target_key_id"})


@dataclass(frozen=True, slots=True)
class KeyProblem:
    """Why a key will not do; the message goes on from the attribute's name ("kms_key_id is not set").

    `culprit` is the key's address, and `attribute` the key's, where the key is at fault and not what names it.
    """

    message: str
    culprit: str | None = None
    attribute: str | None = None

    def __str__(self) -> str:
        return self.message


def customer_key(value: Value, stack: Stack, resource: Resource) -> KeyProblem | None:
    """What is wrong with the key that `value`, an argument of `resource`, names; None if nothing is.

    It must be a customer-managed key of this stack, referred to, in the resource's region and account, enabled, for
    encryption, and not multi-region.
    """
    if value is None:
        return KeyProblem("is not set, so that a key of AWS's own is used")
    if value is UNKNOWN:
        return KeyProblem("cannot be known before the apply")
    if not isinstance(value, Reference):
        return KeyProblem(f"is {shown(value)}, not a reference to a key of this stack")
    key = key_behind(value, stack)
    if key is None:
        return KeyProblem(f"refers to {value}, which leads to no customer-managed key of this stack")
    return next(_problems(key, resource), None)


def key_behind(value: Value, stack: Stack) -> Resource | None:
    """The key of this stack that a reference leads to, by itself or through an alias; None if there is none."""
    if not isinstance(value, Reference) or value.attribute not in _ATTRIBUTES:
        return None
    found = stack.target(value, "aws_kms_alias", *_KEYS, *_OTHERS)
    if found is not None and found.type == "aws_kms_alias":
        target = found.get("target_key_id")
        found = stack.target(target, *_KEYS, *_OTHERS) if isinstance(target, Reference) else None
    return found if found is not None and found.mode == "managed" else None


def _problems(key: Resource, resource: Resource) -> Iterator[KeyProblem]:
    if key.type in _OTHERS:
        yield KeyProblem(f"leads to {key.address}, a replica of a key of another region", key.address)
    if key.region is None or key.region != resource.region:
        yield KeyProblem(
            f"leads to {key.address} in {key.region or 'an unknown region'}, and not in {resource.region or 'its own'}",
            key.address,
        )
    if key.account is None or key.account != resource.account:
        yield KeyProblem(
            f"leads to {key.address} in {key.account or 'an unknown account'}, and not in the account of the resource",
            key.address,
        )
    if not key.certain:
        yield KeyProblem(f"leads to {key.address}, of which it cannot be told whether it will be there", key.address)
    for attribute, wanted in _WANTED.items():
        found = key.get(attribute, wanted)
        if found != wanted:
            yield KeyProblem(
                f"leads to {key.address}, whose {attribute} is {shown(found)} and not {shown(wanted)}",
                key.address,
                attribute,
            )


_WANTED: dict[str, Value] = {
    "multi_region": False,
    "is_enabled": True,
    "key_usage": "ENCRYPT_DECRYPT",
    "customer_master_key_spec": "SYMMETRIC_DEFAULT",
}
"""Attributes of a key with the only value that will do, which is also AWS's default."""
