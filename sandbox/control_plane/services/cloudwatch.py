"""CloudWatch: composite alarms, alarms that have seen no data, and times that can be compared."""

from datetime import UTC, datetime
from typing import Any

from moto.cloudwatch.models import CloudWatchBackend
from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import EmptyResult

from sandbox.control_plane.context import CONTEXT
from sandbox.control_plane.extending import Extended, extend
from sandbox.control_plane.services.alarms import settle_composites, tell


class Metrics(CloudWatchBackend):
    """Every time has a zone: moto's own have none, and those of alarms and servers do."""

    def put_metric_data(self, namespace: str, metric_data: list[dict[str, Any]]) -> None:
        """PutMetricData, at the sandbox's time where none is given."""
        timed = [{**each, "Timestamp": _aware(each.get("Timestamp") or CONTEXT.now())} for each in metric_data]
        super().put_metric_data(namespace, timed)

    def get_all_metrics(self) -> list[Any]:
        """Of every service."""
        found = super().get_all_metrics()
        for each in found:
            each.timestamp = _aware(each.timestamp)
        return found

    def get_metric_statistics(
        self, namespace: str, metric_name: str, start_time: datetime, end_time: datetime, *rest: Any, **more: Any
    ) -> Any:
        """GetMetricStatistics, between times of whatever zone."""
        return super().get_metric_statistics(
            namespace, metric_name, _aware(start_time), _aware(end_time), *rest, **more
        )

    def get_metric_data(self, queries: list[Any], start_time: datetime, end_time: datetime, **more: Any) -> Any:
        """GetMetricData, between times of whatever zone."""
        return super().get_metric_data(queries, _aware(start_time), _aware(end_time), **more)


def _aware(time: datetime) -> datetime:
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time


class Alarms(Extended, Metrics):
    """An alarm begins without data, and keeps its state when it is put again.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    """

    SERVICE = "cloudwatch"

    def put_metric_alarm(self, **order: Any) -> Any:
        """PutMetricAlarm, and PutCompositeAlarm with a rule."""
        before = self.alarms.get(order["name"])
        alarm = super().put_metric_alarm(**order)
        if before:
            alarm.state_value, alarm.state_reason = before.state_value, before.state_reason
        else:
            alarm.state_value = "INSUFFICIENT_DATA"
        return alarm

    def set_alarm_state(self, alarm_name: str, reason: str, reason_data: str, state_value: str) -> None:
        """SetAlarmState, which tells the topics too, and sets off what is made of the alarm."""
        before = self.alarms[alarm_name].state_value if alarm_name in self.alarms else ""
        super().set_alarm_state(alarm_name, reason, reason_data, state_value)
        if before != state_value:
            tell(self, self.alarms[alarm_name], before)
            settle_composites(self)


class CloudWatchCalls(CloudWatchResponse):
    """The calls of CloudWatch that moto has not."""

    def put_composite_alarm(self) -> EmptyResult:
        """PutCompositeAlarm: a rule over the states of other alarms."""
        return super().put_metric_alarm()


def register() -> None:
    """Extends moto's CloudWatch."""
    extend("cloudwatch", Alarms, {CloudWatchResponse: CloudWatchCalls})
