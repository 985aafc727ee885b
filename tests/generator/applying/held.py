"""A lock on a state, as Terraform writes it."""

import json
from datetime import UTC, datetime

from generator.spec.model import Environment
from generator.targets import Target

KEY = "eu-west-1/terraform.tfstate"


def lock(target: Target, environment: Environment, who: str, key: str = KEY) -> None:
    """Holds the state's lock in somebody's name."""
    held = {"ID": "0-1", "Who": who, "Operation": "OperationTypeApply", "Created": datetime.now(UTC).isoformat()}
    body = json.dumps({**held, "Info": "", "Version": "1.11.4", "Path": f"{environment.state_bucket}/{key}"})
    target.session().client("s3").put_object(Bucket=environment.state_bucket, Key=f"{key}.tflock", Body=body)


def free(target: Target, environment: Environment) -> None:
    """Takes the lock away, as who holds it does at the end."""
    target.session().client("s3").delete_object(Bucket=environment.state_bucket, Key=f"{KEY}.tflock")
