import pytest

from generator.facts.parameters import Parameter, ParameterType
from generator.rules.parameter_values import is_formula, range_problem, type_problem


def _of(kind: ParameterType, *values: str, name: str = "any") -> Parameter:
    return Parameter(name=name, type=kind, static=False, minimum=0, maximum=10, values=values)


@pytest.mark.parametrize(
    ("known", "value"),
    [
        (_of("boolean"), "1"),
        (_of("boolean"), "off"),
        (_of("boolean", name="read_only"), "{TrueIfReplica}"),
        (_of("integer"), "-1"),
        (_of("integer"), "{DBInstanceClassMemory*3/4}"),
        (_of("integer"), "{DBInstanceClassMemory/12582880}"),
        (_of("integer"), "LEAST({DBInstanceClassMemory/12582880},5000)"),
        (_of("integer"), "GREATEST({AllocatedStorage*1024}, {DBInstanceVCPU})"),
        (_of("number"), "0.5"),
        (_of("enumeration", "ROW", "MIXED"), "row"),
        (_of("set", "A", "B"), "b,a"),
        (_of("set", "A"), ""),
        (_of("string"), "anything"),
    ],
)
def test_a_value_of_the_type_has_no_problem(known: Parameter, value: str) -> None:
    assert type_problem(known, value) is None


@pytest.mark.parametrize(
    ("known", "value", "problem"),
    [
        (_of("boolean"), "yes", "is a switch, not `yes`"),
        (_of("boolean"), "{TrueIfReplica}", "is a switch, not `{TrueIfReplica}`"),
        (_of("integer"), "1G", "takes a whole number without a unit, not `1G`"),
        (_of("integer"), "1.5", "takes a whole number without a unit, not `1.5`"),
        (_of("integer"), "", "takes a whole number without a unit, not ``"),
        (_of("integer"), "{Memory/2}", "has a formula that RDS does not know, `{Memory/2}`"),
        (_of("integer"), "LEAST(1,{X})", "has a formula that RDS does not know, `LEAST(1,{X})`"),
        (_of("number"), "1e3", "takes a number without a unit, not `1e3`"),
        (_of("enumeration", "ROW"), "MIXED", "has no value `MIXED`"),
        (_of("set", "A", "B"), "A,C", "has no value `C`"),
        (_of("integer"), "٣", "takes a whole number without a unit, not `٣`"),
    ],
)
def test_a_value_of_another_type_has_one(known: Parameter, value: str, problem: str) -> None:
    found = type_problem(known, value)

    assert found
    assert found[0] == problem


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("0", None),
        ("10", None),
        ("-1", ("takes 0 to 10, not -1", 0)),
        ("11", ("takes 0 to 10, not 11", 10)),
        ("10.5", ("takes 0 to 10, not 10.5", 10)),
        ("{DBInstanceVCPU}", None),
    ],
)
def test_a_number_is_held_against_its_range(value: str, problem: tuple[str, int] | None) -> None:
    assert range_problem(_of("number"), value) == problem


def test_a_formula_is_for_numbers_only() -> None:
    assert not is_formula(_of("string"), "{DBInstanceVCPU}")
