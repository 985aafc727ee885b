"""The files that are, or are about to be, committed."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def repository_files() -> list[Path]:
    """Every file that git tracks or would add, relative to the root; what is deleted is not among them."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout
    names = [name for name in listed.decode().split("\0") if name]
    return sorted({Path(name) for name in names if (ROOT / name).is_file()})


def text_of(file: Path) -> str | None:
    """The content of a text file of the repository; None for any other."""
    try:
        return (ROOT / file).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def pages() -> list[Path]:
    """The Markdown files for readers: the README and everything under docs/."""
    return [file for file in repository_files() if file.suffix == ".md" and file.parts[0] in ("README.md", "docs")]
