"""What has to be there before a stack can be planned: the bucket of its state and, on the sandbox, its clients."""

import json
from collections.abc import Callable
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path
from threading import Event, Thread

from generator.applying.recovery import RUN, mend_local, recover, settle, take_as_made, write_down
from generator.applying.state import ROLES, StateStore, tainted_in
from generator.errors import ToolError
from generator.project import Project
from generator.spec.model import Environment
from generator.targets import Target
from generator.terraform.diagnostics import Event as Said
from generator.terraform.workspace import Workspace

FOLDER = "state"
BUCKET, KEY = "aws_s3_bucket.state", "aws_kms_alias.state"
"""What a plan needs, which reads the state, and an apply, which writes it. The rest of the stack is waits for S3."""


class Bootstrap:
    """The state's bucket and key, made in the background where they are missing.

    `readable` waits until a backend can read from the bucket, `writable` until it has the key to write with, `finish`
    until all is made. All raise ToolError where it failed.
    """

    def __init__(self) -> None:
        self._readable = Event()
        self._writable = Event()
        self._given_up = Event()
        self._stopping = False
        self._error: Exception | None = None
        self._thread: Thread | None = None

    def start(self, project: Project, environment: Environment, target: Target) -> None:
        """Begins, unless it has begun or all is there; the environment must have been rendered. Raises ToolError."""
        if self._thread is not None or self._writable.is_set():
            return
        store = StateStore(target.session(), environment)
        there, here = store.exists(), target.faults is not None
        if there and (not here or (store.is_closed() and _roles_made(project, environment, target))):
            self._all_made()
            return
        if target.faults is None:
            fix = "make it once, as docs/state.md says"
            raise ToolError(f"there is no state bucket {environment.state_bucket}", fix=fix)
        self._thread = Thread(target=self._make, args=(project, environment, target))
        self._thread.start()

    def readable(self) -> None:
        """Waits until the backend can read: of a bucket that was made just now, that nothing is in it."""
        self._readable.wait()
        self._raise_error()

    def writable(self) -> None:
        """Waits until the backend can write as well."""
        self._writable.wait()
        self._raise_error()

    def finish(self) -> None:
        """Waits until everything is made."""
        self._join()
        self._raise_error()

    def _make(self, project: Project, environment: Environment, target: Target) -> None:
        try:
            build = project.build(environment.environment)
            make_state_bucket(build / FOLDER, target, project.lock, self._heard)
            roles = StateStore(target.session(), environment, ROLES)
            make_roles(build / ROLES, target, project.lock, roles, self._heard)
        except Exception as error:
            self._error = error
        finally:
            self._all_made()

    def give_up(self) -> None:
        """Stops making it, and waits until nothing runs any more."""
        self._given_up.set()
        self._join()

    def _all_made(self) -> None:
        self._readable.set()
        self._writable.set()

    def _raise_error(self) -> None:
        if self._error is not None:
            raise self._error

    def _join(self) -> None:
        if self._thread is not None:
            self._thread.join()

    def _heard(self, event: Said) -> None:
        if self._given_up.is_set() and not self._stopping:
            # Once: Terraform is heard to its end while it stops, or it would be killed with its state unsaved.
            self._stopping = True
            raise InterruptedError("the state's bucket is not needed any more")
        if event.type == "apply_complete" and event.address in (BUCKET, KEY):
            (self._readable if event.address == BUCKET else self._writable).set()


def _roles_made(project: Project, environment: Environment, target: Target) -> bool:
    """Whether the roles' stack was applied to its end, as far as this folder knows."""
    begun = (project.build(environment.environment) / ROLES / RUN).exists()
    return not begun and bool(StateStore(target.session(), environment, ROLES).content())


def make_state_bucket(folder: Path, target: Target, lock: Path, on_event: Callable[[Said], None]) -> None:
    """Applies the bootstrap stack that was rendered into `folder`. Raises ToolError where something is refused."""
    workspace = Workspace(folder, replace(target, backend={}), lock)
    own_state = folder / "terraform.tfstate"
    mend_local(own_state)
    workspace.initialise()
    for address in tainted_in(json.loads(own_state.read_text())) if own_state.exists() else ():
        workspace.untaint(address)
    workspace.plan(on_event)
    errors = workspace.apply(on_event)
    if errors:
        raise ToolError(f"the state's bucket could not be made: {errors[0].one_line}", fix="see what it says")


def make_roles(folder: Path, target: Target, lock: Path, store: StateStore, on_event: Callable[[Said], None]) -> None:
    """Applies the delivery's own stack: without the boundary in it, the stack's roles may do nothing.

    Goes on where an earlier run was cut short. Raises ToolError where something is refused.
    """
    workspace = Workspace(folder, target, lock)
    workspace.initialise()
    recover(folder, store, workspace, _unheard)
    write_down(folder)
    take_as_made(store, workspace, _unheard)
    workspace.plan(on_event)
    errors = workspace.apply(on_event)
    if errors:
        raise ToolError(f"the roles of the delivery could not be made: {errors[0].one_line}", fix="see what it says")
    settle(folder, store)


def bring_clients(environment: Environment, target: Target) -> None:
    """On the sandbox, makes what other teams bring along on AWS: the roles and security groups that the spec names."""
    if target.faults is None:
        return
    users = [user for database in environment.databases.values() for user in database.users]
    roles = sorted({user.role.rpartition("/")[2] for user in users})
    network = ip_network(environment.network.cidr)
    groups = [client.security_group for client in environment.network.clients if client.security_group]
    # The last addresses of the range: the stack's own subnets are cut from its beginning.
    hosts = {group: [str(network.broadcast_address - 10 - place)] for place, group in enumerate(groups)}
    target.faults.clients(environment.account_id, environment.region, roles, hosts)


def _unheard(_text: str) -> None:
    """Takes what nobody asked about."""
