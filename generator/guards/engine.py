"""Moves from one version of the engine to another."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.facts.effects import Effect
from generator.findings import Finding
from generator.guards.base import CLUSTER, Guard
from generator.terraform.plan import Change

_UPGRADING = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/multi-az-db-clusters-upgrading.html"
_MYSQL = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html"


@dataclass(frozen=True, slots=True)
class Upgrade:
    """A move from the version that runs to the one that is asked for; `down` if that is older."""

    running: str
    asked: str

    @property
    def down(self) -> bool:
        """Whether the version asked for is older."""
        length = len(_parts(self.asked))
        return _parts(self.asked) < _parts(self.running)[:length]

    @property
    def major(self) -> bool:
        """Whether the first two numbers go up: to MySQL, 8.0 and 8.4 are two major versions."""
        return not self.down and _parts(self.asked)[:2] != _parts(self.running)[:2]

    @property
    def effect(self) -> Effect:
        """What it does to users. AWS refuses to go down; a minor upgrade ends with a failover."""
        if self.down:
            return "nothing"
        return "outage" if self.major else "failover"


def upgrade_of(change: Change) -> Upgrade | None:
    """The move that an update of a cluster makes; None where the version that runs is one that is asked for."""
    if change.type != CLUSTER or change.action != "update" or not change.changes("engine_version"):
        return None
    asked = change.after.get("engine_version")
    running = change.before.get("engine_version_actual") or change.before.get("engine_version")
    if not asked or not running or _parts(running)[: len(_parts(asked))] == _parts(asked):
        return None
    return Upgrade(running, asked)


class EngineDowngrade(Guard):
    """No engine goes back to an older version."""

    id = "GRD030"
    title = "The engine is not downgraded"
    source = _MYSQL
    explanation = (
        "RDS has no way from a newer version of MySQL to an older one. Terraform plans it as a change in place, "
        "and AWS refuses it when the plan is applied. It also comes of an exact version in the spec after AWS has "
        "upgraded the cluster by itself: the major version alone (`8.4`) takes whatever minor version runs."
    )

    def check(self) -> Iterator[Finding]:
        """One finding for each cluster that would go back."""
        for change in self.updates(CLUSTER):
            upgrade = upgrade_of(change)
            if upgrade and upgrade.down:
                message = (
                    f"{upgrade.running} runs, and AWS refuses to go back to {upgrade.asked}: the apply stops there"
                )
                fix = f"set engine_version to {upgrade.running}, or to its major version"
                yield self.finding(change, "engine_version", message, fix, effect=upgrade.effect)


class MajorUpgrade(Guard):
    """No engine moves to another major version unseen."""

    id = "GRD031"
    title = "The engine moves to another major version only if somebody answers for it"
    source = _MYSQL
    explanation = (
        "A major upgrade may break what applications rely on, cannot be taken back, and ends connections for as "
        "long as it takes. AWS's pages disagree on whether RDS for MySQL does it in a Multi-AZ DB cluster at all: "
        "one says that only PostgreSQL is upgraded in place, another that the members are upgraded one at a time. "
        "The way that holds in any case is a new cluster from a snapshot, tested before applications move."
    )

    def check(self) -> Iterator[Finding]:
        """One finding for each cluster that would move."""
        for change in self.updates(CLUSTER):
            upgrade = upgrade_of(change)
            if upgrade and upgrade.major:
                message = f"MySQL moves from {upgrade.running} to {upgrade.asked}, and there is no way back"
                fix = "restore a snapshot into a new cluster of that version, test there, and move over"
                yield self.finding(change, "engine_version", message, fix, effect=upgrade.effect)


class MinorUpgrade(Guard):
    """No engine moves to another minor version unseen."""

    id = "GRD032"
    title = "The engine moves to another minor version only if somebody answers for the failover"
    source = _UPGRADING
    explanation = (
        "RDS upgrades the readers one at a time, then makes one of them the writer, and upgrades the old writer. "
        "Writes pause as they do in any failover, for longer where replicas lag."
    )

    def check(self) -> Iterator[Finding]:
        """One finding for each cluster that would move."""
        for change in self.updates(CLUSTER):
            upgrade = upgrade_of(change)
            if upgrade and not upgrade.major and not upgrade.down:
                message = f"MySQL moves from {upgrade.running} to {upgrade.asked}: readers first, then a failover"
                fix = "have it waived for the next maintenance window, or leave the version as it is"
                yield self.finding(change, "engine_version", message, fix, effect=upgrade.effect)


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())


GUARDS = (EngineDowngrade, MajorUpgrade, MinorUpgrade)
