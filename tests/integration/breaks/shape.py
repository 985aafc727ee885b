"""Changes by hand of the cluster itself."""

from collections.abc import Iterator

from tests.integration.breaks.account import Account
from tests.integration.breaks.registering import breaks, modify


@breaks("LIVE302")
def the_class_changes(account: Account) -> Iterator[None]:
    there, back = ({"DBClusterInstanceClass": f"db.r6gd.{size}"} for size in ("2xlarge", "xlarge"))
    yield from modify(account, there, back)


@breaks("LIVE304")
def the_protection_goes_off(account: Account) -> Iterator[None]:
    yield from modify(account, {"DeletionProtection": False}, {"DeletionProtection": True})


@breaks("LIVE305")
def the_authority_changes(account: Account) -> Iterator[None]:
    there, back = ({"CACertificateIdentifier": f"rds-ca-{kind}-g1"} for kind in ("rsa4096", "rsa2048"))
    yield from modify(account, there, back)
