"""The four steps of a rotation. Secrets Manager may repeat each of them.

Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
(checked 2026-11-22).
"""

import time
from collections.abc import Callable

from .database import Server
from .secret import Login, RotationError, Value, Versions

# A reader may apply the new password a moment after the writer has acknowledged it.
READER_ATTEMPTS = 10
READER_PAUSE_SECONDS = 2.0


class Rotation:
    """One rotation of one secret. `pause` waits for a number of seconds."""

    def __init__(self, versions: Versions, server: Server, *, pause: Callable[[float], None] = time.sleep) -> None:
        self._versions = versions
        self._server = server
        self._database = server.database
        self._pause = pause

    def create(self) -> None:
        """createSecret: stores the alternate account with a new password, unless a repeated step has done it."""
        current = self._versions.current()
        if self._versions.pending() is None:
            host = self._database.host(self._versions.endpoint())
            password = self._versions.new_password()
            self._versions.put_pending(current.succeeded(password, host=host, master_arn=self._database.master_arn))

    def set(self) -> None:
        """setSecret: gives the pending account its grants and its password.

        Raises RotationError where the pending value does not follow from the current one, or where the current
        password is not the database's: then someone else changes this account, and the function keeps off it.
        """
        current = self._versions.current()
        pending, login = self._pending()
        if self._admits(pending, login):
            return
        self._check_turn(current, pending)
        if current.login and not self._admits(current, current.login):
            raise RotationError(f"the current password of {current.username} is not the database's")
        master = self._versions.master(pending.master_arn)
        if login.username == master.username:
            raise RotationError(f"{login.username} is the master user, whose password RDS manages")
        like = current.username if current.login else None
        with self._server.accounts(pending.port, master) as accounts:
            accounts.prepare(login, like=like)

    def test(self) -> None:
        """testSecret: logs in as the pending account, on the writer and where the application connects."""
        pending, login = self._pending()
        if not self._admits(pending, login):
            raise RotationError(f"{self._database.writer} refuses the pending password of {login.username}")
        if pending.host != self._database.writer and not self._admitted_in_time(pending, login):
            raise RotationError(f"{pending.host} refuses the pending password of {login.username}")

    def finish(self) -> None:
        """finishSecret: makes the pending version the one that clients read."""
        self._versions.promote()

    def _pending(self) -> tuple[Value, Login]:
        pending = self._versions.pending()
        if pending is None or pending.login is None:
            raise RotationError("the pending version holds no password: createSecret comes first")
        return pending, pending.login

    def _check_turn(self, current: Value, pending: Value) -> None:
        hosts = (self._database.writer, self._database.reader)
        if pending.accounts != current.next_accounts or pending.host not in hosts:
            raise RotationError("the pending version does not follow from the current one")

    def _admits(self, value: Value, login: Login) -> bool:
        return self._server.admits(self._database.writer, value.port, login)

    def _admitted_in_time(self, pending: Value, login: Login) -> bool:
        for _ in range(READER_ATTEMPTS):
            if self._server.admits(pending.host, pending.port, login):
                return True
            self._pause(READER_PAUSE_SECONDS)
        return False
