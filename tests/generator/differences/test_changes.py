"""What differs between two renders."""

import copy
from typing import Any

import pytest

from generator.differences import AttributeChange, Change, Difference, Place, compare
from generator.differences.changes import Side

STACK: dict[str, Any] = {
    "//": {"tidegate": {}},
    "provider": {"aws": [{"region": "eu-west-1"}]},
    "resource": {
        "aws_rds_cluster": {"orders": {"iops": 3000, "//": {"spec": "databases.orders"}, "tags": {"a": "b"}}},
        "aws_security_group": {"x": {"ingress": [{"port": 1}, {"port": 2}], "names": ["a"]}},
        "aws_cloudwatch_dashboard": {"d": {"dashboard_body": '{"widgets": [{"width": 1}]}', "body": '{"x": ${y}'}},
    },
    "data": {"aws_x": {"y": {"z": 1}}},
    "output": {"residency": {"value": {"region": "eu-west-1"}}},
}
ORIGINS: dict[str, Any] = {
    "file": "environments/x.yaml",
    "resources": {
        "aws_rds_cluster.orders": {
            "spec": "databases.orders",
            "line": 3,
            "column": 5,
            "attributes": {"iops": {"spec": "databases.orders.storage.iops", "line": 4, "column": 9}},
        }
    },
}
WHOLE = Place("databases.orders", "environments/x.yaml", 3, 5)
IOPS = Place("databases.orders.storage.iops", "environments/x.yaml", 4, 9)


def changed(path: str, value: object) -> Difference:
    """The difference after the value at a path of the stack became another; None takes it away."""
    after = copy.deepcopy(STACK)
    container: Any = after
    *steps, last = path.split("/")
    for step in steps:
        container = container[int(step) if isinstance(container, list) else step]
    if value is None:
        del container[last]
    else:
        container[last] = value
    return compare(Side(STACK, ORIGINS), Side(after, ORIGINS))


def test_the_same_render_has_no_difference() -> None:
    assert compare(Side(STACK, ORIGINS, {"a": b"1"}), Side(copy.deepcopy(STACK), ORIGINS, {"a": b"1"})) == Difference()


def test_a_changed_attribute_leads_to_its_own_line_of_the_spec() -> None:
    found = changed("resource/aws_rds_cluster/orders/iops", 4000)
    attribute = AttributeChange("iops", 3000, 4000, IOPS)
    assert found == Difference((Change("aws_rds_cluster.orders", "changed", WHOLE, (attribute,)),))


@pytest.mark.parametrize(
    ("path", "value", "address", "attribute"),
    [
        ("resource/aws_rds_cluster/orders/tags/a", "c", "aws_rds_cluster.orders", ("tags.a", "b", "c", WHOLE)),
        ("resource/aws_rds_cluster/orders/port", 1, "aws_rds_cluster.orders", ("port", None, 1, WHOLE)),
        ("resource/aws_rds_cluster/orders/iops", None, "aws_rds_cluster.orders", ("iops", 3000, None, IOPS)),
        ("resource/aws_security_group/x/ingress/1/port", 3, "aws_security_group.x", ("ingress[1].port", 2, 3, None)),
        ("resource/aws_security_group/x/names", ["a", "b"], "aws_security_group.x", ("names", ["a"], ["a", "b"], None)),
        (
            "resource/aws_cloudwatch_dashboard/d/dashboard_body",
            '{"widgets": [{"width": 2}]}',
            "aws_cloudwatch_dashboard.d",
            ("dashboard_body.widgets[0].width", 1, 2, None),
        ),
        (
            "resource/aws_cloudwatch_dashboard/d/body",
            '{"x": ${z}',
            "aws_cloudwatch_dashboard.d",
            ("body", '{"x": ${y}', '{"x": ${z}', None),
        ),
        ("output/residency/value/region", "x", "output.residency", ("value.region", "eu-west-1", "x", None)),
        ("provider/aws", [{"region": "x"}], "provider", ("aws[0].region", "eu-west-1", "x", None)),
        ("data/aws_x/y/z", 2, "data.aws_x.y", ("z", 1, 2, None)),
    ],
)
def test_an_attribute_that_differs_is_named(path: str, value: object, address: str, attribute: tuple[Any, ...]) -> None:
    (change,) = changed(path, value).changes
    assert (change.address, change.kind, change.attributes) == (address, "changed", (AttributeChange(*attribute),))


def test_what_is_gone_leads_to_the_old_spec_and_what_is_new_to_the_new_one() -> None:
    without = {**STACK, "resource": {}}
    old = {**ORIGINS, "file": "main:environments/x.yaml"}
    gone = compare(Side(STACK, old), Side(without, ORIGINS))
    new = compare(Side(without, ORIGINS), Side(STACK, ORIGINS))

    assert (gone.count("removed"), new.count("added")) == (3, 3)
    assert gone.changes[1] == Change(
        "aws_rds_cluster.orders", "removed", Place("databases.orders", "main:environments/x.yaml", 3, 5)
    )
    assert new.changes[1] == Change("aws_rds_cluster.orders", "added", WHOLE)


def test_comments_and_origins_are_no_difference_and_other_files_are() -> None:
    before = {"origins.json": b"1", "cdk.tf.json": b"1", "roles/origins.json": b"1", "sql/a.sql": b"1", "b": b"1"}
    after = {"origins.json": b"2", "cdk.tf.json": b"2", "roles/origins.json": b"2", "sql/a.sql": b"2", "c": b"1"}
    found = compare(Side(STACK, ORIGINS, before), Side(STACK, ORIGINS, after))
    assert found == Difference((), ("b", "c", "sql/a.sql"))
