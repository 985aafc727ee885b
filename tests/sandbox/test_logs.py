"""Log groups: what is an event, and what metric filters make of it."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError
from moto.cloudwatch.models import cloudwatch_backends
from moto.logs.models import logs_backends
from moto.rds.models import rds_backends

from sandbox.backing import ClusterKey, LogPart, NothingBehind
from sandbox.control_plane.context import CONTEXT, LOCK
from sandbox.control_plane.rds.shipping import LONGEST_LINE, entries, ship, unshipped
from sandbox.control_plane.services.logs import KEPT_EVENTS, ingest
from sandbox.control_plane.services.patterns import BadPatternError, matches
from tests.sandbox.account import Account

GROUP = "/aws/rds/cluster/orders/error"
ERROR = "2026-11-22T12:00:00.000000Z 0 [ERROR] [MY-010119] [Server] Aborting"


@pytest.mark.parametrize(
    ("pattern", "message", "taken"),
    [
        ("", "anything", True),
        ('"[ERROR]"', ERROR, True),
        ('"[ERROR]"', ERROR.lower(), False),
        ('"[ERROR]"', "ERROR", False),
        ("Server Aborting", ERROR, True),
        ("Server Warning", ERROR, False),
        ("?Warning ?Aborting", ERROR, True),
        ("?Warning ?Note", ERROR, False),
        ('"[ERROR]" -Aborting', ERROR, False),
        ('"[ERROR]" -"Shutdown complete"', ERROR, True),
        (r'"a \"b\""', 'say a "b"', True),
    ],
)
def test_a_pattern_takes_the_events_that_it_names(pattern: str, message: str, taken: bool) -> None:
    assert matches(pattern, message) is taken


@pytest.mark.parametrize("pattern", ["{ $.level = ERROR }", "[level, text]", "%ERROR|WARN%", '"no end', 'a"b'])
def test_a_pattern_that_is_not_evaluated_is_refused(pattern: str) -> None:
    with pytest.raises(BadPatternError):
        matches(pattern, "")


@pytest.mark.parametrize(
    ("log", "lines", "events"),
    [
        ("error", ["2026-11-22T1 a", "2026-11-22T2 b"], ["2026-11-22T1 a", "2026-11-22T2 b"]),
        ("error", ["2026-11-22T1 a", "  more", "2026-11-22T2 b"], ["2026-11-22T1 a\n  more", "2026-11-22T2 b"]),
        ("slowquery", ["# Time: 1", "SELECT", "1;", "# Time: 2"], ["# Time: 1\nSELECT\n1;", "# Time: 2"]),
        ("iam-db-auth-error", ["one", "two"], ["one", "two"]),
        ("general", [], []),
    ],
)
def test_an_entry_of_several_lines_is_one_event(log: str, lines: list[str], events: list[str]) -> None:
    assert list(entries(log, lines)) == events


def count_errors(account: Account, pattern: str = '"[ERROR]"', **transformation: str) -> None:
    told = {"metricName": "Errors", "metricNamespace": "Tidegate", "metricValue": "1", **transformation}
    account.client("logs").put_metric_filter(
        logGroupName=GROUP, filterName="errors", filterPattern=pattern, metricTransformations=[told]
    )


def counted(account: Account) -> list[float]:
    data = cloudwatch_backends[account.number][account.region].metric_data
    return [each.value for each in data if (each.namespace, each.name) == ("Tidegate", "Errors")]


@pytest.fixture
def account(an_account: Account) -> Account:
    logs: Any = an_account.client("logs")
    logs.create_log_group(logGroupName=GROUP)
    logs.create_log_stream(logGroupName=GROUP, logStreamName="orders-instance-1")
    return an_account


def put(account: Account, *messages: str) -> None:
    now = int(time.time() * 1000)
    account.client("logs").put_log_events(
        logGroupName=GROUP,
        logStreamName="orders-instance-1",
        logEvents=[{"timestamp": now, "message": message} for message in messages],
    )


def test_a_filter_counts_what_is_put_after_it_was_made(account: Account) -> None:
    put(account, ERROR)
    count_errors(account)
    put(account, ERROR, "all is well", ERROR)
    assert counted(account) == [1.0, 1.0]


@pytest.mark.parametrize(("default", "values"), [({}, []), ({"defaultValue": 0}, [0.0])])
def test_a_filter_reports_its_default_where_nothing_matches(
    account: Account, default: dict[str, Any], values: list[float]
) -> None:
    count_errors(account, **default)
    put(account, "all is well")
    assert counted(account) == values


def test_a_filter_that_is_put_again_counts_once(account: Account) -> None:
    count_errors(account, pattern="Aborting")
    count_errors(account)
    put(account, ERROR, "Aborting")
    assert counted(account) == [1.0]


@pytest.mark.parametrize("changes", [{"pattern": "{ $.level = ERROR }"}, {"metricValue": "$.size"}])
def test_a_filter_that_is_not_evaluated_is_refused(account: Account, changes: dict[str, str]) -> None:
    with pytest.raises(ClientError, match="cannot evaluate this filter"):
        count_errors(account, **changes)


def test_a_service_makes_the_group_that_is_not_there_and_no_stream_grows_for_ever(an_account: Account) -> None:
    backend = logs_backends[an_account.number][an_account.region]
    ingest(backend, GROUP, "orders-instance-1", [str(number) for number in range(KEPT_EVENTS + 5)])
    kept = backend.groups[GROUP].streams["orders-instance-1"].events
    assert (len(kept), kept[0].message) == (KEPT_EVENTS, "5")


class Scribe(NothingBehind):
    """Members without servers, whose logs say what a test writes."""

    def __init__(self) -> None:
        super().__init__()
        self.written: dict[tuple[str, str], bytes] = {}

    def log(self, key: ClusterKey, member: str, name: str, offset: int = 0) -> LogPart:  # noqa: ARG002
        text = self.written.get((member, name), b"")
        return LogPart(text[offset:], len(text))


@pytest.fixture
def scribe(an_account: Account) -> Iterator[Scribe]:
    before, CONTEXT.backing = CONTEXT.backing, Scribe()
    an_account.cluster(EnableCloudwatchLogsExports=["error"])
    an_account.rds.get_waiter("db_cluster_available").wait(WaiterConfig={"Delay": 1})
    yield CONTEXT.backing
    CONTEXT.backing = before


def looked(account: Account) -> list[str]:
    """What is in the stream of the first member after a look at everything."""
    cluster = rds_backends[account.number][account.region].clusters["orders"]
    with LOCK:
        ship([(cluster, unshipped(cluster))])
    group = logs_backends[account.number][account.region].groups.get(GROUP)
    return [event.message for event in group.streams["orders-instance-1"].events] if group else []


def test_whole_lines_of_exported_logs_are_shipped_once(an_account: Account, scribe: Scribe) -> None:
    scribe.written["orders-instance-1", "general"] = b"2026-11-22T1 SELECT 1\n"
    assert looked(an_account) == []
    scribe.written["orders-instance-1", "error"] = b"2026-11-22T1 one\n2026-11-22T2 tw"
    assert looked(an_account) == ["2026-11-22T1 one"]
    assert looked(an_account) == ["2026-11-22T1 one"]
    scribe.written["orders-instance-1", "error"] += b"o\n"
    assert looked(an_account) == ["2026-11-22T1 one", "2026-11-22T2 two"]
    assert [name.rpartition("/")[2] for name in logs_backends[an_account.number][an_account.region].groups] == ["error"]


def test_a_line_without_an_end_is_not_waited_for_for_ever(an_account: Account, scribe: Scribe) -> None:
    scribe.written["orders-instance-1", "error"] = b"x" * LONGEST_LINE
    assert looked(an_account) == ["x" * LONGEST_LINE]


def test_a_group_gets_a_key_after_it_was_made(an_account: Account) -> None:
    logs, kms = an_account.client("logs"), an_account.client("kms")
    key = kms.create_key()["KeyMetadata"]["Arn"]
    logs.create_log_group(logGroupName="plain")

    def held() -> str | None:
        (group,) = logs.describe_log_groups(logGroupNamePrefix="plain")["logGroups"]
        found: str | None = group.get("kmsKeyId")
        return found

    logs.associate_kms_key(logGroupName="plain", kmsKeyId=key)
    assert held() == key
    logs.disassociate_kms_key(logGroupName="plain")
    assert held() is None
    with pytest.raises(ClientError, match="InvalidParameterException"):
        logs.associate_kms_key(logGroupName="plain", kmsKeyId=key.replace("key/", "key/0"))
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        logs.associate_kms_key(logGroupName="none", kmsKeyId=key)
