"""The control plane: every account and region at once, reached by real AWS SDK calls."""

from pathlib import Path
from threading import Thread

import boto3
from botocore.config import Config

from sandbox.backing import Backing, DataPlane, Judge, NothingBehind
from sandbox.control_plane.access.callers import ADMINISTRATOR
from sandbox.control_plane.admin import Admin
from sandbox.control_plane.context import CONTEXT
from sandbox.control_plane.controls import Controls
from sandbox.control_plane.dispatching import Dispatcher
from sandbox.control_plane.expiring import Expiry
from sandbox.control_plane.judge import ControlPlaneJudge
from sandbox.control_plane.keeping import Keeper
from sandbox.control_plane.listening import LOOPBACK, server
from sandbox.control_plane.observing import Observer
from sandbox.control_plane.registering import register
from sandbox.control_plane.resuming import resume
from sandbox.control_plane.throttling import Throttle


class ControlPlane:
    """A server on loopback that answers for every account and region at once. One a process: moto's state is global.

    What it knows is kept in `folder`, where one is given, and taken up from there. Raises PortInUseError if `port`
    is taken (0 takes a free one), and StateError if what was kept cannot be taken up.
    """

    def __init__(self, port: int = 0, folder: Path | None = None) -> None:
        register()
        self._keeper = Keeper(folder / "state") if folder else None
        if self._keeper:
            CONTEXT.folder = folder or CONTEXT.folder
            CONTEXT.changed = self._keeper.changed
        CONTEXT.backing = NothingBehind()
        self.admin = Admin()
        self.throttle = Throttle()
        self.expiry = Expiry()
        Controls(self.admin, self.throttle, self.expiry)
        self._dispatcher = Dispatcher(self.admin, self.throttle, self.expiry)
        self._server = server(port, self._dispatcher)
        self.endpoint = f"http://{LOOPBACK}:{self._server.port}"
        CONTEXT.endpoint = self.endpoint
        self._observer = Observer()
        Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def backing(self) -> Backing:
        """What stands behind the clusters."""
        return CONTEXT.backing

    @property
    def judge(self) -> Judge:
        """What a data plane asks."""
        return ControlPlaneJudge()

    def stand_on(self, data_plane: DataPlane) -> None:
        """Puts a data plane behind the clusters."""
        CONTEXT.backing = data_plane.backing
        CONTEXT.dns, CONTEXT.ca_bundle = data_plane.dns, data_plane.ca_bundle

    @property
    def idle_seconds(self) -> float:
        """Seconds since the last call; none while somebody is connected to a database."""
        return 0.0 if self._observer.connections else self._dispatcher.idle_seconds

    def credentials(self, account_id: str) -> dict[str, str]:
        """Temporary credentials in an account, as environment variables of the AWS SDKs.

        They come from STS itself, as a real account's would.
        """
        sts = boto3.client(
            "sts",
            endpoint_url=self.endpoint,
            region_name="us-east-1",
            aws_access_key_id="sandbox",
            aws_secret_access_key="sandbox",
            config=Config(proxies={}),
        )
        issued = sts.assume_role(
            RoleArn=f"arn:aws:iam::{account_id}:role/{ADMINISTRATOR}", RoleSessionName=ADMINISTRATOR
        )["Credentials"]
        return {
            "AWS_ACCESS_KEY_ID": issued["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": issued["SecretAccessKey"],
            "AWS_SESSION_TOKEN": issued["SessionToken"],
        }

    def resume(self) -> None:
        """Takes up the clusters that were kept, when what stands behind them is there."""
        resume()

    def close(self) -> None:
        """Stops serving, and keeps what is to be kept."""
        self._observer.close()
        self._server.shutdown()
        self._server.server_close()
        if self._keeper:
            self._keeper.close()
