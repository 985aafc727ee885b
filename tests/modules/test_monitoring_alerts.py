"""The alerts topic as it is rendered."""

from typing import Any

import pytest

from generator.spec.model import Alerts as AlertsSpec
from generator.spec.model import Environment, Owner
from modules.monitoring import Alerts
from tests.modules.conftest import Render
from tests.modules.outputs import KEYS

SOURCES = {
    "PublishFromCloudWatch": "arn:aws:cloudwatch:eu-west-1:222222222222:alarm:eu-west-1-*",
    "PublishFromRds": "arn:aws:rds:eu-west-1:222222222222:*",
    "PublishFromBackup": None,
}


def rendered(render: Render, environment: Environment) -> dict[str, Any]:
    return render(lambda stack, spec, register: Alerts(stack, spec, register, KEYS), environment)


@pytest.fixture(scope="module")
def stack(render: Render, environment: Environment) -> dict[str, Any]:
    return rendered(render, environment)


def test_the_topic_is_encrypted_with_the_alerts_key(stack: dict[str, Any]) -> None:
    assert stack["resource"]["aws_sns_topic"]["alerts"]["kms_master_key_id"] == "key-alerts"


def test_the_topic_has_the_policy(stack: dict[str, Any]) -> None:
    policy = stack["resource"]["aws_sns_topic_policy"]["alerts"]
    assert policy["arn"] == "${aws_sns_topic.alerts.arn}"
    assert policy["policy"] == "${data.aws_iam_policy_document.alerts-topic.json}"


def test_nobody_else_may_publish(stack: dict[str, Any]) -> None:
    statements = stack["data"]["aws_iam_policy_document"]["alerts-topic"]["statement"]
    allowed = {each["sid"]: each for each in statements if each["effect"] == "Allow"}
    assert sorted(allowed) == sorted(SOURCES)


@pytest.mark.parametrize("sid", SOURCES)
def test_a_service_publishes_for_the_own_account_alone(stack: dict[str, Any], sid: str) -> None:
    statements = stack["data"]["aws_iam_policy_document"]["alerts-topic"]["statement"]
    statement = next(each for each in statements if each["sid"] == sid)
    conditions = [(each["test"], each["variable"], each["values"]) for each in statement["condition"]]
    expected = [("StringEquals", "aws:SourceAccount", ["222222222222"])]
    source_arn = SOURCES[sid]
    if source_arn:
        expected.append(("ArnLike", "aws:SourceArn", [source_arn]))
    assert (statement["actions"], conditions) == (["sns:Publish"], expected)


def test_nothing_is_published_without_tls(stack: dict[str, Any]) -> None:
    statements = stack["data"]["aws_iam_policy_document"]["alerts-topic"]["statement"]
    denial = next(each for each in statements if each["effect"] == "Deny")
    assert denial["condition"] == [{"test": "Bool", "values": ["false"], "variable": "aws:SecureTransport"}]
    assert denial["principals"] == [{"identifiers": ["*"], "type": "AWS"}]


def test_each_address_is_subscribed_once_whatever_its_case(render: Render, environment: Environment) -> None:
    spec = environment.model_copy(
        update={
            "owner": Owner(team="orders", email="oncall@example.com"),
            "alerts": AlertsSpec(emails=["OnCall@example.com", "risk@example.com"]),
        }
    )
    subscriptions = rendered(render, spec)["resource"]["aws_sns_topic_subscription"].values()
    assert sorted(each["endpoint"] for each in subscriptions) == ["oncall@example.com", "risk@example.com"]


def test_an_address_keeps_its_resource_when_another_comes_before_it(render: Render, environment: Environment) -> None:
    def names(*emails: str) -> dict[str, str]:
        spec = environment.model_copy(update={"alerts": AlertsSpec(emails=list(emails))})
        subscriptions = rendered(render, spec)["resource"]["aws_sns_topic_subscription"]
        return {each["endpoint"]: name for name, each in subscriptions.items()}

    before, after = names("risk@example.com"), names("audit@example.com", "risk@example.com")
    assert before.items() <= after.items()


def test_snapshot_events_arrive_for_every_snapshot_of_the_cell(stack: dict[str, Any]) -> None:
    subscription = stack["resource"]["aws_db_event_subscription"]["cluster-snapshots"]
    assert "source_ids" not in subscription
    assert (subscription["source_type"], subscription["event_categories"]) == (
        "db-cluster-snapshot",
        ["failure", "notification"],
    )
