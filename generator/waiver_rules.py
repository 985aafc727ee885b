"""The rules that waivers are held to."""

from generator.findings_catalogue import RuleDescription

_SOURCE = "docs/rules.md"


def _error(rule: str, title: str, explanation: str) -> RuleDescription:
    return RuleDescription(id=rule, title=title, severity="error", source=_SOURCE, explanation=explanation)


MALFORMED = _error(
    "WVR001",
    "The file of waivers has the form of its schema",
    "`policies/waivers.yaml` is read as strictly as a spec: unknown, missing and repeated keys are faults. As long as "
    "there is one, the file waives nothing, since a waiver may be meant otherwise than it can be read.",
)
TOO_BROAD = _error(
    "WVR002",
    "A waiver is for one rule on one thing",
    "A waiver names a rule's id, an environment, and a resource or a spec path, each in full. Patterns and wildcards "
    "would also waive what nobody has looked at, now or later.",
)
TOO_LONG = _error(
    "WVR003",
    "A waiver ends within 90 days",
    "A waiver is for the time that it takes to mend something. What is to last longer has to be approved again, by "
    "somebody who looks at it again.",
)
EXPIRED = _error(
    "WVR004",
    "A waiver has not expired",
    "A waiver is valid through the day that it names, in UTC. From the next day on it waives nothing, and it is a "
    "finding itself until it is taken out or approved anew.",
)
UNUSED = _error(
    "WVR005",
    "A waiver waives something",
    "A waiver that covers no finding is left over, or misspelt. Left in, it would waive the fault that comes back.",
)
NEVER = _error(
    "WVR006",
    "A waiver is for a judgement, not for the means to judge",
    "That a spec can be read, that a plan can be made, that every policy ran, and that waivers are in order are what "
    "all other findings rest on. None of them can be waived.",
)
PERSONAL = _error(
    "WVR007",
    "Nothing that keeps personal data in its region is waived",
    "Where the spec classifies the data as personal, findings on residency, and on the context that it is judged by, "
    "stand. Nobody in the project can accept a transfer of personal data by a line in a file.",
)


def descriptions() -> tuple[RuleDescription, ...]:
    """The rules of this module."""
    return tuple(value for value in globals().values() if isinstance(value, RuleDescription))
