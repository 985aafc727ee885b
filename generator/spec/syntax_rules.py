"""The rules that a spec file meets while it is loaded: it is a file, text, YAML, and has the spec's shape."""

from generator.findings_catalogue import RuleDescription

_YAML = "https://yaml.org/spec/1.2.2/"
_REFERENCE = "docs/spec.md"


def _error(rule: str, title: str, source: str, explanation: str) -> RuleDescription:
    return RuleDescription(id=rule, title=title, severity="error", source=source, explanation=explanation)


UNREADABLE = _error(
    "SPEC001",
    "The file can be read",
    _REFERENCE,
    "A spec is a regular file that the user who calls Tidegate may read: not a folder, a pipe or a device.",
)
TOO_LARGE = _error(
    "SPEC002",
    "The file has the size of a spec",
    _REFERENCE,
    "A spec of a hundred databases has some 60 kilobytes. A file of more than 256 kilobytes is something else, "
    "and it is refused before it is read.",
)
NOT_TEXT = _error(
    "SPEC003",
    "The file is UTF-8 text",
    f"{_YAML}#51-character-set",
    "A spec is encoded as UTF-8, with or without a byte order mark. It holds no control characters, and none that turn "
    "the reading direction or do not show, since a reviewer would see another text than Tidegate reads. Lines may end "
    "as on Unix or as on Windows.",
)
NOT_YAML = _error(
    "SPEC004",
    "The file is YAML",
    _YAML,
    "The text cannot be read as YAML from here on. What stands before has been checked, what follows has not. "
    "YAML is indented with spaces, never with tabs; text that holds a colon and a space, or starts with one of "
    "@ ` % & * ! | > needs quotes.",
)
EMPTY = _error(
    "SPEC005",
    "The file holds a spec",
    _REFERENCE,
    "The file is empty, or holds nothing but comments. The README shows the smallest spec that passes.",
)
SEVERAL_DOCUMENTS = _error(
    "SPEC006",
    "One file is one environment",
    f"{_YAML}#92-streams",
    "A line of three hyphens starts another YAML document. An environment is one file with one document: its name "
    "is the file's name, and it has one Terraform state.",
)
ALIAS = _error(
    "SPEC007",
    "A spec has no anchors, aliases or merge keys",
    f"{_YAML}#71-alias-nodes",
    "With an anchor (`&x`), an alias (`*x`) or a merge key (`<<`), a value stands in one line and takes effect in "
    "another: a reviewer does not see what changes, a finding cannot name one line, and a few lines can expand to "
    "gigabytes. Defaults keep specs short; what differs from them is written where it is meant.",
)
TAG = _error(
    "SPEC008",
    "A spec has no YAML tags",
    f"{_YAML}#681-node-tags",
    "A tag (`!!str`, `!Ref`) makes a reader build something else from a value than what is written. The spec's own "
    "model says what type every value has, so that no tag is ever needed.",
)
TOO_DEEP = _error(
    "SPEC009",
    "A spec is nested a few levels deep",
    _REFERENCE,
    "No value of a spec stands deeper than six levels. A file that opens more than twenty is not a spec; reading "
    "stops there.",
)
DUPLICATE_KEY = _error(
    "SPEC010",
    "A key stands once in its mapping",
    f"{_YAML}#3213-node-comparison",
    "Most YAML readers silently take the last of two values for the same key. Here both lines are named, and "
    "neither is guessed to be the right one.",
)
BAD_KEY = _error(
    "SPEC011",
    "A key is text",
    _REFERENCE,
    "YAML allows lists, mappings and nothing at all as a key. A spec's keys are text.",
)
AMBIGUOUS_NUMBER = _error(
    "SPEC012",
    "A number has one reading",
    f"{_YAML}#103-core-schema",
    "YAML 1.1 reads 0400 as 256, 1_000 as 1000 and 12:30 as 750; YAML 1.2 reads 400 and twice text. Where the "
    "spec takes a number it must be a plain decimal one. Where it takes text, the text is taken as it is written, "
    "quoted or not: 8.40, 0123, 1e3, no and 12:30 stay what they are.",
)
UNKNOWN_KEY = _error(
    "SPEC013",
    "A key is one that the spec has at this place",
    _REFERENCE,
    "A misspelled key would otherwise be ignored, and its default would hold without anybody noticing.",
)
MISSING_KEY = _error(
    "SPEC014",
    "What has no default is given",
    _REFERENCE,
    "Most keys have a safe default. Region, account, owner, residency, network and the databases with their "
    "instance class have none, since nobody else can know them.",
)
NO_VALUE = _error(
    "SPEC015",
    "A key has a value",
    _REFERENCE,
    "A key with nothing behind it (or with `null` or `~`) is not the same as a key that is left out: only the latter "
    "takes the default. The text null needs quotes.",
)
WRONG_TYPE = _error(
    "SPEC016",
    "A value has the type that its key takes",
    _REFERENCE,
    "Nothing is converted between numbers, truth values, lists and mappings. Only text may be written without quotes "
    "even if it looks like a number.",
)
NOT_ALLOWED = _error(
    "SPEC017",
    "A value is one of those that its key takes",
    _REFERENCE,
    "The value has the right type, but not the form, the length or the range that the key takes. What AWS makes of a "
    "value is judged by rules of their own, after this one.",
)
INCONSISTENT = _error(
    "SPEC018",
    "Keys that belong together fit together",
    _REFERENCE,
    "Some keys exclude or need each other: a client, for example, is a security group or an address range.",
)
OTHER_NAME = _error(
    "SPEC019",
    "The environment is called like its file",
    _REFERENCE,
    "The file's name is what `ENV=` takes, what the build folder and the state are called, and what a reviewer sees. "
    "A copied file in which the name was forgotten would otherwise plan changes to the environment it was copied "
    "from.",
)
TOO_MANY = _error(
    "SPEC020",
    "A file has at most a hundred findings at a time",
    _REFERENCE,
    "Most of a long list of findings follows from a few. The rest is shown once the first ones are mended.",
)


def descriptions() -> tuple[RuleDescription, ...]:
    """The rules of this module."""
    return tuple(value for value in globals().values() if isinstance(value, RuleDescription))
