"""What the gate itself finds: each is a way in which a check could pass without having checked anything."""

from generator.findings_catalogue import RuleDescription

_PAGE = "docs/policies.md"


def _rule(number: int, title: str, explanation: str) -> RuleDescription:
    return RuleDescription(id=f"GATE{number:03}", title=title, severity="error", source=_PAGE, explanation=explanation)


UNREADABLE = _rule(
    1,
    "What is judged can be read in full",
    "A render or plan that is no JSON, is of another shape, ended in an error, was made for some resources only, or "
    "holds a section that no policy can judge (a module, for one) is refused. checkov passes such a file.",
)
EMPTY = _rule(
    2,
    "There is something to judge",
    "A render or plan without a resource has nothing that could be wrong, and nothing that is right. checkov passes "
    "an empty plan.",
)
FOREIGN = _rule(
    3,
    "What is judged is this environment's",
    "A render and a plan say which environment they are of, where it is and what it may hold. Without that, or if it "
    "is another environment than the one that was asked for, a verdict says nothing about it.",
)
NOT_LOADED = _rule(
    4,
    "Every policy can be loaded",
    "Each file of policies/ must hold a policy, with an id of its own and all that describes it. checkov leaves out a "
    "file that it cannot load, and passes what that file would have refused.",
)
RAISED = _rule(
    5,
    "Every policy ends with a verdict",
    "A policy that ends in an error has said nothing. checkov counts it as neither passed nor failed.",
)
NOT_RUN = _rule(
    6,
    "checkov runs every policy on everything that it applies to",
    "Which policy applies to which resource is worked out apart from checkov. A pair that is missing from what "
    "checkov reports was filtered, skipped, not loaded or not understood.",
)
DISAGREES = _rule(
    7,
    "checkov comes to the same verdict",
    "A policy is run twice: by itself, and as a check of checkov. If the two do not say the same, one of them looked "
    "at something else.",
)
UNKNOWN_CHECK = _rule(
    8,
    "checkov knows every one of its checks that is asked for",
    "checkov ignores an id that it does not know. After an update of checkov a check may have another one.",
)
NOT_PARSED = _rule(
    9,
    "checkov can read what it is given",
    "A file that checkov cannot parse, or on which it fails, has not been checked; its exit code does not say so.",
)
DIFFERENT = _rule(
    10,
    "Render and plan hold the same resources",
    "A resource that is in one and not in the other was added or taken away between the two, or was judged by one "
    "half of the gate only.",
)
BESIDE = _rule(
    11,
    "Nothing beside the render adds to it",
    "Terraform reads every configuration file of a folder. One that is not part of the render adds to it or "
    "overrides it, and is not judged with it.",
)

RULES = (
    UNREADABLE,
    EMPTY,
    FOREIGN,
    NOT_LOADED,
    RAISED,
    NOT_RUN,
    DISAGREES,
    UNKNOWN_CHECK,
    NOT_PARSED,
    DIFFERENT,
    BESIDE,
)
