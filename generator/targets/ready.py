"""What a sandbox says of itself when it is ready, as a target."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.errors import MisuseError
from generator.targets.faults import SandboxFaults
from generator.targets.target import Nameserver, Target

# A user's own settings must not lead a plan for the sandbox to AWS, nor its credentials to the sandbox.
FOREIGN_VARIABLES = (
    "AWS_CA_BUNDLE",
    "AWS_DEFAULT_PROFILE",
    "AWS_DEFAULT_REGION",
    "AWS_PROFILE",
    "AWS_ROLE_ARN",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
)
PROVIDER: dict[str, object] = {
    "skip_credentials_validation": True,
    "skip_metadata_api_check": True,
    "skip_region_validation": True,
    "s3_use_path_style": True,
}
OVERRIDE: dict[str, object] = {"provider": {"aws": PROVIDER}}
LOCAL_OVERRIDE: dict[str, object] = {
    "terraform": {"backend": {"local": {"path": "sandbox.tfstate"}}},
    "provider": {"aws": {**PROVIDER, "max_retries": 5}},
}
BACKEND = {
    "skip_credentials_validation": "true",
    "skip_metadata_api_check": "true",
    "skip_region_validation": "true",
    "use_path_style": "true",
}


def sandbox_target(ready: Mapping[str, Any], *, account_id: str, region: str, live: bool) -> Target:
    """The sandbox that wrote `ready`, for one account and region.

    With `live`, its state lies in its own S3; else in a local file, as it ends with the command. Raises MisuseError
    where it hands out no credentials for the account.
    """
    credentials = ready["credentials"].get(account_id)
    if credentials is None:
        raise MisuseError(
            f"the running sandbox knows nothing of account {account_id}",
            fix="stop it (`make sandbox-stop`): it is started again with the accounts of all environments",
        )
    dns, ca_bundle, admin = ready.get("dns"), ready.get("ca_bundle"), ready.get("admin")
    return Target(
        "sandbox",
        _variables(ready["endpoint"], credentials, region),
        OVERRIDE if live else LOCAL_OVERRIDE,
        backend=BACKEND if live else {},
        live=live,
        ca_bundle=Path(ca_bundle) if ca_bundle else None,
        nameserver=Nameserver(dns["address"], dns["port"]) if dns else None,
        faults=SandboxFaults(admin) if admin else None,
    )


def _variables(endpoint: str, credentials: Mapping[str, str], region: str) -> dict[str, str | None]:
    variables: dict[str, str | None] = dict.fromkeys(FOREIGN_VARIABLES)
    return variables | {
        **credentials,
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ENDPOINT_URL_S3": endpoint,
        "AWS_ENDPOINT_URL_STS": endpoint,
        "AWS_REGION": region,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "NO_PROXY": "127.0.0.1",
        "no_proxy": "127.0.0.1",
    }
