"""What the facts say, held against the texts and constraints of botocore's service models."""

import re
from functools import cache
from html import unescape
from typing import get_args

import botocore.session

from generator.facts.choices import choices
from generator.facts.identifiers import identifiers
from generator.facts.regions import regions
from generator.facts.storage import storage
from generator.spec.model import LogExport


@cache
def _text(service: str, operation: str, member: str) -> str:
    """The documentation of a request's member, as plain text on one line."""
    model = botocore.session.get_session().get_service_model(service)
    request = model.operation_model(operation).input_shape
    assert request
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", request.members[member].documentation)))


def _cluster(member: str) -> str:
    return _text("rds", "CreateDBCluster", member)


def _numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text)]


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match, f"botocore's text has changed: {text}"
    return match[1]


def test_the_storage_types_are_those_of_multi_az_db_clusters() -> None:
    named = _found(r"Valid Values:.*Multi-AZ DB clusters - ([a-z0-9 |]+) Default", _cluster("StorageType"))

    assert set(named.split(" | ")) == set(storage().types)


def test_the_ratio_of_iops_is_that_of_the_api() -> None:
    text = _cluster("Iops")
    least, most = re.findall(r"between (\.\d+) and (\d+) of the storage amount", text)[0]

    assert {
        (limits.least_per_gib, limits.most_per_gib) for limits in (storage().types["io1"], storage().types["io2"])
    } == {(float(least), int(most))}


def test_the_monitoring_intervals_are_those_of_the_api() -> None:
    assert tuple(_numbers(_found(r"Valid Values: ([\d |]+)", _cluster("MonitoringInterval")))) == (
        choices().monitoring_interval_seconds
    )


def test_the_insights_retentions_are_those_of_the_api() -> None:
    text = _cluster("PerformanceInsightsRetentionPeriod")
    first, last = _numbers(_found(r"number of months from (\d+-\d+)", text))
    single = [int(number) for number in re.findall(r"(?<!\()\b(7|731)\b", text)]

    assert choices().insights_retention_days == tuple(
        sorted({*single, *(month * 31 for month in range(first, last + 1))})
    )


def test_advanced_insights_need_what_the_api_says() -> None:
    least = int(_found(r"PerformanceInsightsRetentionPeriod parameter to (\d+)", _cluster("DatabaseInsightsMode")))

    assert choices().advanced_insights_from_days == least


def test_the_backup_retention_is_that_of_the_api() -> None:
    text = _found(r"Must be a value from (\d+ to \d+)", _cluster("BackupRetentionPeriod"))

    assert choices().backup_retention_days == tuple(_numbers(text))


def test_the_windows_last_what_the_api_says() -> None:
    texts = [_cluster("PreferredBackupWindow"), _cluster("PreferredMaintenanceWindow")]

    assert [int(_found(r"Must be at least (\d+) minutes", text)) for text in texts] == (
        [choices().window_least_minutes] * 2
    )


def test_the_exported_logs_are_those_of_rds_for_mysql() -> None:
    named = _found(r"(?<!Aurora )RDS for MySQL - ([a-z |-]+) RDS for", _cluster("EnableCloudwatchLogsExports"))

    assert set(named.split(" | ")) == set(get_args(LogExport))


def test_the_lengths_of_names_are_those_of_the_api() -> None:
    facts = identifiers()

    assert facts.longest_cluster == int(
        _found(r"1 to (\d+) \(for Multi-AZ DB clusters\)", _cluster("DBClusterIdentifier"))
    )
    assert facts.longest_master_user == int(_found(r"1 to (\d+) letters or numbers", _cluster("MasterUsername")))
    assert facts.longest_schema == int(_found(r"up to (\d+) alphanumeric", _cluster("DatabaseName")))


def test_the_ports_are_those_of_the_api() -> None:
    facts = identifiers()

    assert [facts.lowest_port, facts.highest_port] == _numbers(_found(r"Valid Values: (\d+-\d+)", _cluster("Port")))


def test_the_log_retentions_are_those_of_cloudwatch() -> None:
    text = _found(r"Possible values are: ([\d, and]+)\.", _text("logs", "PutRetentionPolicy", "retentionInDays"))

    assert choices().log_retention_days == tuple(_numbers(text))


def test_the_regions_are_regions_of_rds() -> None:
    known = botocore.session.get_session().get_available_regions("rds", partition_name="aws")

    assert set(regions().zones) <= set(known)
