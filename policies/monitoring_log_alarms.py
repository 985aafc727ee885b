"""Failed IAM logins, and errors of the server, set off an alarm."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.alarms import counting, log_alarm, log_metrics
from policies.engine.clusters import ClusterPolicy
from policies.engine.policy import Violation
from policies.engine.reading import number
from policies.engine.stack import Resource, Stack, shown

_ABOVE = ("GreaterThanThreshold", "GreaterThanOrEqualToThreshold")


class LogAlarms(ClusterPolicy):
    """A metric filter that counts the right lines of the right log, and an alarm on its count."""

    id = "CKV_TDG_523"
    title = "Failed IAM logins and errors of the server are counted, and set off an alarm"
    category = "monitoring"
    why = (
        "Neither CloudTrail nor a metric records a refused login with a token. A filter on another log, with a pattern "
        "that matches nothing, or whose count no alarm looks at, is as good as none."
    )
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.Troubleshooting.html"
    fix = "Leave logs.exports out of the spec, so that Tidegate makes the filters and their alarms."

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation for each count that is not made, not watched, or not rightly so."""
        for metric, wanted in log_metrics().items():
            export, made = wanted["log"], counting(resource, metric, stack)
            alarm = log_alarm(resource, metric, stack)
            if not made:
                message = f"no metric filter counts the lines of the {export} log that match {shown(wanted['pattern'])}"
                yield Violation(message, attribute="enabled_cloudwatch_logs_exports")
            elif alarm is None:
                yield Violation(f"no alarm is on the count of the {export} log's lines", made[0].address)
            else:
                yield from _problems(alarm)


def _problems(alarm: Resource) -> Iterator[Violation]:
    operator, statistic = alarm.get("comparison_operator"), alarm.get("statistic")
    if operator not in _ABOVE:
        message = f"comparison_operator is {shown(operator)}, and trouble is above the threshold"
        yield Violation(message, alarm.address, "comparison_operator")
    if statistic not in ("Sum",):
        yield Violation(f"statistic is {shown(statistic)}, and not the sum", alarm.address, "statistic")
    threshold = number(alarm.get("threshold"))
    if threshold is None or threshold < 0:
        given = shown(alarm.get("threshold"))
        yield Violation(f"threshold is {given}, and no number of lines", alarm.address, "threshold")


check = register(LogAlarms)
