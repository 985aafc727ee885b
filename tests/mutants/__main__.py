"""`python -m tests.mutants [CATEGORY…]`: the mutants, on render and plan, and the table of who caught them."""

import sys
from typing import get_args

import click

from policies.engine.policy import Category
from tests.mutants.proving import GENERATED, prove


@click.command()
@click.argument("categories", nargs=-1, type=click.Choice([*get_args(Category), GENERATED]))
def command(categories: tuple[str, ...]) -> None:
    """Seed violations into both environments, all of them or those of some CATEGORIES.

    Every plan is made by Terraform, and checkov's own command line is asked about each: that takes long the first
    time. What was planned and answered is kept under build/mutants, and a run that was ended goes on where it was.
    Exit code 0: each was caught, 1: a mutant survived, a sound environment has findings, or checkov's command line and
    the gate do not say the same.
    """
    sys.exit(prove(categories))


if __name__ == "__main__":
    command()
