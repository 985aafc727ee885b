"""Collects the cases of this folder: each `pass-*` and `fail-*` file or folder is a test."""

import difflib
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import pytest

from tests.specs.cases import expects_findings, is_case, judged, texts_of


class WrongCaseError(Exception):
    """What a case expects is not what Tidegate says."""


class Case(pytest.Item):
    """One case; it fails with the difference and the command that takes the new state over."""

    def runtest(self) -> None:
        """Compares the files with what Tidegate would write into them."""
        written = texts_of(self.path)
        found = judged(self.path, written)
        should_fail = self.path.name.startswith("fail-")
        if expects_findings(found) != should_fail:
            problem = (
                "named fail-*, yet nothing is wrong with it" if should_fail else "named pass-*, yet it has findings"
            )
            raise WrongCaseError(f"{problem}\n{_difference(written, found)}")
        if found != written:
            command = f".venv/bin/python -m tests.specs.regenerate {self.path.name}"
            raise WrongCaseError(f"{_difference(written, found)}\nif that is right: {command}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *_: object, **__: object) -> str:
        """The difference alone, without a traceback through the collector."""
        if isinstance(excinfo.value, WrongCaseError):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, None, str]:
        """Where the case is and what it is called."""
        return self.path, None, self.name


class CaseFile(pytest.File):
    """A case that is one file."""

    def collect(self) -> Iterator[Case]:
        """The one case."""
        yield Case.from_parent(self, name=self.path.stem)


class CaseFolder(pytest.Directory):
    """A case that is a folder of specs, checked together."""

    def collect(self) -> Iterator[Case]:
        """The one case."""
        yield Case.from_parent(self, name=self.path.name)

    @classmethod
    def of(cls, path: Path, parent: pytest.Collector) -> Self:
        """The collector for `path`."""
        return cls.from_parent(parent, path=path)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> CaseFile | None:
    """A spec in this folder is a case."""
    return CaseFile.from_parent(parent, path=file_path) if is_case(file_path) else None


def pytest_collect_directory(path: Path, parent: pytest.Collector) -> CaseFolder | None:
    """A folder of specs in this folder is a case."""
    return CaseFolder.of(path, parent) if is_case(path) else None


def _difference(expected: dict[Path, str], actual: dict[Path, str]) -> str:
    return "\n".join(
        line
        for file, text in expected.items()
        for line in difflib.unified_diff(
            text.split("\n"), actual[file].split("\n"), f"{file.name} (written)", f"{file.name} (found)", lineterm=""
        )
    )
