"""Changes by hand of what nobody declared."""

from collections.abc import Iterator

from tests.integration.breaks.account import Account
from tests.integration.breaks.registering import breaks


@breaks("LIVE701")
def a_default_has_become_another(account: Account) -> Iterator[None]:
    s3 = account.client("s3")
    place = {"Bucket": account.environment.state_bucket, "Key": f"{account.name}/terraform.tfstate"}
    kept = s3.get_object(**place)["Body"].read()
    changed = kept.replace(b'"network_type": "IPV4"', b'"network_type": "DUAL"')
    assert changed != kept
    s3.put_object(**place, Body=changed)
    yield
    s3.put_object(**place, Body=kept)
