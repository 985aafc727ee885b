"""checkov in this process: its runners, on one file, without a network.

checkov has no interface for this but its runners; what is used of them is in this file.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from checkov.common.checks.base_check_registry import BaseCheckRegistry
from checkov.common.output.record import Record
from checkov.common.output.report import Report
from checkov.runner_filter import RunnerFilter
from checkov.terraform.checks.data.registry import data_registry
from checkov.terraform.checks.provider.registry import provider_registry
from checkov.terraform.checks.resource.registry import resource_registry
from checkov.terraform.checks.utils.base_cloudsplaining_iam_scanner import BaseTerraformCloudsplainingIAMScanner
from checkov.terraform.plan_runner import Runner as PlanRunner
from checkov.terraform_json.runner import TerraformJsonRunner

from generator.policing.verdicts import Outcome, Run, Verdict
from policies.engine.answering import forget
from policies.engine.policy import PROVIDER


class _JsonRunner(TerraformJsonRunner):
    """checkov's runner for renders, which reports a resource by its name without its type."""

    def run_block(self, *arguments: Any, **named: Any) -> None:
        report, block = named["report"], named["block_type"]
        for entity in named["entities"]:
            own = Report(report.check_type)
            super().run_block(*arguments, **{**named, "entities": [entity], "report": own})
            kind, bodies = next(iter(entity.items()))
            for record in (*own.passed_checks, *own.failed_checks, *own.skipped_checks):
                record.resource = PROVIDER if block == PROVIDER else _address(block, kind, bodies)
                report.add_record(record)


def _address(block: str, kind: str, bodies: Mapping[str, Any]) -> str:
    return f"{'data.' if block == 'data' else ''}{kind}.{next(iter(bodies))}"


def run_checkov(file: Path, kind: Literal["render", "plan"], checks: Sequence[str], folder: Path) -> Run:
    """Runs `checks` (ids) on a render or a plan, with the policies of `folder` loaded as checkov's command line does.

    Nothing is left of the run before: checkov keeps policies, and parsed IAM documents by a path that may be another
    file's by now.
    """
    _forget()
    framework = "terraform_json" if kind == "render" else "terraform_plan"
    chosen = RunnerFilter(framework=[framework], checks=list(checks), show_progress_bar=False)
    runner = _JsonRunner() if kind == "render" else PlanRunner()
    with _logged() as said:
        try:
            # Not by the runner, which would take the data files beside the policies for policies too.
            resource_registry.load_external_checks(str(folder))
            report = runner.run(files=[str(file.absolute())], runner_filter=chosen)
        except Exception as error:
            return Run((), (*said, f"{type(error).__name__}: {error}"), frozenset())
    reports = report if isinstance(report, list) else [report]
    faults = [f"checkov could not parse {Path(each).name}" for one in reports for each in one.parsing_errors]
    known = {each.id for each in BaseCheckRegistry.get_all_registered_checks()} | {
        each.id for each in runner.graph_registry.checks
    }
    return Run(tuple(_verdicts(reports)), (*said, *faults), frozenset(known))


def _verdicts(reports: Sequence[Report]) -> Iterator[Verdict]:
    for report in reports:
        by_outcome: dict[Outcome, list[Record]] = {
            "PASSED": report.passed_checks,
            "FAILED": report.failed_checks,
            "SKIPPED": report.skipped_checks,
        }
        for outcome, records in by_outcome.items():
            for record in records:
                yield Verdict(record.check_id, _place(record.resource), outcome, tuple(record.details or ()))


def _place(resource: str) -> str:
    """Where a verdict belongs: a resource's address without a key, or PROVIDER, which a plan's are called by alias."""
    kind = resource.partition(".")[0]
    return PROVIDER if "_" not in kind and kind not in ("data", "module") else resource.split("[", maxsplit=1)[0]


def _forget() -> None:
    forget()
    BaseTerraformCloudsplainingIAMScanner.policy_document_cache.clear()
    for registry in (resource_registry, data_registry, provider_registry):
        for table in (registry.checks, registry.wildcard_checks):
            for kind, found in table.items():
                table[kind] = [each for each in found if not hasattr(each, "policy")]
    known = BaseCheckRegistry.get_all_registered_checks()
    known[:] = [each for each in known if not hasattr(each, "policy")]


@contextmanager
def _logged() -> Iterator[list[str]]:
    """Collects what checkov logs as an error, instead of showing it.

    The rest is not even made: checkov logs each pair of check and resource, which takes a third of its time.
    """
    said: list[str] = []

    class Collecting(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    root = logging.getLogger()
    handlers, level, disabled = root.handlers[:], root.level, root.manager.disable
    root.handlers = [Collecting(logging.ERROR)]
    logging.disable(logging.WARNING)
    try:
        yield said
    finally:
        root.handlers = handlers
        root.setLevel(level)
        logging.disable(disabled)
