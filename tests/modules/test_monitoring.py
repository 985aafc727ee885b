"""A database's alarms, event subscriptions and dashboard as they are rendered."""

import json
from typing import Any

import pytest

from generator.facts.alarms import Alarm, alarms
from generator.spec.model import Environment
from modules.cluster import Cluster
from modules.encryption import Encryption
from modules.monitoring import Monitoring, UnknownMetricError
from modules.network import Network
from modules.register import Register
from modules.runtime import TerraformStack
from tests.modules.conftest import Render
from tests.modules.outputs import TOPIC, cluster_outputs

MEMBERS = ["orders-instance-1", "orders-instance-2", "orders-instance-3"]
MEMBER_ALARMS = [alarm for alarm in alarms() if alarm.log is None]
LOG_ALARMS = [alarm for alarm in alarms() if alarm.log]


def build(stack: TerraformStack, environment: Environment, register: Register) -> None:
    Monitoring(stack, "orders", environment, register, cluster_outputs(), TOPIC)


@pytest.fixture(scope="module")
def stack(render: Render) -> dict[str, Any]:
    return render(build)


@pytest.fixture(scope="module")
def rendered_alarms(stack: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = stack["resource"]["aws_cloudwatch_metric_alarm"]
    return found


def with_database(environment: Environment, **changes: object) -> Environment:
    database = environment.databases["orders"].model_copy(update=changes)
    return environment.model_copy(update={"databases": {"orders": database}})


def test_there_is_an_alarm_for_each_metric_and_no_other(rendered_alarms: dict[str, Any]) -> None:
    assert sorted(each["metric_name"] for each in rendered_alarms.values()) == sorted(each.metric for each in alarms())


@pytest.mark.parametrize("alarm", MEMBER_ALARMS, ids=lambda alarm: alarm.metric)
def test_a_metric_is_watched_on_each_of_the_three_members(rendered_alarms: dict[str, Any], alarm: Alarm) -> None:
    rendered = rendered_alarms[f"orders_{alarm.name}"]
    assert rendered["for_each"] == '${toset(["orders-instance-1", "orders-instance-2", "orders-instance-3"])}'
    assert rendered["dimensions"] == {"DBInstanceIdentifier": "${each.value}"}
    assert rendered["alarm_name"] == f"eu-west-1-${{each.value}}-{alarm.name}"
    assert rendered["namespace"] == "AWS/RDS"


@pytest.mark.parametrize("alarm", alarms(), ids=lambda alarm: alarm.metric)
def test_every_alarm_tells_the_topic_when_it_goes_off_and_when_it_is_over(
    rendered_alarms: dict[str, Any], alarm: Alarm
) -> None:
    rendered = rendered_alarms[f"orders_{alarm.name}"]
    assert (rendered["alarm_actions"], rendered["ok_actions"]) == ([TOPIC], [TOPIC])


@pytest.mark.parametrize("alarm", alarms(), ids=lambda alarm: alarm.metric)
def test_an_alarm_is_set_as_the_facts_say(rendered_alarms: dict[str, Any], alarm: Alarm) -> None:
    rendered = rendered_alarms[f"orders_{alarm.name}"]
    side = "GreaterThanThreshold" if alarm.above else "LessThanThreshold"
    assert rendered["comparison_operator"] == side
    assert rendered["treat_missing_data"] == alarm.missing
    assert (rendered["evaluation_periods"], rendered["datapoints_to_alarm"]) == (alarm.datapoints, alarm.datapoints)
    assert rendered.get("statistic", rendered.get("extended_statistic")) == alarm.statistic
    assert rendered["tags"]["severity"] == alarm.severity


def test_a_percentile_of_one_value_a_minute_is_evaluated_all_the_same(rendered_alarms: dict[str, Any]) -> None:
    rendered = rendered_alarms["orders_write-latency"]
    assert rendered["extended_statistic"] == "p90"
    assert rendered["evaluate_low_sample_count_percentiles"] == "evaluate"


def test_a_threshold_of_the_spec_wins_and_is_where_the_alarm_comes_from(
    render: Render, environment: Environment
) -> None:
    registers: list[Register] = []

    def recording(stack: TerraformStack, spec: Environment, register: Register) -> None:
        registers.append(register)
        build(stack, spec, register)

    spec = with_database(environment, alarms={"CPUUtilization": 75})
    rendered = render(recording, spec)["resource"]["aws_cloudwatch_metric_alarm"]
    assert rendered["orders_cpu-utilization"]["threshold"] == 75
    origin = registers[0].origins["aws_cloudwatch_metric_alarm.orders_cpu-utilization"]
    assert origin.attributes == {"threshold": "databases.orders.alarms.CPUUtilization"}


def test_a_derived_threshold_points_to_what_it_is_derived_from(environment: Environment, render: Render) -> None:
    registers: list[Register] = []

    def recording(stack: TerraformStack, spec: Environment, register: Register) -> None:
        registers.append(register)
        build(stack, spec, register)

    render(recording, environment)
    origin = registers[0].origins["aws_cloudwatch_metric_alarm.orders_free-storage-space"]
    assert origin.attributes == {"threshold": "databases.orders.storage.size_gib"}


def test_a_threshold_for_an_unknown_metric_is_refused(render: Render, environment: Environment) -> None:
    with pytest.raises(UnknownMetricError, match="no alarm watches CpuUtilisation; known are "):
        render(build, with_database(environment, alarms={"CpuUtilisation": 75}))


def test_the_composite_alarm_is_over_every_alarm_that_pages(stack: dict[str, Any]) -> None:
    composite = stack["resource"]["aws_cloudwatch_composite_alarm"]["orders_page"]
    paging = [alarm for alarm in alarms() if alarm.severity == "page"]
    parts = ", ".join(
        f"[aws_cloudwatch_metric_alarm.orders_{alarm.name}.alarm_name]"
        if alarm.log
        else f"values(aws_cloudwatch_metric_alarm.orders_{alarm.name})[*].alarm_name"
        for alarm in paging
    )
    assert composite["alarm_rule"] == f'${{join(" OR ", formatlist("ALARM(\\"%s\\")", concat({parts})))}}'
    assert (composite["alarm_actions"], composite["ok_actions"]) == ([TOPIC], [TOPIC])


def test_a_composite_alarm_fits_what_cloudwatch_takes() -> None:
    """At most 100 alarms and 10,240 characters, with the longest names that a spec may hold."""
    longest = "x" * 24 + "-" + "x" * 52 + "-instance-1-"
    names = [
        longest + alarm.name
        for alarm in alarms()
        if alarm.severity == "page"
        for _ in range(1 if alarm.log else len(MEMBERS))
    ]
    assert len(names) <= 100
    assert len(" OR ".join(f'ALARM("{name}")' for name in names)) <= 10_240


@pytest.mark.parametrize("alarm", LOG_ALARMS, ids=lambda alarm: alarm.metric)
def test_lines_of_a_log_become_the_metric_that_its_alarm_watches(stack: dict[str, Any], alarm: Alarm) -> None:
    counted = stack["resource"]["aws_cloudwatch_log_metric_filter"][f"orders_{alarm.name}"]
    rendered = stack["resource"]["aws_cloudwatch_metric_alarm"][f"orders_{alarm.name}"]
    assert counted["log_group_name"] == f"/aws/rds/cluster/orders/{alarm.log}"
    assert counted["pattern"] == alarm.pattern
    assert (counted["metric_transformation"]["namespace"], counted["metric_transformation"]["name"]) == (
        rendered["namespace"],
        rendered["metric_name"],
    )


def test_a_log_that_is_not_exported_is_not_watched(render: Render) -> None:
    def without_iam_log(stack: TerraformStack, environment: Environment, register: Register) -> None:
        Monitoring(stack, "orders", environment, register, cluster_outputs(exports=("error",)), TOPIC)

    resources = render(without_iam_log)["resource"]
    assert list(resources["aws_cloudwatch_log_metric_filter"]) == ["orders_error-log-errors"]
    assert "failed-iam-logins" not in resources["aws_cloudwatch_composite_alarm"]["orders_page"]["alarm_rule"]


@pytest.mark.parametrize(("name", "sources"), [("db-cluster", ["orders"]), ("db-instance", MEMBERS)])
def test_events_arrive_of_exactly_this_cluster(stack: dict[str, Any], name: str, sources: list[str]) -> None:
    subscription = stack["resource"]["aws_db_event_subscription"][f"orders_{name}"]
    assert (subscription["source_type"], subscription["source_ids"]) == (name, sources)
    assert (subscription["sns_topic"], "failover" in subscription["event_categories"]) == (TOPIC, True)


def test_events_are_subscribed_to_after_the_cluster_stands(render: Render) -> None:
    def together(stack: TerraformStack, environment: Environment, register: Register) -> None:
        keys = Encryption(stack, environment, register).keys
        network = Network(stack, environment, register, keys).outputs
        cluster = Cluster(stack, "orders", environment, register, network, keys).outputs
        Monitoring(stack, "orders", environment, register, cluster, TOPIC)

    resources = render(together)["resource"]
    for subscription in resources["aws_db_event_subscription"].values():
        (address,) = subscription["depends_on"]
        kind, _, name = address.partition(".")
        assert name in resources[kind]


@pytest.fixture(scope="module")
def widgets(stack: dict[str, Any]) -> list[dict[str, Any]]:
    body = json.loads(stack["resource"]["aws_cloudwatch_dashboard"]["orders_dashboard"]["dashboard_body"])
    found: list[dict[str, Any]] = body["widgets"]
    return found


def test_the_dashboard_shows_each_metric_of_all_members_beside_its_threshold(
    widgets: list[dict[str, Any]], rendered_alarms: dict[str, Any]
) -> None:
    graphs = {each["properties"]["title"]: each["properties"] for each in widgets if each["type"] == "metric"}
    thresholds = {each["metric_name"]: each["threshold"] for each in rendered_alarms.values()}
    assert {title: graph["annotations"]["horizontal"][0]["value"] for title, graph in graphs.items()} == thresholds
    assert graphs["ReplicaLag"]["metrics"] == [
        ["AWS/RDS", "ReplicaLag", "DBInstanceIdentifier", member] for member in MEMBERS
    ]


def test_the_dashboard_names_its_region_in_every_graph(widgets: list[dict[str, Any]]) -> None:
    regions = {each["properties"]["region"] for each in widgets if each["type"] == "metric"}
    assert regions == {"eu-west-1"}


def test_the_dashboard_shows_the_alarms_that_page(widgets: list[dict[str, Any]]) -> None:
    (status,) = [each for each in widgets if each["type"] == "alarm"]
    names = [arn.partition(":alarm:")[2] for arn in status["properties"]["alarms"]]
    expected = ["eu-west-1-orders-page"]
    for alarm in alarms():
        if alarm.severity == "page":
            owners = ["orders"] if alarm.log else MEMBERS
            expected += [f"eu-west-1-{owner}-{alarm.name}" for owner in owners]
    assert names == expected


def test_no_two_widgets_lie_on_one_another(widgets: list[dict[str, Any]]) -> None:
    cells = [
        (each["x"] + column, each["y"] + row)
        for each in widgets
        for column in range(each["width"])
        for row in range(each["height"])
    ]
    assert len(cells) == len(set(cells))
    assert max(column for column, _ in cells) < 24


def test_the_same_spec_gives_the_same_dashboard(render: Render, stack: dict[str, Any]) -> None:
    assert render(build)["resource"]["aws_cloudwatch_dashboard"] == stack["resource"]["aws_cloudwatch_dashboard"]


def test_a_function_that_rotates_is_watched_and_nothing_is_where_there_is_none(
    render: Render, stack: dict[str, Any]
) -> None:
    def with_function(stack: TerraformStack, environment: Environment, register: Register) -> None:
        Monitoring(stack, "orders", environment, register, cluster_outputs(), TOPIC, "rotate-orders")

    alarm = render(with_function)["resource"]["aws_cloudwatch_metric_alarm"]["orders_rotation-errors"]
    watched = ("namespace", "metric_name", "dimensions", "statistic", "threshold", "comparison_operator")
    assert {name: alarm[name] for name in watched} == {
        "namespace": "AWS/Lambda",
        "metric_name": "Errors",
        "dimensions": {"FunctionName": "rotate-orders"},
        "statistic": "Sum",
        "threshold": 0,
        "comparison_operator": "GreaterThanThreshold",
    }
    assert alarm["alarm_actions"] == [TOPIC]
    assert alarm["alarm_description"].endswith("Runbook: tidegate runbook eu-west-1 rotation")
    assert "orders_rotation-errors" not in stack["resource"]["aws_cloudwatch_metric_alarm"]
