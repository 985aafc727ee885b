"""Checkouts that a test makes for itself."""

import subprocess
from pathlib import Path


def git(root: Path, *arguments: str) -> None:
    """Runs git in `root` as a committer of its own, whatever the user's settings are."""
    own = ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(root), *own, *arguments], check=True, capture_output=True)


def checkout(root: Path, spec: str) -> Path:
    """A checkout with one environment, committed once and tagged `first`."""
    (root / "environments").mkdir(parents=True)
    (root / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    (root / "environments" / "eu-west-1.yaml").write_text(spec, encoding="utf-8")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "First")
    git(root, "tag", "first")
    return root
