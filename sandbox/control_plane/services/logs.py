"""CloudWatch Logs: metric filters that count, and a bound on what is kept.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from moto.cloudwatch.models import MetricDatum, cloudwatch_backends
from moto.kms.models import kms_backends
from moto.logs.exceptions import InvalidParameterException, ResourceNotFoundException
from moto.logs.models import LogsBackend
from moto.logs.responses import LogsResponse

from sandbox.control_plane.context import CONTEXT
from sandbox.control_plane.extending import Extended, extend
from sandbox.control_plane.services.patterns import BadPatternError, matches

KEPT_EVENTS = 10_000
"""Of one stream; the oldest go first, as all of them are in memory."""


class Logs(Extended, LogsBackend):
    """Groups of log streams, and the metrics that filters make of what is put into them."""

    SERVICE = "logs"

    def put_metric_filter(
        self, filter_name: str, filter_pattern: str, log_group_name: str, metric_transformations: Any
    ) -> None:
        """Makes a filter or changes it; one that the sandbox could not evaluate is refused.

        https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html
        """
        try:
            matches(filter_pattern, "")
            list(_values(metric_transformations))
        except (BadPatternError, ValueError) as error:
            raise InvalidParameterException(msg=f"The sandbox cannot evaluate this filter: {error}") from error
        self.filters.delete_filter(filter_name, log_group_name)
        super().put_metric_filter(filter_name, filter_pattern, log_group_name, metric_transformations)

    def put_log_events(
        self, log_group_name: str, log_stream_name: str, log_events: list[dict[str, Any]]
    ) -> tuple[str, dict[str, Any]]:
        """PutLogEvents, whose events are counted by the filters of their group."""
        answer = super().put_log_events(log_group_name, log_stream_name, log_events)
        measure(self, log_group_name, [each["message"] for each in log_events])
        return answer


class LogsCalls(LogsResponse):
    """Gives a group a key after it was made, or takes it.

    https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_AssociateKmsKey.html (checked 2026-11-26)
    """

    def associate_kms_key(self) -> str:
        """AssociateKmsKey; a key that is not there, or is switched off, is refused."""
        asked = self._get_param("kmsKeyId")
        keys = kms_backends[self.current_account][self.region].keys.values()
        if not any(key.arn == asked and key.key_state == "Enabled" for key in keys):
            raise InvalidParameterException(msg=f"The specified KMS key does not exist or is disabled: {asked}")
        self._group().kms_key_id = asked
        return ""

    def disassociate_kms_key(self) -> str:
        """DisassociateKmsKey."""
        self._group().kms_key_id = None
        return ""

    def _group(self) -> Any:
        name = self._get_param("logGroupName")
        if name not in self.logs_backend.groups:
            raise ResourceNotFoundException(msg="The specified log group does not exist.")
        return self.logs_backend.groups[name]


def ingest(logs: Any, group: str, stream: str, messages: Sequence[str]) -> None:
    """What a service writes to a group; it makes one that is not there, as AWS's services do."""
    if group not in logs.groups:
        logs.create_log_group(group, {})
    kept = logs.groups[group]
    if stream not in kept.streams:
        kept.create_log_stream(stream)
    # Not by PutLogEvents: the sandbox's time may be further ahead than that takes.
    now = int(CONTEXT.now().timestamp() * 1000)
    kept.put_log_events(stream, [{"timestamp": now, "message": message} for message in messages])
    del kept.streams[stream].events[:-KEPT_EVENTS]
    measure(logs, group, messages)


def measure(logs: Any, group: str, messages: Sequence[str]) -> None:
    """Adds what the filters of a group make of new events to CloudWatch."""
    cloudwatch, now = cloudwatch_backends[logs.account_id][logs.region_name], CONTEXT.now()
    for each in logs.filters.metric_filters:
        if each["logGroupName"] == group:
            count = sum(matches(each["filterPattern"], message) for message in messages)
            for told, value, default in _values(each["metricTransformations"]):
                for datum in _data(count, value, default):
                    cloudwatch.metric_data.append(
                        MetricDatum(told["metricNamespace"], told["metricName"], datum, [], now, told.get("unit"))
                    )


def _data(count: int, value: float, default: float | None) -> list[float]:
    if count:
        return [value] * count
    return [] if default is None else [default]


def _values(transformations: Any) -> Iterator[tuple[Mapping[str, Any], float, float | None]]:
    for each in transformations:
        default = each.get("defaultValue")
        yield each, float(each["metricValue"]), None if default is None else float(default)


def register() -> None:
    """Extends moto's CloudWatch Logs."""
    extend("logs", Logs, {LogsResponse: LogsCalls})
