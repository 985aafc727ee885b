"""Changes by hand of where everything is."""

from collections.abc import Iterator

from tests.integration.breaks.account import Account
from tests.integration.breaks.registering import ELSEWHERE, breaks


@breaks("LIVE901")
def something_lies_elsewhere(account: Account) -> Iterator[None]:
    logs = account.client("logs", ELSEWHERE)
    logs.create_log_group(logGroupName="/copied/orders")
    yield
    logs.delete_log_group(logGroupName="/copied/orders")


@breaks("LIVE902")
def a_secret_is_replicated(account: Account) -> Iterator[None]:
    secrets, name = account.client("secretsmanager"), f"{account.name}/orders/settlement"
    secrets.replicate_secret_to_regions(SecretId=name, AddReplicaRegions=[{"Region": ELSEWHERE}])
    yield
    secrets.remove_regions_from_replication(SecretId=name, RemoveReplicaRegions=[ELSEWHERE])


@breaks("LIVE904")
def alerts_go_elsewhere(account: Account) -> Iterator[None]:
    sns = account.client("sns")
    queue = f"arn:aws:sqs:{ELSEWHERE}:{account.id}:alerts"
    account.client("sqs", ELSEWHERE).create_queue(QueueName="alerts")
    made = sns.subscribe(TopicArn=account.topic, Protocol="sqs", Endpoint=queue, ReturnSubscriptionArn=True)
    yield
    sns.unsubscribe(SubscriptionArn=made["SubscriptionArn"])
    sqs = account.client("sqs", ELSEWHERE)
    sqs.delete_queue(QueueUrl=sqs.get_queue_url(QueueName="alerts")["QueueUrl"])
