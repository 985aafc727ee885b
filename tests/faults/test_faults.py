"""Each single fault is found at its line where a spec can hold it, and the table of them is current."""

import pytest

from generator.facts.faults import fault_table
from generator.findings_catalogue import describe
from generator.rules.page import rules_page
from tests.faults.faults import Fault, faults

WRITABLE = [fault for fault in faults() if fault.spec is not None]
UNWRITABLE = [fault for fault in faults() if fault.spec is None]


@pytest.mark.parametrize("fault", WRITABLE, ids=lambda fault: str(fault.fault))
def test_a_fault_in_a_spec_is_found_where_it_stands(fault: Fault) -> None:
    [found] = fault.findings()

    assert (found.rule, found.path) == (fault.rule, fault.path)
    assert found.line
    assert fault.text().splitlines()[found.line - 1].strip().startswith(fault.line)


@pytest.mark.parametrize("fault", UNWRITABLE, ids=lambda fault: str(fault.fault))
def test_a_fault_that_no_spec_can_hold_says_why(fault: Fault) -> None:
    assert fault.unwritable
    assert fault.rule is None
    assert fault.findings() == []


@pytest.mark.parametrize("fault", WRITABLE, ids=lambda fault: str(fault.fault))
def test_a_fault_names_a_rule_that_exists(fault: Fault) -> None:
    assert fault.rule
    assert describe(fault.rule)


def test_the_table_has_every_fault_and_what_tidegate_says_of_it() -> None:
    rows = [(row.fault, row.tidegate) for row in fault_table().rows]

    assert rows == [(fault.fault, fault.rule or fault.unwritable) for fault in faults()], (
        "run python -m tests.faults.compare"
    )


def test_the_page_shows_the_table() -> None:
    page = rules_page()

    assert "`terraform plan` (provider 5.100.0) finds 14 of them" in page
    assert all(f"| {fault.fault} | " in page for fault in faults())
