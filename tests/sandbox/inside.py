"""MySQL's own command line client, run inside a VPC of a sandbox by the sandbox's helper."""

import json
import os
import subprocess
import sys
from pathlib import Path


def mysql(
    folder: Path, source: str, password: str, *options: str, statements: str | None = None
) -> "subprocess.CompletedProcess[str]":
    """Asks from an address of the VPC; `statements` come as a file does, on standard input."""
    bundle = json.loads((folder / "sandbox.json").read_text())["ca_bundle"]
    command = [sys.executable, "-m", "sandbox", "client", "--folder", str(folder), "--from", source, "--"]
    own = ["mysql", "--no-defaults", "--enable-cleartext-plugin", "--connect-timeout=5", "--batch"]
    return subprocess.run(
        [*command, *own, f"--ssl-ca={bundle}", "--skip-column-names", *options],
        input=statements or "",
        capture_output=True,
        text=True,
        check=False,
        env={"MYSQL_PWD": password, "PATH": os.defpath, "HOME": str(Path.home())},
    )
