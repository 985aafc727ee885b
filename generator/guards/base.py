"""What a guard is: a judgement on what a plan would change."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from generator.facts.effects import Effect, effect_facts
from generator.findings import Finding, Severity
from generator.findings_catalogue import RuleDescription
from generator.policing.locating import Origins
from generator.terraform.plan import Change, Plan

CLUSTER = "aws_rds_cluster"


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What a plan by itself does not say.

    `storage_changed` tells by cluster identifier when its storage was last changed (aware, or None: not within the
    time that AWS asks for); a cluster that is not in it is one of which that is not known.
    """

    account_id: str
    now: datetime
    storage_changed: Mapping[str, datetime | None] = field(default_factory=dict)


class Guard(ABC):
    """A guard: `check` yields a finding for each thing that a plan must not do unseen."""

    id: ClassVar[str]
    title: ClassVar[str]
    severity: ClassVar[Severity] = "error"
    source: ClassVar[str]
    explanation: ClassVar[str]

    def __init__(self, plan: Plan, circumstances: Circumstances, origins: Origins) -> None:
        self.plan = plan
        self.circumstances = circumstances
        self._origins = origins

    @classmethod
    def description(cls) -> RuleDescription:
        """The guard as `tidegate explain` and the guards page show it."""
        return RuleDescription(
            id=cls.id, title=cls.title, severity=cls.severity, source=cls.source, explanation=cls.explanation
        )

    @abstractmethod
    def check(self) -> Iterator[Finding]:
        """What the plan must not do unseen."""

    def updates(self, kind: str) -> Iterator[Change]:
        """The resources of a type that are changed in place."""
        return (change for change in self.plan.changes if change.type == kind and change.action == "update")

    def finding(
        self,
        change: Change | None,
        attribute: str | None,
        message: str,
        fix: str,
        *,
        effect: Effect,
        source: str | None = None,
    ) -> Finding:
        """A finding at the line of the spec that the attribute comes from; the message ends with what users notice."""
        resource = change.address if change else None
        place = self._origins.place((resource, attribute), (_cluster_of(resource), None))
        return Finding(
            rule=self.id,
            severity=self.severity,
            message=f"{message}; effect on users: {effect_facts().words[effect]}",
            fix=fix,
            source=source or self.source,
            file=place.file,
            line=place.line,
            column=place.column,
            path=place.path,
            resource=resource,
        )


def _cluster_of(resource: str | None) -> str | None:
    """The cluster that a resource is named after: what goes has left the render, and with it its own line."""
    return f"{CLUSTER}.{resource.partition('.')[2].partition('_')[0]}" if resource else None
