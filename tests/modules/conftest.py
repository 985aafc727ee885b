"""A stack to put one module into, and its rendered JSON."""

import json
from collections.abc import Callable
from typing import Any, Protocol

import pytest

from generator.spec.model import Environment
from modules.register import Register
from modules.runtime import App, TerraformStack

Build = Callable[[TerraformStack, Environment, Register], object]


class Render(Protocol):
    """Renders what `build` puts into an empty stack of `spec`, by default the checked-in environment."""

    def __call__(self, build: Build, spec: Environment = ...) -> dict[str, Any]: ...


@pytest.fixture(scope="module")
def render(environment: Environment, tmp_path_factory: pytest.TempPathFactory) -> Render:
    """Renders what `build` puts into an empty stack: the parsed JSON as Terraform would read it."""

    def rendered(build: Build, spec: Environment = environment) -> dict[str, Any]:
        folder = tmp_path_factory.mktemp("render")
        app = App(outdir=str(folder), skip_validation=True)
        stack = TerraformStack(app, spec.environment)
        build(stack, spec, Register())
        app.synth()
        text = (folder / "stacks" / spec.environment / "cdk.tf.json").read_text()
        stack_json: dict[str, Any] = json.loads(text)
        return stack_json

    return rendered
