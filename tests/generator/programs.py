"""Small programs that stand in for tools, so that tests meet versions that this machine does not have."""

from pathlib import Path


def program(file: Path, script: str) -> Path:
    """An executable shell script at `file`."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(0o755)
    return file


def terraform(folder: Path, version: str) -> Path:
    """A `terraform` in `folder` that says it is of `version`, and refuses any argument of the user's."""
    return program(folder / "terraform", f"""[ -z "$TF_CLI_ARGS" ] && echo '{{"terraform_version": "{version}"}}'""")
