"""Each rule of loading, on bytes in which it fires and on bytes in which it just does not."""

import codecs

import pytest

from generator.spec import syntax_rules
from generator.spec.faults import MOST_FAULTS
from generator.spec.loading import load_bytes
from generator.spec.parsing import MOST_LEVELS
from generator.spec.reading import MOST_BYTES
from tests.generator.spec.specs import SMALLEST, places

SPEC = SMALLEST.encode()
NAME = "smallest"


def changed(old: str, new: str) -> bytes:
    assert old in SMALLEST
    return SMALLEST.replace(old, new).encode()


def padded(size: int) -> bytes:
    return SPEC + b"#" * (size - len(SPEC))


def nested(levels: int) -> bytes:
    """A list of lists in a mapping; the spec knows no such key, which is another matter."""
    return SPEC + f"x: {'[' * (levels - 1)}{']' * (levels - 1)}\n".encode()


def with_unknown_keys(count: int) -> bytes:
    return SPEC + "".join(f"unknown_{number}: 1\n" for number in range(count)).encode()


# One row a rule, except for what only a file can be (SPEC001): failing bytes, passing bytes.
CASES: dict[str, tuple[bytes, bytes]] = {
    "SPEC002": (padded(MOST_BYTES + 1), padded(MOST_BYTES)),
    "SPEC003": (changed("team: orders", "team: ord\0ers"), changed("team: orders", "team: órders ✓ 日本")),
    "SPEC004": (changed("  cidr", "\tcidr"), changed("{jurisdiction: EU}\n", "{\n\tjurisdiction: EU}\t# a\ttab\n")),
    "SPEC005": (b"# nothing\n---\n...\n", SPEC),
    "SPEC006": (SPEC + b"---\nx: 1\n", b"---\n" + SPEC + b"...\n# the end\n"),
    "SPEC007": (changed("team: orders", "team: &o orders"), changed("team: orders", "team: o&rders*")),
    "SPEC008": (changed("team: orders", "team: !o orders"), changed("team: orders", 'team: "!orders"')),
    "SPEC009": (nested(MOST_LEVELS + 1), SPEC),
    "SPEC010": (SPEC + b"region: eu-west-1\n", SPEC),
    "SPEC011": (SPEC + b"? [a]\n: b\n", SPEC),
    "SPEC012": (
        changed("    instance", "    port: 03306\n    instance"),
        changed("    ins", "    port: 3306\n    ins"),
    ),
    "SPEC013": (with_unknown_keys(1), SPEC),
    "SPEC014": (changed("residency: {jurisdiction: EU}", ""), SPEC),
    "SPEC015": (changed("{jurisdiction: EU}", ""), changed("orders:\n", "orders:\n    database_name: null\n")),
    "SPEC016": (changed("    ins", '    port: "1"\n    ins'), changed('"222222222222"', "222222222222")),
    "SPEC017": (changed("    ins", "    port: 65536\n    ins"), changed("    ins", "    port: 65535\n    ins")),
    "SPEC018": (
        changed("databases:", "  clients: [{name: a}]\ndatabases:"),
        changed("databases:", "  clients: [{name: a, cidr: 10.20.48.10/32}]\ndatabases:"),
    ),
    "SPEC019": (changed("environment: smallest", "environment: smaller"), SPEC),
    "SPEC020": (with_unknown_keys(MOST_FAULTS + 1), SPEC),
}


def rules_of(content: bytes) -> list[str]:
    return [found.rule for found in load_bytes(content, shown_as="smallest.yaml", name=NAME).findings]


def test_every_rule_of_loading_has_a_case() -> None:
    assert sorted(["SPEC001", *CASES]) == [rule.id for rule in syntax_rules.descriptions()]


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_fires_on_its_fault(rule: str) -> None:
    assert rule in rules_of(CASES[rule][0])


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_keeps_quiet_on_the_right_side_of_its_boundary(rule: str) -> None:
    assert rules_of(CASES[rule][1]) == []


def test_twenty_levels_are_read_and_their_key_is_refused_for_itself() -> None:
    assert rules_of(nested(MOST_LEVELS)) == ["SPEC013"]


def test_a_hundred_findings_are_all_shown() -> None:
    assert rules_of(with_unknown_keys(MOST_FAULTS)) == ["SPEC013"] * MOST_FAULTS
    assert rules_of(with_unknown_keys(MOST_FAULTS + 50)) == ["SPEC013"] * MOST_FAULTS + ["SPEC020"]


@pytest.mark.parametrize(
    "content",
    [SPEC, codecs.BOM_UTF8 + SPEC, SPEC.replace(b"\n", b"\r\n"), SPEC.replace(b"\n", b"\r"), SPEC.rstrip()],
    ids=["as it is", "byte order mark", "lines as on Windows", "lines as on old Macs", "no last line end"],
)
def test_what_yaml_takes_is_taken(content: bytes) -> None:
    assert load_bytes(content, shown_as="smallest.yaml", name=NAME).environment is not None


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_positions_do_not_depend_on_line_ends_or_a_byte_order_mark(line_end: str, mark: str) -> None:
    content = (mark + SMALLEST.replace("EU}", "EU, x: 1}").replace("\n", line_end)).encode()

    assert places(load_bytes(content, shown_as="f", name=None).findings) == [("SPEC013", 5, 31)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32", "latin-1"])
def test_another_encoding_is_named_or_its_first_byte_is(encoding: str) -> None:
    mark = {"utf-16-be": codecs.BOM_UTF16_BE}.get(encoding, b"")
    content = mark + SMALLEST.replace("team: orders", "team: órders").encode(encoding)

    findings = load_bytes(content, shown_as="f", name=None).findings

    assert [found.rule for found in findings] == ["SPEC003"]
    assert findings[0].message == (
        "the byte 0xf3 is not UTF-8" if encoding == "latin-1" else f"the file is encoded as {encoding[:6].upper()}"
    )


def test_faults_of_several_kinds_are_all_found_in_one_go() -> None:
    content = (
        SMALLEST.replace("region: eu-west-1", "region: &r eu-west-1")
        .replace("team: orders", "team: [a]")
        .replace("jurisdiction", "juristiction")
        .replace("    instance_class", "    port: 0x1f\n    port: 1\n    instance_class")
        .encode()
        + b"alerts:\nstate: !x {bucket: B}\n---\n"
    )

    assert places(load_bytes(content, shown_as="f", name="other").findings) == [
        ("SPEC019", 1, 14),
        ("SPEC007", 2, 9),
        ("SPEC016", 4, 15),
        ("SPEC013", 5, 13),
        ("SPEC012", 11, 11),
        ("SPEC010", 12, 5),
        ("SPEC015", 14, 8),
        ("SPEC008", 15, 8),
        ("SPEC017", 15, 20),
        ("SPEC006", 16, 1),
    ]


def test_what_stands_before_a_syntax_error_is_checked() -> None:
    content = SMALLEST.replace("region: eu-west-1", "region: 7").replace("  instance_class", " @").encode()

    findings = load_bytes(content, shown_as="f", name=None).findings

    assert [found.rule for found in findings] == ["SPEC017", "SPEC004"]
