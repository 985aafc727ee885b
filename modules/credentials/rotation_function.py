"""The Lambda function that rotates the secrets of one database's users."""

from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from cdktf_cdktf_provider_aws.lambda_function import (
    LambdaFunction,
    LambdaFunctionEnvironment,
    LambdaFunctionLoggingConfig,
    LambdaFunctionVpcConfig,
)
from cdktf_cdktf_provider_aws.lambda_permission import LambdaPermission

from generator.spec.model import Environment
from modules.cluster import ClusterOutputs
from modules.credentials.package import HANDLER, PATH, code_hash, function_package
from modules.credentials.permissions import function_permissions
from modules.delivery import workload_boundary
from modules.encryption import Keys
from modules.literals import ConfigurationError, expression
from modules.naming import bounded
from modules.network import NetworkOutputs
from modules.part import Part, Statement
from modules.register import Register
from modules.runtime import Construct

RUNTIME = "python3.13"
ARCHITECTURE = "arm64"
MEMORY_MIB = 256
# Three logins and ten changes of grants take a second; a reader may need twenty to catch up.
TIMEOUT_SECONDS = 60
CA_BUNDLE = "/etc/pki/tls/cert.pem"
"""The certificates that Lambda's runtime comes with, where AWS's own rotation functions take them from.

Source: https://github.com/aws-samples/aws-secrets-manager-rotation-lambdas (checked 2026-11-22).
"""


class RotationFunction(Part):
    """A function in the database's subnets that can use the given secrets and nothing else.

    Raises ConfigurationError where the network has no security group for it.
    Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html
    (checked 2026-11-22).
    """

    def __init__(
        self,
        scope: Construct,
        name: str,
        environment: Environment,
        register: Register,
        network: NetworkOutputs,
        keys: Keys,
        cluster: ClusterOutputs,
        secret_arns: list[str],
    ) -> None:
        super().__init__(scope, "credentials", register, part="rotation", database=name)
        self._database_name = name
        self._environment = environment
        self._keys = keys
        self._cluster = cluster
        self._secret_arns = secret_arns
        self._spec = f"databases.{name}.users"
        self.name = bounded("tidegate", environment.environment, name, "rotation")
        role = self._add_role()
        self.role_arn = str(role.arn)
        logs = self._add_log_group()
        permitted = self._permit(role, str(logs.arn))
        function = self._add_function(network, str(logs.name), permitted)
        self.arn = str(function.arn)
        self.permission = self._let_secrets_manager_call(function)

    def _add_function(self, network: NetworkOutputs, log_group: str, permitted: IamRolePolicy) -> LambdaFunction:
        if network.rotation_group is None:
            raise ConfigurationError(f"{self._spec}: the network has no group for a rotation function")
        package = function_package()
        self._register.add_file(PATH, package)
        function: LambdaFunction = self.add(
            LambdaFunction,
            "rotation",
            spec=self._spec,
            function_name=self.name,
            description=f"Rotates the secrets of the users of {self._database_name}",
            role=self.role_arn,
            runtime=RUNTIME,
            architectures=[ARCHITECTURE],
            handler=HANDLER,
            filename=f"{expression('path.module')}/{PATH}",
            source_code_hash=code_hash(package),
            memory_size=MEMORY_MIB,
            timeout=TIMEOUT_SECONDS,
            # A secret rotates once at a time, so more would be somebody else's calls.
            reserved_concurrent_executions=len(self._secret_arns),
            kms_key_arn=self._keys.secrets,
            environment=LambdaFunctionEnvironment(variables=self._variables()),
            logging_config=LambdaFunctionLoggingConfig(log_format="JSON", log_group=log_group),
            vpc_config=LambdaFunctionVpcConfig(
                subnet_ids=list(network.subnet_ids), security_group_ids=[network.rotation_group]
            ),
            depends_on=[permitted],
            tags={"database": self._database_name},
        )
        return function

    def _let_secrets_manager_call(self, function: LambdaFunction) -> LambdaPermission:
        permission: LambdaPermission = self.add(
            LambdaPermission,
            "rotation",
            spec=self._spec,
            statement_id="SecretsManager",
            action="lambda:InvokeFunction",
            function_name=function.function_name,
            principal="secretsmanager.amazonaws.com",
            source_account=self._environment.account_id,
        )
        return permission

    def _variables(self) -> dict[str, str]:
        return {
            "CA_BUNDLE": CA_BUNDLE,
            "MASTER_SECRET_ARN": self._cluster.master_secret_arn,
            "READER_ENDPOINT": self._cluster.reader_endpoint,
            "WRITER_ENDPOINT": self._cluster.writer_endpoint,
        }

    def _add_role(self) -> IamRole:
        assume = Statement(
            sid="RunFunction", actions=["sts:AssumeRole"], principals={"Service": ["lambda.amazonaws.com"]}
        )
        role: IamRole = self.add(
            IamRole,
            "rotation",
            spec=self._spec,
            name=self.name,
            assume_role_policy=self.policy("rotation-assume", [assume], spec=self._spec),
            permissions_boundary=workload_boundary(self._environment),
            tags={"database": self._database_name},
        )
        return role

    def _permit(self, role: IamRole, log_group_arn: str) -> IamRolePolicy:
        statements = function_permissions(
            self._environment,
            function_name=self.name,
            secret_arns=self._secret_arns,
            master_arn=self._cluster.master_secret_arn,
            key_arn=self._keys.secrets,
            log_group_arn=log_group_arn,
        )
        policy: IamRolePolicy = self.add(
            IamRolePolicy,
            "rotation",
            spec=self._spec,
            name="rotation",
            role=role.name,
            policy=self.policy("rotation", statements, spec=self._spec),
        )
        return policy

    def _add_log_group(self) -> CloudwatchLogGroup:
        database = self._environment.databases[self._database_name]
        path = f"databases.{self._database_name}"
        group: CloudwatchLogGroup = self.add(
            CloudwatchLogGroup,
            "rotation",
            spec=self._spec,
            name=f"/aws/lambda/{self.name}",
            kms_key_id=self._keys.logs,
            retention_in_days=database.logs.retention_days,
            skip_destroy=database.deletion_protection,
            attributes={
                "retention_in_days": f"{path}.logs.retention_days",
                "skip_destroy": f"{path}.deletion_protection",
            },
            tags={"database": self._database_name},
        )
        return group
