"""The cell's one topic for alarms and events, and who gets its messages."""

import hashlib
from collections.abc import Iterable

from cdktf_cdktf_provider_aws.db_event_subscription import DbEventSubscription
from cdktf_cdktf_provider_aws.sns_topic import SnsTopic
from cdktf_cdktf_provider_aws.sns_topic_policy import SnsTopicPolicy
from cdktf_cdktf_provider_aws.sns_topic_subscription import SnsTopicSubscription

from generator.facts.events import events_of
from generator.spec.model import Environment
from modules.encryption import Keys
from modules.part import Part, Statement
from modules.register import Register
from modules.runtime import Construct

_DIGEST_LENGTH = 10


class Alerts(Part):
    """An encrypted topic that CloudWatch, RDS and AWS Backup of this account publish to, and its addresses."""

    def __init__(self, scope: Construct, environment: Environment, register: Register, keys: Keys) -> None:
        super().__init__(scope, "monitoring", register, part="alerts")
        self._environment = environment
        topic: SnsTopic = self.add(
            SnsTopic,
            "alerts",
            spec="alerts",
            name=f"{environment.environment}-alerts",
            display_name=f"Tidegate {environment.environment}",
            kms_master_key_id=keys.alerts,
        )
        self.topic_arn = str(topic.arn)
        self._restrict()
        self._subscribe()
        self._snapshot_events()

    def _restrict(self) -> None:
        policy = self.policy("alerts-topic", self._statements(), spec="account_id")
        self.add(SnsTopicPolicy, "alerts", spec="account_id", arn=self.topic_arn, policy=policy)

    def _statements(self) -> Iterable[Statement]:
        environment = self._environment
        here = f"{environment.region}:{environment.account_id}"
        yield self._publisher(
            "CloudWatch", "cloudwatch", f"arn:aws:cloudwatch:{here}:alarm:{environment.environment}-*"
        )
        # A message about a subscription itself comes from the subscription, all others from what they are about.
        # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.GrantingPermissions.html
        # (checked 2026-11-22)
        yield self._publisher("Rds", "events.rds", f"arn:aws:rds:{here}:*")
        # No source ARN is documented for AWS Backup, which publishes to topics of its own account alone.
        # https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-notifications.html (checked 2026-11-22)
        yield self._publisher("Backup", "backup")
        yield Statement(
            sid="DenyWithoutTls",
            effect="Deny",
            actions=["sns:Publish"],
            resources=[self.topic_arn],
            principals={"AWS": ["*"]},
            conditions=[("Bool", "aws:SecureTransport", ["false"])],
        )

    def _publisher(self, name: str, service: str, source_arn: str | None = None) -> Statement:
        conditions = [("StringEquals", "aws:SourceAccount", [self._environment.account_id])]
        if source_arn:
            conditions.append(("ArnLike", "aws:SourceArn", [source_arn]))
        return Statement(
            sid=f"PublishFrom{name}",
            actions=["sns:Publish"],
            resources=[self.topic_arn],
            principals={"Service": [f"{service}.amazonaws.com"]},
            conditions=conditions,
        )

    def _subscribe(self) -> None:
        for email, path in _addresses(self._environment).items():
            self.add(
                SnsTopicSubscription,
                f"alerts-{_digest(email)}",
                spec=path,
                topic_arn=self.topic_arn,
                protocol="email",
                endpoint=email,
            )

    def _snapshot_events(self) -> None:
        # Snapshots are not there yet when one subscribes, so this one is for all of the cell's.
        self.add(
            DbEventSubscription,
            "cluster-snapshots",
            spec="databases",
            name=f"{self._environment.environment}-cluster-snapshots",
            sns_topic=self.topic_arn,
            source_type="db-cluster-snapshot",
            event_categories=list(events_of("db-cluster-snapshot").subscribed),
        )


def _addresses(environment: Environment) -> dict[str, str]:
    """Each address once, whatever its case, with the spec path that named it first."""
    asked = [(environment.owner.email, "owner.email")]
    asked += [(email, f"alerts.emails[{index}]") for index, email in enumerate(environment.alerts.emails)]
    known: dict[str, tuple[str, str]] = {}
    for email, path in asked:
        known.setdefault(email.casefold(), (email, path))
    return dict(known.values())


def _digest(email: str) -> str:
    """Names a subscription after its address, so that another one before it in the spec does not move it."""
    return hashlib.sha256(email.casefold().encode()).hexdigest()[:_DIGEST_LENGTH]
