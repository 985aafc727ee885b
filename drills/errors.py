"""What keeps a drill from being held at all; what it finds is in its verdict."""


class DrillError(Exception):
    """The drill cannot go on. `str(error)` is one line; `fix` says what to do about it."""

    def __init__(self, message: str, *, fix: str) -> None:
        super().__init__(message)
        self.fix = fix
