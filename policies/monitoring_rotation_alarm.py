"""A rotation that fails sets off an alarm."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.alarms import function_alarms
from policies.engine.facts import facts
from policies.engine.policy import Policy, Violation
from policies.engine.reading import number
from policies.engine.stack import Resource, Stack, shown

_ABOVE = ("GreaterThanThreshold",)


class RotationAlarm(Policy):
    """An alarm on the errors of each function that a secret's rotation names."""

    id = "CKV_TDG_525"
    title = "A rotation that fails sets off an alarm"
    category = "monitoring"
    why = (
        "A password that is not rotated goes on working, so that nobody notices until the next rotation fails too, or "
        "the password has leaked. Secrets Manager tells nobody but CloudTrail."
    )
    source = "https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot_rotation.html"
    fix = "Render the environment again: it has an alarm on the errors of the function that rotates."
    types = ("aws_secretsmanager_secret_rotation",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether a function does it; RDS rotates the master user's by itself."""
        del stack
        return resource.mode == "managed" and resource.get("rotation_lambda_arn") is not None

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation where the function cannot be told, or is not watched, or not rightly so."""
        given = resource.get("rotation_lambda_arn")
        function = stack.target(given, "aws_lambda_function")
        if function is None:
            yield Violation(
                f"rotation_lambda_arn is {shown(given)}, no function of this stack", None, "rotation_lambda_arn"
            )
            return
        for metric, wanted in facts("required_alarms")["functions"].items():
            alarms = function_alarms(function, metric, stack)
            if not alarms:
                yield Violation(f"no alarm is on the {metric} of {function.address}", function.address)
            elif not any(_goes_off(each, wanted) for each in alarms):
                yield Violation(f"the alarm on the {metric} of {function.address} does not go off", alarms[0].address)


def _goes_off(alarm: Resource, wanted: dict[str, object]) -> bool:
    threshold = number(alarm.get("threshold"))
    most = number(wanted["most"])  # type: ignore[arg-type]
    return (
        alarm.get("comparison_operator") in _ABOVE
        and alarm.get("statistic") == wanted["statistic"]
        and threshold is not None
        and most is not None
        and threshold <= most
    )


check = register(RotationAlarm)
