"""Which environments a change concerns: those whose spec it touches, or all where it touches what they share."""

import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from generator.errors import MisuseError, ToolError
from generator.project import SPECS, Project

# What neither a render nor a verdict depends on. What is not named here is shared: a wrong guess must cost time only.
_IDLE_FOLDERS = frozenset({"docs", "tests", ".vscode"})
_IDLE_NAMES = frozenset({"CODEOWNERS", "LICENSE", ".gitignore"})
_IDLE_SUFFIXES = frozenset({".md"})


@dataclass(frozen=True, slots=True)
class Matrix:
    """The environments that a change concerns.

    `changed` are those to plan, sorted; `removed` those whose spec is gone; `shared` the files that concern all.
    """

    changed: tuple[str, ...]
    removed: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()


def matrix(project: Project, files: Iterable[PurePosixPath]) -> Matrix:
    """The environments that a change of `files`, relative to the root, concerns."""
    known = project.environments()
    touched = {name for file in files if (name := environment_of(file))}
    shared = tuple(sorted(str(file) for file in files if environment_of(file) is None and not _is_idle(file)))
    changed = known if shared else sorted(touched & set(known))
    return Matrix(tuple(changed), tuple(sorted(touched - set(known))), shared)


def environment_of(file: PurePosixPath) -> str | None:
    """The environment whose spec a file is; None for any other file."""
    is_spec = len(file.parts) == 2 and file.parts[0] == SPECS and file.suffix == ".yaml"
    return file.stem if is_spec else None


def changed_files(root: Path, since: str) -> tuple[PurePosixPath, ...]:
    """The files that differ from where the work branched off `since`, those not committed yet among them.

    Raises MisuseError for something that git does not know, and ToolError where git cannot be asked.
    """
    base = _merge_base(root, since)
    tracked = _git(root, "diff", "--name-only", "-z", "--no-renames", base, "--")
    fresh = _git(root, "ls-files", "-z", "--others", "--exclude-standard")
    return tuple(sorted({PurePosixPath(name) for name in (tracked + fresh).split("\0") if name}))


def _is_idle(file: PurePosixPath) -> bool:
    return file.parts[0] in _IDLE_FOLDERS or file.name in _IDLE_NAMES or file.suffix in _IDLE_SUFFIXES


def _merge_base(root: Path, since: str) -> str:
    try:
        return _git(root, "merge-base", "--end-of-options", since, "HEAD").strip()
    except ToolError as error:
        raise MisuseError(
            f"there is no {since!r} that this work branched off", fix="name a commit or branch, and fetch its history"
        ) from error


def _git(root: Path, *arguments: str) -> str:
    try:
        completed = subprocess.run(
            ["git", *arguments], cwd=root, capture_output=True, text=True, check=False, errors="surrogateescape"
        )
    except OSError as error:
        raise ToolError(f"git cannot be run: {error}", fix="install git") from error
    if completed.returncode:
        said = completed.stderr.strip().splitlines()
        raise ToolError(f"git {arguments[0]} failed: {said[-1] if said else 'it said nothing'}", fix="see what it says")
    return completed.stdout
