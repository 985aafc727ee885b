"""CloudWatch: composite alarms, and alarms that have seen no data."""

from typing import Any

from moto.cloudwatch.models import CloudWatchBackend
from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import EmptyResult

from sandbox.control_plane.extending import Extended, extend
from sandbox.control_plane.services.alarms import tell


class Alarms(Extended, CloudWatchBackend):
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
        """SetAlarmState, which tells the topics too."""
        before = self.alarms[alarm_name].state_value if alarm_name in self.alarms else ""
        super().set_alarm_state(alarm_name, reason, reason_data, state_value)
        if before != state_value:
            tell(self, self.alarms[alarm_name], before)


class CloudWatchCalls(CloudWatchResponse):
    """The calls of CloudWatch that moto has not."""

    def put_composite_alarm(self) -> EmptyResult:
        """PutCompositeAlarm: a rule over the states of other alarms."""
        return super().put_metric_alarm()


def register() -> None:
    """Extends moto's CloudWatch."""
    extend("cloudwatch", Alarms, {CloudWatchResponse: CloudWatchCalls})
