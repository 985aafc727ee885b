"""What a cache may hold of a stack: nothing in it compares itself with another by its content."""

from policies.engine.stack import Resource, Stack


class Same:
    """A resource and its stack, equal to nothing but themselves, so that a cache can hold them."""

    __slots__ = ("resource", "stack")

    def __init__(self, resource: Resource, stack: Stack) -> None:
        self.resource = resource
        self.stack = stack

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.resource is self.resource and other.stack is self.stack

    def __hash__(self) -> int:
        return hash((id(self.resource), id(self.stack)))
