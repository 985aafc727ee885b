"""The AWS APIs on this machine: moto's server, reached by real AWS SDK calls."""

import errno
import logging
import socket
from threading import Thread

import boto3
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server

LOOPBACK = "127.0.0.1"
SESSION_ROLE = "tidegate-sandbox"


class PortInUseError(OSError):
    """Somebody else listens on the port that was asked for."""


class ControlPlane:
    """A server on loopback that answers for every account and region at once.

    Raises PortInUseError if `port` is taken; 0 takes a free one.
    """

    def __init__(self, port: int = 0) -> None:
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        listener = _listen(port)
        self._server = make_server(
            LOOPBACK,
            listener.getsockname()[1],
            DomainDispatcherApplication(create_backend_app),
            threaded=True,
            request_handler=MotoRequestHandler,
            fd=listener.detach(),
        )
        self.endpoint = f"http://{LOOPBACK}:{self._server.port}"
        Thread(target=self._server.serve_forever, daemon=True).start()

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
        )
        issued = sts.assume_role(
            RoleArn=f"arn:aws:iam::{account_id}:role/{SESSION_ROLE}", RoleSessionName=SESSION_ROLE
        )["Credentials"]
        return {
            "AWS_ACCESS_KEY_ID": issued["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": issued["SecretAccessKey"],
            "AWS_SESSION_TOKEN": issued["SessionToken"],
        }

    def close(self) -> None:
        """Stops serving."""
        self._server.shutdown()
        self._server.server_close()


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortInUseError(errno.EADDRINUSE, f"port {port} on {LOOPBACK} is in use") from error
        raise
    listener.listen(128)
    return listener
