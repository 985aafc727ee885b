"""`python -m sandbox serve`: an AWS on this machine, which ends with its parent, a signal, or unused."""

import argparse
import os
import signal
import sys
import tempfile
from ipaddress import IPv4Address
from pathlib import Path
from typing import NoReturn

EXIT_FAILED = 2


def main() -> None:
    """Serves what is asked for, and prints one line of JSON that says how to reach it."""
    arguments = _parser().parse_args()
    if arguments.command == "client":
        _client(arguments)
    # Until it serves: a terminal sends Ctrl-C to everyone, and a parent decides about its child.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if arguments.folder:
        _serve(arguments.folder, arguments)
    else:
        with tempfile.TemporaryDirectory(prefix="tidegate-") as folder:
            _serve(Path(folder), arguments)
    sys.stdout.flush()
    # Threads of the server may be inside a request that nobody waits for any more.
    os._exit(0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="the AWS APIs on loopback, and what stands behind them")
    serve.add_argument("--folder", type=Path, help="where it keeps what it holds; without, all goes with the process")
    serve.add_argument("--port", type=_port, default=0, help="the port to listen on; 0 takes a free one")
    serve.add_argument("--account", action="append", default=[], help="an account to hand out a key for")
    serve.add_argument("--idle-minutes", type=float, help="end after so long without a call")
    serve.add_argument("--no-data-plane", action="store_true", help="the AWS APIs alone, without databases")
    client = commands.add_parser("client", help="run a program inside a VPC of a sandbox that serves")
    client.add_argument("--folder", type=Path, required=True, help="the folder of that sandbox")
    client.add_argument("--from", dest="source", type=IPv4Address, help="the address in the VPC that it comes from")
    client.add_argument("program", nargs="+", help="the program and its arguments, behind `--`")
    return parser


def _serve(folder: Path, arguments: argparse.Namespace) -> None:
    from sandbox.backing import BackingError
    from sandbox.control_plane import PortInUseError, StateError
    from sandbox.data_plane.errors import DataPlaneError
    from sandbox.service import FolderInUseError, Order, serve

    order = Order(
        folder,
        accounts=arguments.account,
        port=arguments.port,
        idle_minutes=arguments.idle_minutes,
        data_plane=not arguments.no_data_plane,
    )
    try:
        serve(order)
    except DataPlaneError as error:
        sys.stderr.write(f"{error}\n  fix: {error.fix}\n")
        sys.exit(EXIT_FAILED)
    except (PortInUseError, FolderInUseError, StateError, BackingError) as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(EXIT_FAILED)


def _client(arguments: argparse.Namespace) -> NoReturn:
    from sandbox.client import Client, run
    from sandbox.data_plane.errors import DataPlaneError

    try:
        run(Client(arguments.folder, arguments.source, arguments.program))
    except DataPlaneError as error:
        sys.stderr.write(f"error: {error}\n  fix: {error.fix}\n")
        sys.exit(EXIT_FAILED)


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"{port} is not a port")
    return port


if __name__ == "__main__":
    main()
