"""An environment's account, for whoever changes things by hand."""

import time
from collections.abc import Mapping
from typing import Any

import boto3

from generator.spec.model import Environment


class Account:
    """An environment's account on the sandbox, for whoever changes things by hand."""

    def __init__(self, session: boto3.Session, environment: Environment) -> None:
        self._session = session
        self.environment = environment
        self.name = environment.environment
        self.region = environment.region
        self.id = environment.account_id

    def client(self, service: str, region: str | None = None) -> Any:
        return self._session.client(service, region_name=region or self.region)  # type: ignore[call-overload]

    @property
    def topic(self) -> str:
        return f"arn:aws:sns:{self.region}:{self.id}:{self.name}-alerts"

    @property
    def vault(self) -> str:
        return f"{self.name}-snapshots"

    def key(self, purpose: str) -> str:
        return str(self.client("kms").describe_key(KeyId=f"alias/{self.name}/{purpose}")["KeyMetadata"]["KeyId"])

    def cluster(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.client("rds").describe_db_clusters(DBClusterIdentifier="orders")["DBClusters"][
            0
        ]
        return found

    def settle(self) -> None:
        """Waits until the cluster has done what it was told."""
        limit = time.monotonic() + 60
        while time.monotonic() < limit:
            found = self.cluster()
            members = {each["DBClusterParameterGroupStatus"] for each in found["DBClusterMembers"]}
            if found["Status"] == "available" and members == {"in-sync"}:
                return
            time.sleep(0.2)

    def group(self, suffix: str) -> str:
        found = self.client("ec2").describe_security_groups()["SecurityGroups"]
        return next(str(each["GroupId"]) for each in found if each["GroupName"] == f"{self.name}-{suffix}")

    def vpc(self) -> str:
        filters = [{"Name": "tag:environment", "Values": [self.name]}]
        return str(self.client("ec2").describe_vpcs(Filters=filters)["Vpcs"][0]["VpcId"])
