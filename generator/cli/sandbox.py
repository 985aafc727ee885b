"""`tidegate sandbox start|stop|status`: the stand-in for AWS that stays."""

import json
import signal
import subprocess
from collections.abc import Mapping
from datetime import date

import click


@click.group("sandbox")
def command() -> None:
    """Start, stop or look at the sandbox: the AWS APIs and the databases behind them, on this machine.

    One sandbox serves all environments of a checkout, out of build/sandbox, and keeps there what it holds.
    """


@command.command("start")
@click.option("--background", is_flag=True, help="Return as soon as it serves; it ends when nobody calls any more.")
def start(background: bool) -> int:
    """Start it, say how to reach it, and serve until Ctrl-C."""
    from generator.applying.job import accounts_of
    from generator.errors import MisuseError
    from generator.project import find_project
    from generator.targets import background as stays

    project = find_project()
    accounts = accounts_of(project, date.today())
    if background:
        ready, started = stays.ensure(project.sandbox, accounts, say=lambda line: click.echo(line, err=True))
        click.echo(f"{'started' if started else 'runs already'}: {ready['endpoint']}")
        _show_what_is_lacking(ready)
        return 0
    found = stays.running(project.sandbox)
    if found:
        raise MisuseError(
            f"a sandbox runs already: {found['endpoint']} (process {found['pid']})", fix="stop it: `make sandbox-stop`"
        )
    project.sandbox.mkdir(parents=True, exist_ok=True)
    return _serve(stays.command(project.sandbox, accounts, idle_minutes=None), stays.own_variables())


@command.command("stop")
def stop() -> int:
    """Stop it; what it holds is kept, and there again when it is started."""
    from generator.project import find_project
    from generator.targets import background as stays

    click.echo("stopped" if stays.stop(find_project().sandbox) else "no sandbox runs")
    return 0


@command.command("status")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def status(form: str) -> int:
    """Say whether it runs, and how to reach it. Exit code 1: it does not run."""
    from generator.project import find_project
    from generator.targets import background as stays

    ready = stays.running(find_project().sandbox)
    if form == "json":
        click.echo(json.dumps({name: ready[name] for name in ready if name != "credentials"} if ready else None))
    elif ready is None:
        click.echo("no sandbox runs; start it: `make sandbox`")
    else:
        _show(ready)
    return 0 if ready else 1


def _serve(arguments: list[str], variables: dict[str, str]) -> int:
    """Runs the sandbox in the foreground; Ctrl-C reaches it from here alone."""
    with subprocess.Popen(
        arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, env=variables, text=True, start_new_session=True
    ) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            if line:
                _show(json.loads(line))
                click.echo("Ctrl-C stops it", err=True)
            return process.wait()
        except (KeyboardInterrupt, SystemExit):
            process.send_signal(signal.SIGTERM)
            process.wait()
            click.echo("stopped", err=True)
            return 0
        finally:
            if process.poll() is None:
                process.terminate()


def _show(ready: Mapping[str, object]) -> None:
    dns = ready.get("dns")
    rows = {
        "AWS APIs": ready["endpoint"],
        "MySQL": ready.get("mysql") or "none: the APIs alone",
        "names": f"{dns['address']}:{dns['port']} (DNS)" if isinstance(dns, dict) else "not served",
        "CA": ready.get("ca_bundle") or "none",
        "process": ready["pid"],
    }
    for name, value in rows.items():
        click.echo(f"{name:<9} {value}")
    _show_what_is_lacking(ready)
    click.echo("plan and apply find it by themselves; its credentials are in build/sandbox/sandbox.json")


def _show_what_is_lacking(ready: Mapping[str, object]) -> None:
    lacks = ready.get("lacks")
    if isinstance(lacks, Mapping) and lacks:
        click.echo(f"{ready['mysql']} serves a reduced set; it lacks {', '.join(lacks)} (docs/servers.md)")
