"""Values of RDS parameters that are computed: `{DBInstanceClassMemory*3/4}`, `GREATEST({...},1000)`.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ParamValuesRef.html
"""

import ast
import math
import operator
from collections.abc import Callable, Mapping

_OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_FUNCTIONS: dict[str, Callable[..., float]] = {
    "GREATEST": max,
    "LEAST": min,
    "SUM": lambda *values: sum(values),
    "log": math.log2,
}


class FormulaError(ValueError):
    """A value looks like a formula and is none."""


def is_formula(value: str) -> bool:
    """Whether a parameter's value has to be computed."""
    return "{" in value or value.partition("(")[0] in _FUNCTIONS


def evaluate(formula: str, variables: Mapping[str, float]) -> int:
    """The number that a formula yields, rounded down as RDS does. Raises FormulaError."""
    try:
        tree = ast.parse(formula.replace("{", "(").replace("}", ")"), mode="eval")
        return int(_value(tree.body, variables))
    except (SyntaxError, ArithmeticError, ValueError, TypeError) as error:
        raise FormulaError(f"{formula} is no formula of RDS") from error


def _value(node: ast.expr, variables: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=int() | float() as number):
            return number
        case ast.Name(id=name) if name in variables:
            return variables[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, variables)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(left, variables), _value(right, variables))
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in _FUNCTIONS:
            return _FUNCTIONS[name](*(_value(argument, variables) for argument in arguments))
    raise FormulaError(f"{ast.unparse(node)} is unknown in a formula")
