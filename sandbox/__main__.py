"""`python -m sandbox control-plane`: serves until its standard input closes, so that it never outlives its parent."""

import argparse
import json
import os
import signal
import sys

EXIT_FAILED = 2


def main() -> None:
    """Starts what is asked for, prints one line of JSON that says how to reach it, and waits."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    control_plane = commands.add_parser("control-plane", help="the AWS APIs, on loopback")
    control_plane.add_argument("--port", type=_port, default=0, help="the port to listen on; 0 takes a free one")
    control_plane.add_argument("--account", action="append", default=[], help="an account to hand out a key for")
    arguments = parser.parse_args()
    # A terminal sends Ctrl-C to everyone; the parent decides when its child is no longer needed.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _serve(arguments.port, arguments.account)


def _serve(port: int, accounts: list[str]) -> None:
    from sandbox.control_plane import ControlPlane, PortInUseError

    try:
        control_plane = ControlPlane(port)
    except PortInUseError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(EXIT_FAILED)
    ready = {
        "endpoint": control_plane.endpoint,
        "credentials": {account: control_plane.credentials(account) for account in accounts},
    }
    sys.stdout.write(json.dumps(ready) + "\n")
    sys.stdout.flush()
    sys.stdin.buffer.read()
    # Threads of the server may be inside a request that nobody waits for any more.
    os._exit(0)


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"{port} is not a port")
    return port


if __name__ == "__main__":
    main()
