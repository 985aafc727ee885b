"""A render in which CDKTF lost something is never written."""

from pathlib import Path

import pytest
from cdktf_cdktf_provider_aws.kms_key import KmsKey

from generator.errors import ToolError
from generator.spec.model import Environment
from generator.synth.completeness import check_render
from generator.synth.rendering import synthesise
from modules.part import Part
from modules.register import Register
from modules.runtime import App, TerraformStack


class TwoKeys(TerraformStack):
    """Two keys whose ids become one logical id."""

    def __init__(self, app: App, _environment: Environment, register: Register) -> None:
        super().__init__(app, "two-keys")
        Part(self, "first", register).add(KmsKey, "same", spec="region")
        Part(self, "second", register).add(KmsKey, "same", spec="region")


class Misspelled(TerraformStack):
    """A key on which an attribute is set that it has not."""

    def __init__(self, app: App, _environment: Environment, register: Register) -> None:
        super().__init__(app, "misspelled")
        key: object = Part(self, "part", register).add(KmsKey, "storage", spec="region")
        key.__dict__["descripton"] = "lost"


class PrivatePath(TerraformStack):
    """A key whose description is a file of the machine that renders."""

    def __init__(self, app: App, _environment: Environment, register: Register) -> None:
        super().__init__(app, "private-path")
        Part(self, "part", register).add(KmsKey, "storage", spec="region", description=str(Path.cwd() / "key"))


class OutsideOfParts(TerraformStack):
    """A key that no module entered, so that nobody knows what it is for."""

    def __init__(self, app: App, _environment: Environment, _register: Register) -> None:
        super().__init__(app, "outside")
        KmsKey(self, "nobodys")


@pytest.mark.parametrize(
    ("stack", "fault"),
    [
        (TwoKeys, "2 resources were made and 1 are in the render"),
        (Misspelled, "aws_kms_key.storage has no argument `descripton`"),
        (PrivatePath, "resource.aws_kms_key.storage.description holds a path of this machine"),
        (OutsideOfParts, "aws_kms_key.nobodys is in the render only"),
    ],
)
def test_what_was_lost_or_leaked_is_named(environment: Environment, stack: type[TerraformStack], fault: str) -> None:
    with pytest.raises(ToolError, match=fault.replace(".", r"\.")):
        synthesise(stack, environment, Register())


def test_a_reference_that_was_not_resolved_is_named() -> None:
    stack: dict[str, object] = {"output": {"arn": {"value": "${TfToken[TOKEN.7]}"}}}
    with pytest.raises(ToolError, match=r"output\.arn\.value holds a reference that was not resolved"):
        check_render(stack, Register(), ())
