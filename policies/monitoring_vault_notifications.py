"""Failed backups are heard of."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import made
from policies.engine.events import kinds
from policies.engine.policy import Policy, Violation
from policies.engine.reading import items
from policies.engine.stack import Resource, Stack, shown
from policies.engine.topics import live_topic
from policies.engine.vaults import vault_of


class VaultNotifications(Policy):
    """Each vault tells a topic of this stack what happens in it."""

    id = "CKV_TDG_524"
    title = "Every vault tells a topic of this stack of its jobs"
    category = "monitoring"
    why = (
        "A backup that fails, expires, is copied or restored shows in no metric of the database: AWS Backup tells the "
        "topic that the vault names, or nobody."
    )
    source = "https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-notifications.html"
    fix = "Give the vault an aws_backup_vault_notifications with the alerts topic and all the required events."
    types = ("aws_backup_vault",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the vault."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation without notifications, and on those with another topic or without an event that matters."""
        found = [
            each
            for each in made(stack, "aws_backup_vault_notifications")
            if vault_of(each.get("backup_vault_name"), each, stack) == resource
        ]
        if not found:
            yield Violation("no aws_backup_vault_notifications of this stack is on the vault")
        for each in found:
            topic = each.get("sns_topic_arn")
            if live_topic(topic, each, stack) is None:
                message = f"sns_topic_arn is {shown(topic)}, and no topic of this stack and region"
                yield Violation(message, each.address, "sns_topic_arn")
            events = {stack.text(event) for event in items(each.get("backup_vault_events"))}
            missing = [event for event in kinds()["backup-vault"]["required"] if event not in events]
            if missing:
                message = f"backup_vault_events is without {', '.join(missing)}"
                yield Violation(message, each.address, "backup_vault_events")


check = register(VaultNotifications)
