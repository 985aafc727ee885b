"""What ends the data plane before it could serve."""


class DataPlaneError(Exception):
    """Something on this machine is missing or taken. `str(error)` is one line; `fix` says what to do about it."""

    def __init__(self, message: str, *, fix: str) -> None:
        super().__init__(message)
        self.fix = fix
