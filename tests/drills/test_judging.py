"""What drills decide by themselves, apart from the checkers."""

from ipaddress import IPv4Network

import pytest

from drills.access import compared, outsider
from drills.alerts import named
from drills.checkers import Anomaly, Verdict, judged, latencies
from drills.errors import DrillError
from drills.failover import exercised, placement
from drills.latency import hop_cost
from drills.load import Step, bears, rate
from drills.registry import DRILLS, runner
from drills.residency import Query, described, queries
from drills.restore import wanted
from tests.drills.checkers.cases import operation


@pytest.mark.parametrize("name", DRILLS)
def test_every_drill_can_be_held(name: str) -> None:
    assert callable(runner(name))


MOVE = ("one", "a", "two", "b")


@pytest.mark.parametrize(
    ("moves", "incomplete", "result"),
    [
        ([MOVE], [], "pass"),
        ([("one", "a", "one", "a")], [], "fail"),
        ([("one", "a", "two", "a")], [], "fail"),
        ([MOVE], ["the members are in two zones"], "fail"),
        ([], [], "unknown"),
    ],
)
def test_a_failover_changes_writer_and_zone(
    moves: list[tuple[str, str, str, str]], incomplete: list[str], result: str
) -> None:
    assert placement(moves, incomplete).result == result


@pytest.mark.parametrize(
    ("began", "behind", "result"),
    [
        ([0, 30, 90, 200], 5, "pass"),
        ([0, 61, 130, 200], 5, "unknown"),
        ([0, 30, 90, 200], 0, "unknown"),
        ([0], 9, "unknown"),
    ],
)
def test_what_was_not_exercised_is_not_proven(began: list[float], behind: int, result: str) -> None:
    assert exercised(began, behind).result == result


@pytest.mark.parametrize(
    ("wanted_clients", "let_in", "own", "kinds"),
    [
        ({"10.0.0.1/32", "sg-1"}, {"10.0.0.1/32", "sg-1"}, set(), []),
        ({"sg-1"}, {"sg-1", "0.0.0.0/0"}, set(), ["let in"]),
        ({"sg-1", "sg-2"}, {"sg-1"}, set(), ["refused"]),
        ({"sg-1"}, {"sg-1", "sg-rotation"}, {"sg-rotation"}, []),
    ],
)
def test_the_clients_of_the_spec_are_those_of_the_groups(
    wanted_clients: set[str | None], let_in: set[str], own: set[str], kinds: list[str]
) -> None:
    assert [anomaly.kind for anomaly in compared(wanted_clients, let_in, own).anomalies] == kinds


def test_an_outsider_is_of_the_network_and_no_client() -> None:
    assert str(outsider("10.20.0.0/16", [IPv4Network("10.20.255.0/24")])) == "10.20.254.255"
    with pytest.raises(DrillError, match="may come in"):
        outsider("10.20.0.0/24", [IPv4Network("10.20.0.0/16")])


def wrote(seconds: float, count: int = 10) -> list[object]:
    return [operation(0, workload="x", name="add", outcome="ok", at=(n, n + seconds)) for n in range(count)]


def test_a_hop_that_is_shorter_than_the_line_is_not_proven() -> None:
    assert hop_cost(wrote(0.01), wrote(0.3)).result == "pass"  # type: ignore[arg-type]
    assert hop_cost(wrote(0.01), wrote(0.05)).result == "unknown"  # type: ignore[arg-type]
    assert hop_cost([], wrote(0.3)).result == "unknown"  # type: ignore[arg-type]


@pytest.mark.parametrize(("wish", "result"), [(1, "pass"), (5, "fail")])
def test_the_declared_rate_has_to_be_kept(wish: float, result: str) -> None:
    assert rate(wrote(0.5), wanted=wish).result == result  # type: ignore[arg-type]
    assert rate([], wanted=wish).result == "unknown"


@pytest.mark.parametrize(("late_ms", "fails_as"), [(2.0, "fail"), (2.1, "unknown")])
def test_a_failure_of_a_load_generator_without_a_processor_proves_nothing(late_ms: float, fails_as: str) -> None:
    slow, fast = judged("latency", "p90", [Anomaly("slow", "p90 is 30 ms")], {}), judged("latency", "p90", [], {})
    found: list[Verdict] = [latencies.starved(each, late_ms, 20) for each in (slow, fast)]
    assert [each.result for each in found] == [fails_as, "pass"]
    assert [each.figures for each in found] == [{"generator_late_p90_ms": late_ms}] * 2


@pytest.mark.parametrize(
    ("rule", "names"),
    [
        ('ALARM("a") OR ALARM("b c")', ["a", "b c"]),
        ("ALARM(a) AND NOT OK(b)", ["a"]),
        ('ALARM("arn:aws:cloudwatch:eu-west-1:222222222222:alarm:a") OR INSUFFICIENT_DATA("b")', ["a"]),
        ("TRUE", []),
    ],
)
def test_a_composite_alarm_names_what_sets_it_off(rule: str, names: list[str]) -> None:
    assert named(rule) == names


def test_what_a_cluster_bears_is_the_best_step() -> None:
    steps = [Step(1, wrote(0.1), []), Step(2, wrote(0.1) * 4, [])]  # type: ignore[arg-type]
    assert "most with 2 writers" in bears(steps).note
    assert bears([Step(1, [], [])]).result == "unknown"


def test_regions_are_read_off_descriptions() -> None:
    query = Query("secretsmanager", "list_secrets", "SecretList", "ARN", {})
    secret = {
        "ARN": "arn:aws:secretsmanager:eu-west-1:222222222222:secret:a",
        "KmsKeyId": "arn:aws:kms:us-east-1:222222222222:key/b",
        "ReplicationStatus": [{"Region": "eu-central-1"}],
    }
    (found,) = described("eu-west-1", query, [secret])
    assert found == {
        "what": secret["ARN"],
        "region": "eu-west-1",
        "names": ["eu-central-1", "eu-west-1", "us-east-1"],
    }


def test_every_list_of_residency_is_one_of_the_sdk() -> None:
    import boto3

    for query in queries():
        client = boto3.client(query.service, region_name="eu-west-1")  # type: ignore[call-overload]
        operations = client.meta.method_to_api_mapping
        shape = client.meta.service_model.operation_model(operations[query.operation]).output_shape
        assert query.items in shape.members, query


def test_a_restore_asks_for_what_rds_does_not_take_over() -> None:
    asked = wanted(
        {
            "DBSubnetGroup": "orders",
            "VpcSecurityGroups": [{"VpcSecurityGroupId": "sg-1"}],
            "IAMDatabaseAuthenticationEnabled": True,
            "EnabledCloudwatchLogsExports": ["error"],
            "Iops": None,
        }
    )
    assert asked == {
        "DBSubnetGroupName": "orders",
        "VpcSecurityGroupIds": ["sg-1"],
        "EnableIAMDatabaseAuthentication": True,
        "EnableCloudwatchLogsExports": ["error"],
        "DeletionProtection": False,
        "CopyTagsToSnapshot": True,
    }
