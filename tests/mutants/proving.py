"""All mutants, an environment a process, and the table of who caught them."""

import logging
import multiprocessing
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import chain

from tests.conftest import ROOT
from tests.mutants.ending import ending_with_parent
from tests.mutants.generated import generate
from tests.mutants.operators import ENVIRONMENTS, mutate, operators
from tests.mutants.planning import planner
from tests.mutants.results import Result, count, table
from tests.mutants.running import Run
from tests.mutants.schema import resource_types
from tests.policies.compliant import compliant_render, rendered

CACHE = ROOT / "build" / "mutants"
GENERATED = "generated"
"""What the generated mutants are called, beside the categories of those that are written down."""


def prove(only: Sequence[str] = ()) -> int:
    """Runs everything, or the mutants of some categories, and prints the table.

    Returns 1 if a mutant survived, checkov's command line says otherwise, or a sound environment has findings; else 0.
    """
    resource_types(CACHE, ROOT / ".terraform.lock.hcl")
    with ProcessPoolExecutor(len(ENVIRONMENTS), mp_context=multiprocessing.get_context("spawn")) as pool:
        done = list(pool.map(partial(run_environment, only=tuple(only)), ENVIRONMENTS))
    results = [result for each in done for result in each[0]]
    unsound = [f"{name}, {line}" for name, each in zip(ENVIRONMENTS, done, strict=True) for line in each[1]]
    sys.stdout.write(report(results, unsound))
    return 1 if unsound or any(result.survived or result.stock for result in results) else 0


def run_environment(environment: str, only: Sequence[str] = ()) -> tuple[list[Result], list[str]]:
    """The results of an environment's mutants, and what the pack says of the environment without any."""
    logging.disable(logging.WARNING)
    # Whoever is told to stop stops the provider and the sandbox too.
    with ending_with_parent(), planner(rendered(environment), CACHE / "work" / environment) as terraform:
        run = Run(compliant_render(environment), CACHE, terraform.plan)
        return list(_results(run, environment, only)), run.unsound()


def report(results: list[Result], unsound: list[str]) -> str:
    """The table, what Terraform refused, the survivors by name, and where checkov's command line says otherwise."""
    lines = [table(count(results)), ""]
    lines += [
        "A mutant counts as noticed by checkov's own checks if one of a fitting category fails anew, whatever for.",
        "Generated mutants are none of theirs: no check of checkov asks in which region anything is.",
    ]
    declared = [each for each in results if not each.category.startswith("residency, ")]
    refused = [f"  {each.name}: {each.note}" for each in declared if each.plan == "refused"]
    lines += ["", f"Refused by terraform, and so without a plan ({len(refused)} of those written down):", *refused]
    lines += ["", "A sound environment has findings:", *(f"  {line}" for line in unsound)] if unsound else []
    survivors = [
        f"  {each.name}: render {each.render}, plan {each.plan}; {each.note}" for each in results if each.survived
    ]
    lines += ["", f"Survivors: {len(survivors) or 'none'}", *survivors]
    apart = [f"  {each.name}: {line}" for each in results for line in each.stock]
    lines += ["", f"Disagreements of checkov's command line and the gate: {len(apart) or 'none'}", *apart]
    return "\n".join(lines) + "\n"


def _results(run: Run, environment: str, only: Sequence[str]) -> Iterator[Result]:
    wanted = [each for each in operators() if not only or each.category in only]
    declared = [each for each in wanted if environment in each.environments]
    made = list(generate(resource_types(CACHE, ROOT / ".terraform.lock.hcl"), run.render))
    if only and GENERATED not in only:
        made = []
    total = len(declared) + len(made)
    mutants = (mutate(operator, environment, run.render) for operator in declared)
    for done, result in enumerate(chain(run.declared(mutants), run.generated(made, environment)), 1):
        yield result
        _progress(environment, done, total)


def _progress(environment: str, done: int, total: int) -> None:
    if done % 25 == 0 or done == total:
        sys.stderr.write(f"{environment}: {done} of {total} mutants\n")
