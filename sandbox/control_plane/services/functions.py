"""AWS Lambda: functions that really run, as processes of this machine, with the rights of their roles."""

import json
from typing import Any

import moto.awslambda.models as theirs
from moto.awslambda.models import LambdaBackend, LambdaFunction
from moto.ec2.models import ec2_backends

from sandbox.control_plane.context import unlocked
from sandbox.control_plane.extending import Extended, extend
from sandbox.control_plane.services.running import Result, run


class Function(LambdaFunction):
    """A function that keeps its logging, stands in its VPC, and runs without Docker.

    https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
    """

    def __init__(self, account_id: str, spec: dict[str, Any], region: str, version: str | int = 1) -> None:
        super().__init__(account_id, spec, region, version)
        self.logging = spec.get("LoggingConfig") or {}
        self.interfaces: list[str] = []
        self._attach()

    @property
    def logging_config(self) -> dict[str, str]:
        """Where it writes, and how; with what AWS puts in where nothing was asked for.

        https://docs.aws.amazon.com/lambda/latest/api/API_LoggingConfig.html
        """
        given = {"LogFormat": "Text", "LogGroup": f"/aws/lambda/{self.function_name}", **self.logging}
        if given["LogFormat"] == "JSON":
            given = {"ApplicationLogLevel": "INFO", "SystemLogLevel": "INFO", **given}
        return given

    @property
    def vpc_config(self) -> dict[str, Any] | None:
        """Its subnets and groups, and the VPC that they are in."""
        if not self._vpc_config or not self._vpc_config.get("SubnetIds"):
            return None
        subnet = self._ec2.get_subnet(self._vpc_config["SubnetIds"][0])
        return {**self._vpc_config, "VpcId": subnet.vpc_id}

    @property
    def _ec2(self) -> Any:
        return ec2_backends[self.account_id][self.region]

    def _attach(self) -> None:
        self.detach()
        for subnet in (self._vpc_config or {}).get("SubnetIds", []):
            interface = self._ec2.create_network_interface(
                self._ec2.get_subnet(subnet),
                None,
                group_ids=self._vpc_config["SecurityGroupIds"],
                description=f"AWS Lambda VPC ENI-{self.function_name}",
            )
            self.interfaces.append(interface.id)

    def detach(self) -> None:
        """Gives its network interfaces back."""
        for interface in self.interfaces:
            self._ec2.delete_network_interface(interface)
        self.interfaces = []

    def get_configuration(self, on_create: bool = False) -> dict[str, Any]:
        """GetFunctionConfiguration."""
        return {**super().get_configuration(on_create), "LoggingConfig": self.logging_config}

    def update_configuration(self, config_updates: dict[str, Any]) -> dict[str, Any]:
        """UpdateFunctionConfiguration."""
        self.logging = config_updates.get("LoggingConfig") or self.logging
        self.kms_key_arn: str | None = config_updates.get("KMSKeyArn") or self.kms_key_arn
        moved = config_updates.get("VpcConfig") not in (None, self._vpc_config)
        super().update_configuration(config_updates)
        if moved:
            self._attach()
        return self.get_configuration()

    def run(self, event: str) -> Result:
        """Runs the handler in a process. The lock must not be held: the handler calls the API."""
        return run(self, event)

    def invoke(self, body: str, request_headers: Any, response_headers: Any) -> str | bytes:
        """Invoke, synchronously."""
        del request_headers
        with unlocked():
            result = self.run(body or "{}")
        if result.error:
            response_headers["x-amz-function-error"] = "Unhandled"
        return result.payload.encode()


class Functions(Extended, LambdaBackend):
    """moto's functions, which give back their network interfaces."""

    SERVICE = "awslambda"

    def delete_function(self, function_name: str, qualifier: str | None = None) -> None:
        """DeleteFunction."""
        function = self.get_function(function_name)
        super().delete_function(function_name, qualifier)
        if not qualifier:
            function.detach()

    def allows(self, function_name: str, principal: str) -> bool:
        """Whether the function's policy lets a service call it.

        https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
        """
        statements = self.get_function(function_name).policy.statements
        return any(principal in json.dumps(each.get("Principal")) for each in statements)


def register() -> None:
    """Extends moto's Lambda."""
    theirs.LambdaFunction = Function
    extend("awslambda", Functions)
