"""One alarm stands for everything that somebody must look at now."""

import re
from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.alarms import paging
from policies.engine.clusters import ClusterPolicy, made
from policies.engine.policy import Violation
from policies.engine.stack import Resource, Stack

_ALARM = re.compile(r"""ALARM\(\s*(?:"([^"]+)"|'([^']+)'|([^"'()\s]+))\s*\)""")
_ANY_OF = re.compile(r"\(*\s*A(?:\s*OR\s*A)*\s*\)*")


class CompositeAlarm(ClusterPolicy):
    """A composite alarm that goes off with any of a cluster's paging alarms."""

    id = "CKV_TDG_515"
    title = "A composite alarm goes off with any of a cluster's paging alarms"
    category = "monitoring"
    why = (
        "On call is whoever hears of the composite alarm. With AND, with NOT, or with one name missing in its rule, "
        "there is an outage that it does not show."
    )
    source = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm.html"
    fix = "Join ALARM(...) of every paging alarm of the database with OR in one composite alarm."

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation where no composite alarm is for all of the cluster's paging alarms."""
        wanted = {stack.text(alarm.get("alarm_name")): metric for metric, alarm in paging(resource, stack)}
        composites = [each for each in made(stack, "aws_cloudwatch_composite_alarm") if each.region == resource.region]
        left = [(each, wanted.keys() - _named(each, stack)) for each in composites]
        if wanted and any(not missing for _, missing in left):
            return
        near = min(left, key=lambda pair: len(pair[1]), default=None)
        if near is None or len(near[1]) == len(wanted):
            yield Violation("no composite alarm goes off with any of the cluster's paging alarms")
            return
        missing = ", ".join(sorted({wanted[name] for name in near[1]}))
        yield Violation(
            f"the composite alarm does not go off with every alarm on {missing}", near[0].address, "alarm_rule"
        )


def _named(composite: Resource, stack: Stack) -> set[str | None]:
    """The alarms each of which is enough for the rule; none where it is not a plain OR."""
    rule = stack.text(composite.get("alarm_rule")) or ""
    if not _ANY_OF.fullmatch(_ALARM.sub("A", rule)):
        return set()
    return {first or second or third for first, second, third in _ALARM.findall(rule)}


check = register(CompositeAlarm)
