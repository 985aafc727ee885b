"""AWS as a target: the user's own credentials, which must be of the environment's account."""

from generator.errors import ToolError
from generator.targets.target import Target

LOGIN_FIX = "log in to the account (`aws sso login`, AWS_PROFILE, or a role of your CI), then call again"


def checked_account(*, account_id: str, region: str) -> Target:
    """The target, after AWS has said whose credentials these are.

    Raises ToolError where there are none, they are not accepted, AWS cannot be reached, or they are another
    account's.
    """
    found = _caller_account(region)
    if found != account_id:
        raise ToolError(
            f"the credentials are those of account {found}, and the environment lives in {account_id}", fix=LOGIN_FIX
        )
    return Target("aws", {"AWS_REGION": region})


def _caller_account(region: str) -> str:
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError, ClientError

    quick = Config(connect_timeout=5, read_timeout=10, retries={"total_max_attempts": 2})
    try:
        caller = boto3.Session(region_name=region).client("sts", config=quick).get_caller_identity()
    except ClientError as error:
        reason = error.response.get("Error", {})
        raise ToolError(
            f"AWS refuses the credentials: {reason.get('Code')}: {reason.get('Message')}", fix=LOGIN_FIX
        ) from error
    except BotoCoreError as error:
        raise ToolError(f"AWS does not say whose credentials these are: {error}", fix=LOGIN_FIX) from error
    return caller["Account"]
