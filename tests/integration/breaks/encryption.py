"""Changes by hand of keys."""

from collections.abc import Iterator

from tests.integration.breaks.account import Account
from tests.integration.breaks.registering import breaks


@breaks("LIVE102")
def a_key_is_disabled(account: Account) -> Iterator[None]:
    kms, key = account.client("kms"), account.key("storage")
    kms.disable_key(KeyId=key)
    yield
    kms.enable_key(KeyId=key)


@breaks("LIVE103")
def a_log_group_has_no_key(account: Account) -> Iterator[None]:
    logs, name = account.client("logs"), f"/tidegate/{account.name}/by-hand"
    logs.create_log_group(logGroupName=name)
    yield
    logs.delete_log_group(logGroupName=name)


@breaks("LIVE104")
def a_secret_changes_its_key(account: Account) -> Iterator[None]:
    secrets, name = account.client("secretsmanager"), f"{account.name}/orders/settlement"
    key = f"arn:aws:kms:{account.region}:{account.id}:key/{account.key('secrets')}"
    secrets.update_secret(SecretId=name, KmsKeyId="alias/aws/secretsmanager")
    yield
    secrets.update_secret(SecretId=name, KmsKeyId=key)
