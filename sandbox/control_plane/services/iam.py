"""IAM: the policies that AWS manages."""

import json
from functools import cache
from typing import Any

from moto.iam.aws_managed_policies import aws_managed_policies_data
from moto.iam.models import AWSManagedPolicy, IAMBackend
from moto.iam.policy_validation import VALID_RESOURCE_PATH_STARTING_VALUES

from sandbox.control_plane.extending import Extended, extend


@cache
def managed() -> dict[str, Any]:
    """AWS's own policies by name, as moto ships them."""
    loaded: dict[str, Any] = json.loads(aws_managed_policies_data)
    return loaded


class Identities(Extended, IAMBackend):
    """Takes one of AWS's policies when it is first attached: all 1,300 would be made for each account.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
    """

    SERVICE = "iam"

    def attach_role_policy(self, policy_arn: str, role_name: str) -> None:
        """AttachRolePolicy."""
        self._take(policy_arn)
        super().attach_role_policy(policy_arn, role_name)

    def get_policy(self, policy_arn: str) -> Any:
        """GetPolicy."""
        self._take(policy_arn)
        return super().get_policy(policy_arn)

    def _take(self, arn: str) -> None:
        name = arn.rsplit("/", 1)[-1]
        if arn.startswith("arn:aws:iam::aws:policy/") and arn not in self.managed_policies and name in managed():
            policy = AWSManagedPolicy.from_data(name, self.account_id, self.region_name, managed()[name])
            if policy.arn == arn:
                self.managed_policies[arn] = policy


def register() -> None:
    """Extends moto's IAM, and takes a statement about all of an account, as AWS does, and moto's own message says."""
    known = VALID_RESOURCE_PATH_STARTING_VALUES["iam"]["values"]
    if "*" not in known:
        known.append("*")
    extend("iam", Identities)
