"""Each cluster is really among what a backup plan backs up."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from policies.engine.adapter import register
from policies.engine.clusters import ClusterPolicy, identifier, leads_to, made
from policies.engine.policy import Violation
from policies.engine.reading import items
from policies.engine.stack import Resource, Stack, Value


class BackupSelection(ClusterPolicy):
    """A selection with this cluster's ARN, of a plan of this stack, without anything that takes it out again."""

    id = "CKV_TDG_413"
    title = "Every cluster is selected by a backup plan of this stack"
    category = "backup"
    why = (
        "A selection by another ARN, by a tag that the cluster does not carry, or with a condition or an exception, is "
        "valid and backs up nothing. The plan's jobs never run, so none fails."
    )
    source = "https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html"
    fix = "Give an aws_backup_selection of the plan the cluster's ARN in resources, and no conditions."

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation where no selection has the cluster, or where all that have it are spoilt."""
        naming = [each for each in made(stack, "aws_backup_selection") if _names(each, resource, stack)]
        if not naming:
            yield Violation("no aws_backup_selection of this stack names the cluster's ARN in its resources")
            return
        spoilt = [(each, _spoilt(each, stack)) for each in naming]
        if all(reason for _, reason in spoilt):
            for selection, reason in spoilt:
                yield Violation(f"{selection.address} names the cluster, but {reason}", selection.address)


def _names(selection: Resource, cluster: Resource, stack: Stack) -> bool:
    if selection.region != cluster.region:
        return False
    return any(_is_arn(each, cluster, stack) for each in items(selection.get("resources")))


def _is_arn(value: Value, cluster: Resource, stack: Stack) -> bool:
    if leads_to(value, cluster, stack, "arn"):
        return True
    text = stack.text(value)
    own = f"arn:aws:rds:{cluster.region}:{cluster.account}:cluster:{identifier(cluster, stack)}"
    known = cluster.region and cluster.account and identifier(cluster, stack)
    return text is not None and (text == "*" or bool(known and fnmatchcase(own, text)))


def _spoilt(selection: Resource, stack: Stack) -> str | None:
    for name in ("not_resources", "condition", "selection_tag"):
        if selection.get(name) not in (None, []):
            return f"its {name} may take it out"
    plans = made(stack, "aws_backup_plan")
    if not any(leads_to(selection.get("plan_id"), plan, stack, "id") for plan in plans):
        return "its plan_id is no plan of this stack"
    roles = made(stack, "aws_iam_role")
    if not any(leads_to(selection.get("iam_role_arn"), role, stack, "arn") for role in roles):
        return "its iam_role_arn is no role of this stack"
    return None


check = register(BackupSelection)
