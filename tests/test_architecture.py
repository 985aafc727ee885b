"""Imports run one way through the rooms: docs/architecture.md says which."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.imports import ROOT, imports_of, reachable, sources, within

CORE = ("cdktf", "constructs", "jsii")
BINDINGS = "cdktf_cdktf_provider_aws"
RENDERERS = (*CORE, BINDINGS, "modules", "generator.synth")
ABOVE = ("generator.targets", "generator.terraform", "generator.report", "generator.pipeline", "generator.cli")

SOURCES = sources()
IMPORTS = {module: imports_of(source, module) for module, source in SOURCES.items()}

Forbids = Callable[[str, str], bool]
"""Whether a module (the first) must not import another (the second)."""


def core_has_one_door(module: str, imported: str) -> bool:
    return within(imported, *CORE) and module != "modules.runtime"


def bindings_are_for_modules(module: str, imported: str) -> bool:
    # The set-up loads them once, so that jsii indexes them.
    return within(imported, BINDINGS) and not within(module, "modules", "generator.synth", "generator.setup.warming")


def modules_know_the_spec_alone(module: str, imported: str) -> bool:
    # jsii must be told where its cache is before the first construct is imported.
    allowed = (
        "generator.spec",
        "generator.facts",
        *(["generator.cache"] if module == "modules._lazy_bindings" else []),
    )
    return within(module, "modules") and within(imported, "generator") and not within(imported, *allowed)


def insides_are_private(module: str, imported: str) -> bool:
    package = ".".join(imported.split(".")[:2])
    inside = within(imported, "modules") and imported.count(".") >= 2 and imported in SOURCES
    return inside and (ROOT / package.replace(".", "/")).is_dir() and not within(module, package)


def the_sandbox_stands_alone(module: str, imported: str) -> bool:
    return within(module, "sandbox") and within(imported, "generator", "modules")


def planes_meet_in_the_backing(module: str, imported: str) -> bool:
    shared = within(imported, "sandbox.data_plane.addresses")
    upwards = within(module, "sandbox.data_plane") and within(imported, "sandbox.control_plane")
    downwards = within(module, "sandbox.control_plane") and within(imported, "sandbox.data_plane") and not shared
    return upwards or downwards


def drills_know_no_target(module: str, imported: str) -> bool:
    return within(module, "drills") and within(imported, "generator", "modules", "policies", "sandbox")


def facts_are_the_ground(module: str, imported: str) -> bool:
    others = within(imported, "generator") and not within(imported, "generator.facts", "generator.errors")
    return within(module, "generator.facts") and (others or within(imported, *RENDERERS))


def the_spec_is_below_its_rules(module: str, imported: str) -> bool:
    return within(module, "generator.spec") and within(imported, "generator.rules", *RENDERERS, *ABOVE)


def rules_judge_specs(module: str, imported: str) -> bool:
    return within(module, "generator.rules") and within(imported, *RENDERERS, *ABOVE)


def rendering_knows_no_plan(module: str, imported: str) -> bool:
    return within(module, "modules", "generator.synth") and within(imported, *ABOVE)


def terraform_knows_no_renderer(module: str, imported: str) -> bool:
    above = ("generator.rules", "generator.report", "generator.pipeline", "generator.cli", *RENDERERS)
    return within(module, "generator.terraform", "generator.targets") and within(imported, *above)


def reports_show_what_they_are_given(module: str, imported: str) -> bool:
    above = ("generator.rules", "generator.pipeline", "generator.cli", *RENDERERS)
    return within(module, "generator.report") and within(imported, *above)


def guards_judge_plans(module: str, imported: str) -> bool:
    above = ("generator.rules", "generator.report", "generator.pipeline", "generator.targets", *RENDERERS)
    return within(module, "generator.guards") and within(imported, *above, "generator.cli", "checkov")


def the_command_line_is_on_top(module: str, imported: str) -> bool:
    return within(imported, "generator.cli") and not within(module, "generator.cli", "generator.documentation")


def products_know_no_tests(module: str, imported: str) -> bool:
    return module in SOURCES and within(imported, "tests")


WALLS: dict[Forbids, tuple[str, str]] = {
    core_has_one_door: ("modules.part", "from cdktf import TerraformStack"),
    bindings_are_for_modules: ("generator.pipeline", "from cdktf_cdktf_provider_aws.kms_key import KmsKey"),
    modules_know_the_spec_alone: ("modules.part", "from generator.findings import Finding"),
    insides_are_private: ("modules.backup.backup", "from modules.cluster.outputs import ClusterOutputs"),
    the_sandbox_stands_alone: ("sandbox.control_plane", "from generator.errors import ToolError"),
    planes_meet_in_the_backing: ("sandbox.control_plane.context", "from sandbox.data_plane.plane import Plane"),
    drills_know_no_target: ("drills.history.events", "from sandbox.backing import ClusterKey"),
    facts_are_the_ground: ("generator.facts.storage", "from generator.spec.model import Storage"),
    the_spec_is_below_its_rules: ("generator.spec.loading", "from generator import rules"),
    rules_judge_specs: ("generator.rules.storage", "from modules.cluster.parameters import parameters"),
    rendering_knows_no_plan: ("generator.synth.stack", "from generator.terraform.plan import Plan"),
    terraform_knows_no_renderer: ("generator.terraform.workspace", "import_module('generator.synth.rendering')"),
    reports_show_what_they_are_given: ("generator.report.text", "def show():\n    import generator.pipeline"),
    guards_judge_plans: ("generator.guards.storage", "from generator.targets import Target"),
    the_command_line_is_on_top: ("generator.pipeline", "from .cli.main import main"),
    products_know_no_tests: ("generator.pipeline", "import tests.imports"),
}
"""Each wall, and a module with a line in it that the wall must stop."""


def by_name(forbids: object) -> str:
    return getattr(forbids, "__name__", "")


@pytest.mark.parametrize("forbids", WALLS, ids=by_name)
def test_no_import_runs_the_wrong_way(forbids: Forbids) -> None:
    wrong = [f"{module} imports {each}" for module, all_ in IMPORTS.items() for each in all_ if forbids(module, each)]
    assert sorted(wrong) == []


@pytest.mark.parametrize(("forbids", "module", "line"), [(wall, *bad) for wall, bad in WALLS.items()], ids=by_name)
def test_an_import_that_runs_the_wrong_way_is_found(forbids: Forbids, module: str, line: str) -> None:
    assert module in SOURCES
    assert any(forbids(module, each) for each in imports_of(line, module))


@pytest.mark.parametrize(
    "start", ["generator.cli.validate", "generator.validation", "generator.rules", "generator.spec.loading"]
)
def test_a_spec_is_judged_without_anything_that_renders(start: str) -> None:
    assert [each for each in sorted(reachable(start, IMPORTS)) if within(each, *RENDERERS, "checkov")] == []


@pytest.mark.parametrize("start", ["generator.setup.__main__", "generator.setup.command"])
def test_the_set_up_needs_the_standard_library_alone(start: str) -> None:
    tops = {name.split(".")[0] for name in reachable(start, IMPORTS)}
    assert sorted(tops - {"generator"} - set(sys.stdlib_module_names)) == []


def test_what_is_reached_through_others_is_found() -> None:
    imports = {"a": {"b.c"}, "b": {"jsii"}, "b.c": {"d"}, "d": {"a"}}
    assert reachable("a", imports) == {"a", "b", "b.c", "d", "jsii"}


def test_every_room_is_on_the_page() -> None:
    page = (ROOT / "docs/architecture.md").read_text()
    rooms = {f"{folder.relative_to(ROOT)}/" for folder in (ROOT / "generator").iterdir() if _is_package(folder)}
    assert sorted(room for room in rooms | {"modules/", "sandbox/"} if f"`{room}`" not in page) == []


def _is_package(folder: Path) -> bool:
    return (folder / "__init__.py").is_file()
