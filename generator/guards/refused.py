"""Changes that Terraform plans in place, and that AWS refuses when they are applied."""

from collections.abc import Iterator

from generator.facts.fixed_arguments import fixed_arguments
from generator.findings import Finding
from generator.guards.base import Guard
from generator.terraform.plan import Change

_MODIFY = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/modify-multi-az-db-cluster.html"
_SECRET_KEY = "master_user_secret_kms_key_id"


class RefusedInPlace(Guard):
    """Nothing is asked of AWS that it refuses."""

    id = "GRD010"
    title = "Nothing is changed in place that AWS does not change"
    source = _MODIFY
    explanation = (
        "Port, network type, the keys of Performance Insights and of the master secret, and membership in a "
        "global cluster are fixed when the cluster is made. Terraform's provider plans them as changes in place; "
        "AWS refuses them, and the apply stops with some of its changes made and others not."
    )

    def check(self) -> Iterator[Finding]:
        """One finding for each argument."""
        for kind, arguments in fixed_arguments().items():
            for change in self.updates(kind):
                for name, fixed in arguments.refused.items():
                    if _changes(change, name):
                        message = (
                            f"AWS refuses to change {name} of {change.address}, and the apply stops there: {fixed.why}"
                        )
                        fix = f"leave {name} as it is; another one needs a new database"
                        yield self.finding(change, name, message, fix, effect="nothing", source=fixed.source)


class DisputedInPlace(Guard):
    """Nothing is asked of AWS that it may refuse, without a word about it."""

    id = "GRD011"
    title = "What AWS may refuse to change is said"
    severity = "warning"
    source = _MODIFY
    explanation = (
        "About log exports, the copying of tags to snapshots and IAM login, AWS's user guide and its API "
        "reference say different things. The change may work; if AWS refuses it, the apply stops there."
    )

    def check(self) -> Iterator[Finding]:
        """One warning for each argument."""
        for kind, arguments in fixed_arguments().items():
            for change in self.updates(kind):
                for name, fixed in arguments.disputed.items():
                    if _changes(change, name):
                        message = f"AWS may refuse to change {name} of {change.address}: {fixed.why}"
                        fix = "try it on another environment first"
                        yield self.finding(change, name, message, fix, effect="unknown", source=fixed.source)


def _changes(change: Change, argument: str) -> bool:
    """Whether what was set becomes something else: what becomes known only now may be what it was."""
    if argument == _SECRET_KEY and _is_the_secrets(change):
        return False
    return argument in {*change.before, *change.after, *change.unknown} and change.changes(argument)


def _is_the_secrets(change: Change) -> bool:
    """Whether the secret has the key already: the provider does not read that argument of an imported cluster.

    Source: https://github.com/hashicorp/terraform-provider-aws/issues/41817 (checked 2026-11-26; so does 5.100.0).
    """
    asked = change.after.get(_SECRET_KEY)
    if _SECRET_KEY in change.unknown or not asked or change.before.get(_SECRET_KEY):
        return False
    return any(each.get("kms_key_id") == asked for each in change.before.get("master_user_secret") or [])


GUARDS = (RefusedInPlace, DisputedInPlace)
