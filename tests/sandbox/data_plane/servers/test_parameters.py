"""Parameters of a group become options of a server."""

import pytest

from sandbox.data_plane.servers.formulas import FormulaError, evaluate
from sandbox.data_plane.servers.parameters import differences, options

GIBIBYTE = 1 << 30


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("{DBInstanceClassMemory*3/4}", 12 * GIBIBYTE),
        ("{DBInstanceClassMemory/12582880}", 1365),
        ("LEAST({DBInstanceClassMemory/9531392},5000)", 1802),
        ("GREATEST({log(DBInstanceClassMemory/805306368)*45},1000)", 1000),
        ("SUM({DBInstanceClassMemory/12038},-50003)", 1377133),
        ("{EndPointPort}", 3306),
    ],
)
def test_a_formula_is_computed_as_rds_documents_it(formula: str, value: int) -> None:
    variables = {"DBInstanceClassMemory": 16 * GIBIBYTE, "EndPointPort": 3306}
    assert evaluate(formula, variables) == value


@pytest.mark.parametrize("formula", ["{Unknown*2}", "{1/0}", "LEAST({1}", "{__import__('os')}", "{'a'}", "{}"])
def test_what_is_no_formula_is_refused(formula: str) -> None:
    with pytest.raises(FormulaError):
        evaluate(formula, {})


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ({"max_connections": "200"}, {"max_connections": "200"}),
        ({"innodb_buffer_pool_size": "{DBInstanceClassMemory*3/4}"}, {"innodb_buffer_pool_size": "67108864"}),
        ({"innodb_buffer_pool_size": "33554432"}, {"innodb_buffer_pool_size": "33554432"}),
        ({"performance_schema": "1"}, {"performance_schema": "0"}),
        ({"time_zone": "UTC"}, {"default_time_zone": "UTC"}),
        ({"rpl_semi_sync_source_target_apply_lag": "1"}, {"loose_rpl_semi_sync_source_target_apply_lag": "1"}),
        ({"default_authentication_plugin": "x"}, {"loose_default_authentication_plugin": "x"}),
        ({"gtid-mode": "OFF", "read_only": "0", "port": "1"}, {}),
        ({"no_such_parameter": "1"}, {"no_such_parameter": "1"}),
    ],
)
def test_a_parameter_becomes_an_option(group: dict[str, str], expected: dict[str, str]) -> None:
    assert options(group, "9.7.4", 3306) == expected


def test_what_an_older_server_still_has_is_handed_on_as_it_is() -> None:
    assert options({"innodb_log_file_size": "9"}, "8.0.40", 3306) == {"innodb_log_file_size": "9"}


def test_nothing_is_both_kept_and_capped() -> None:
    known = differences()
    assert set(known["kept"]) & set(known["capped"]) == set()
