"""The names and identifiers that RDS gives."""

import hashlib
import secrets
import string

_LETTERS = string.ascii_lowercase + string.digits
RESOURCE_ID_CHARACTERS = string.ascii_uppercase + "234567"


def endpoint_hash(account: str, region: str) -> str:
    """The part of every endpoint's name that an account and region share: twelve letters and digits.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/multi-az-db-clusters-concepts-connection-management.html
    """
    number = int.from_bytes(hashlib.sha256(f"{account}/{region}".encode()).digest())
    digits = []
    for _ in range(11):
        number, digit = divmod(number, len(_LETTERS))
        digits.append(_LETTERS[digit])
    return "c" + "".join(digits)


def resource_id(kind: str) -> str:
    """An identifier that outlives a rename: `cluster-` or `db-` and 26 letters and digits."""
    return f"{kind}-" + "".join(secrets.choice(RESOURCE_ID_CHARACTERS) for _ in range(26))


def master_password() -> str:
    """28 printable characters, without those that RDS does not take (`/`, `"`, `@`, blanks).

    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
    """
    usable = "".join(sorted(set(string.ascii_letters + string.digits + string.punctuation) - set("/\"@'\\`")))
    return "".join(secrets.choice(usable) for _ in range(28))
