"""What a plan would do, so that a person can judge it at a glance."""

from collections import Counter
from collections.abc import Mapping
from typing import IO, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from generator.facts.effects import Effect, effect_facts, worst
from generator.guards.effects import effect_of
from generator.terraform.plan import CHANGING, Action, Change, Plan

_COLUMNS: dict[Action, tuple[str, str]] = {
    "create": ("add", "green"),
    "update": ("change", "yellow"),
    "replace": ("replace", "bold red"),
    "delete": ("destroy", "bold red"),
}
_STYLES: dict[Effect, str] = {"nothing": "dim", "unknown": "yellow", "access": "yellow", "failover": "yellow"}
_LISTED: tuple[Action, ...] = ("delete", "replace", "update")


def print_summary(plan: Plan, origins: Mapping[str, Any], stream: IO[str]) -> None:
    """Prints a table of the changes by module, then every resource that is changed, replaced or destroyed."""
    console = Console(file=stream, highlight=False, soft_wrap=True)
    changes = [change for change in plan.changes if change.action in CHANGING]
    if not changes:
        console.print("No changes: what exists is what the spec says.")
        return
    console.print(_table(by_module(changes, origins), effects_by_module(changes, origins)))
    for action in _LISTED:
        title, style = _COLUMNS[action]
        for change in changes:
            if change.action == action:
                effect = effect_of(change)
                console.print(
                    Text.assemble((f"{title:>8} ", style), change.address, "  ", (words(effect), _style(effect)))
                )


def by_module(changes: list[Change], origins: Mapping[str, Any]) -> dict[str, Counter[Action]]:
    """How many changes of each kind a module has, modules by name; resources of no module come last, as `-`."""
    counted: dict[str, Counter[Action]] = {}
    for change in changes:
        counted.setdefault(_module(change, origins), Counter())[change.action] += 1
    return dict(sorted(counted.items(), key=lambda item: (item[0] == "-", item[0])))


def effects_by_module(changes: list[Change], origins: Mapping[str, Any]) -> dict[str, Effect]:
    """The worst that the changes of each module do to users."""
    effects: dict[str, Effect] = {}
    for change in changes:
        module = _module(change, origins)
        effects[module] = worst((effects.get(module, "nothing"), effect_of(change)))
    return effects


def words(effect: Effect) -> str:
    """An effect as a reader sees it."""
    return effect_facts().words[effect]


def _module(change: Change, origins: Mapping[str, Any]) -> str:
    return str(origins["resources"].get(change.resource, {}).get("module", "-"))


def _style(effect: Effect) -> str:
    return _STYLES.get(effect, "bold red")


def _table(modules: Mapping[str, Counter[Action]], effects: Mapping[str, Effect]) -> Table:
    total = sum(modules.values(), Counter[Action]())
    table = Table(show_footer=True, box=None, pad_edge=False, header_style="bold", footer_style="bold")
    table.add_column("module", footer="total")
    for action, (title, style) in _COLUMNS.items():
        table.add_column(title, justify="right", style=style, footer=_number(total[action]))
    overall = worst(effects.values())
    table.add_column("effect on users", footer=Text(words(overall), _style(overall)))
    for module, counts in modules.items():
        shown = Text(words(effects[module]), _style(effects[module]))
        table.add_row(module, *(_number(counts[action]) for action in _COLUMNS), shown)
    return table


def _number(count: int) -> str:
    return str(count) if count else "·"
