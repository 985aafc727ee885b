"""Where an object of AWS is that a reference, an ARN or a name leads to."""

from policies.engine.residency.arns import arn_problems
from policies.engine.residency.border import place_problem
from policies.engine.residency.data import words
from policies.engine.stack import Interpolation, Reference, Resource, Stack


def object_problem(value: str | Interpolation | Reference, stack: Stack) -> str | None:
    """What is wrong with where a value leads; None if it stays, as a plain name does, looked up nearby."""
    if isinstance(value, Reference):
        return reference_problem(value, stack)
    found = next(arn_problems(value, stack), None)
    if found or not isinstance(value, Interpolation):
        return found
    first = value.parts[0]
    return reference_problem(first, stack) if isinstance(first, Reference) else None


def reference_problem(reference: Reference, stack: Stack) -> str | None:
    """What is wrong with what is referred to: it must be of this stack, inside the border, and say what it is."""
    target = stack.target(reference)
    if target is None:
        return f"{reference} leads to nothing of this stack"
    if opaque(target):
        return f"{reference} is text of {target.address}, which can be anything"
    problem = place_problem(target, stack)
    if problem:
        return f"{target.address} is {problem}"
    text = stack.text(reference)
    return next(arn_problems(text, stack), None) if text else None


def opaque(target: Resource) -> bool:
    """Whether what a resource gives is somebody else's text, of which no place can be told."""
    if not target.type.startswith("aws_"):
        return True
    return target.mode != "managed" and target.type in words("opaque_data")
