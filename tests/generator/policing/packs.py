"""Folders of policies that are as wrong as a test wants them."""

from pathlib import Path

SOUND = """
from collections.abc import Iterator
from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Resource, Stack


class Trial(Policy):
    id = "CKV_TDG_199"
    title = "A trial"
    category = "encryption"
    why = "Because"
    source = "https://example.com"
    fix = "Mend it"
    types = ("aws_kms_key",)

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        if resource.get("enable_key_rotation") is not True:
            yield Violation("it is not rotated", attribute="enable_key_rotation")


check = register(Trial)
"""
RAISING = SOUND.replace('        if resource.get("enable_key_rotation") is not True:', "        if 1 / 0:").replace(
    "199", "198"
)
UNPARSABLE = "def check(:\n"
NAMELESS = SOUND.replace('id = "CKV_TDG_199"', 'id = ""')
WITHOUT_CHECK = SOUND.replace("check = register(Trial)", "")


def pack_folder(folder: Path, **files: str) -> Path:
    """A folder of policies, by the files' names without ending."""
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    return folder
