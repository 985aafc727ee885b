"""Whether a key is one that data of this environment may be encrypted under."""

from dataclasses import replace

import pytest

from policies.engine.keys import customer_key
from policies.engine.stack import UNKNOWN, Interpolation, Reference, Resource, Stack, Value

TOPIC = Resource("aws_sns_topic.t", "aws_sns_topic", "t", region="eu-west-1", account="1")


def key(name: str, kind: str = "aws_kms_key", region: str | None = "eu-west-1", **values: Value) -> Resource:
    return Resource(f"{kind}.{name}", kind, name, region=region, account="1", values=dict(values))


ALIASES = {"right": Reference("aws_kms_key.good", "key_id"), "foreign": Reference("aws_kms_key.abroad", "key_id")}
STACK = Stack(
    "render",
    None,
    (
        key("good", multi_region=False, is_enabled=True, enable_key_rotation=True),
        key("plain"),
        key("abroad", region="us-east-1"),
        key("nowhere", region=None),
        replace(key("others"), account="2"),
        key("several", multi_region=True),
        key("off", is_enabled=False),
        key("sign", key_usage="SIGN_VERIFY"),
        key("unsure", is_enabled=UNKNOWN),
        replace(key("perhaps"), certain=False),
        key("copy", "aws_kms_replica_key"),
        replace(key("looked_up"), address="data.aws_kms_key.looked_up", mode="data"),
        *(key(name, "aws_kms_alias", target_key_id=target) for name, target in ALIASES.items()),
        key("text", "aws_kms_alias", target_key_id="1234"),
    ),
)


@pytest.mark.parametrize("address", ["aws_kms_key.good", "aws_kms_key.plain"])
@pytest.mark.parametrize("attribute", ["arn", "key_id", "id"])
def test_a_key_of_the_same_region_and_account_will_do(address: str, attribute: str) -> None:
    assert customer_key(Reference(address, attribute), STACK, TOPIC) is None


def test_an_alias_of_such_a_key_will_do() -> None:
    assert customer_key(Reference("aws_kms_alias.right", "target_key_arn"), STACK, TOPIC) is None


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "is not set, so that a key of AWS's own is used"),
        (UNKNOWN, "cannot be known before the apply"),
        ("alias/aws/sns", 'is "alias/aws/sns", not a reference to a key of this stack'),
        (
            Interpolation((Reference("aws_kms_key.good", "arn"), "x")),
            "is ${aws_kms_key.good.arn}x, not a reference to a key of this stack",
        ),
        (
            Reference("aws_kms_key.missing", "arn"),
            "refers to aws_kms_key.missing.arn, which leads to no customer-managed key of this stack",
        ),
        (
            Reference("aws_kms_key.good", "description"),
            "refers to aws_kms_key.good.description, which leads to no customer-managed key of this stack",
        ),
        (
            Reference("data.aws_kms_key.looked_up", "arn"),
            "refers to data.aws_kms_key.looked_up.arn, which leads to no customer-managed key of this stack",
        ),
        (
            Reference("aws_kms_alias.text", "arn"),
            "refers to aws_kms_alias.text.arn, which leads to no customer-managed key of this stack",
        ),
    ],
)
def test_what_leads_to_no_key_of_the_stack_will_not_do(value: Value, message: str) -> None:
    assert str(customer_key(value, STACK, TOPIC)) == message


@pytest.mark.parametrize(
    ("address", "culprit", "message", "attribute"),
    [
        ("aws_kms_key.abroad", None, "in us-east-1, and not in eu-west-1", None),
        ("aws_kms_alias.foreign", "aws_kms_key.abroad", "in us-east-1, and not in eu-west-1", None),
        ("aws_kms_key.nowhere", None, "in an unknown region, and not in eu-west-1", None),
        ("aws_kms_key.others", None, "in 2, and not in the account of the resource", None),
        ("aws_kms_key.several", None, "whose multi_region is true and not false", "multi_region"),
        ("aws_kms_key.off", None, "whose is_enabled is false and not true", "is_enabled"),
        ("aws_kms_key.sign", None, 'whose key_usage is "SIGN_VERIFY" and not "ENCRYPT_DECRYPT"', "key_usage"),
        (
            "aws_kms_key.unsure",
            None,
            "whose is_enabled is a value that is not known before the apply and not true",
            "is_enabled",
        ),
        ("aws_kms_key.perhaps", None, "of which it cannot be told whether it will be there", None),
        ("aws_kms_replica_key.copy", None, "a replica of a key of another region", None),
    ],
)
def test_a_key_that_is_not_right_is_the_culprit(
    address: str, culprit: str | None, message: str, attribute: str | None
) -> None:
    found = customer_key(Reference(address, "arn"), STACK, TOPIC)

    assert found
    assert found.message.endswith(message)
    assert (found.culprit, found.attribute) == (culprit or address, attribute)


def test_a_resource_without_a_region_has_no_key_that_will_do() -> None:
    found = customer_key(Reference("aws_kms_key.good", "arn"), STACK, replace(TOPIC, region=None))

    assert str(found) == "leads to aws_kms_key.good in eu-west-1, and not in its own"
