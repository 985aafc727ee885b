"""Rotation of the master user's password, and of the secrets of users without a token."""

from collections.abc import Mapping
from dataclasses import dataclass

from cdktf_cdktf_provider_aws.iam_policy import IamPolicy
from cdktf_cdktf_provider_aws.iam_role_policy_attachment import IamRolePolicyAttachment
from cdktf_cdktf_provider_aws.secretsmanager_secret_policy import SecretsmanagerSecretPolicy
from cdktf_cdktf_provider_aws.secretsmanager_secret_rotation import (
    SecretsmanagerSecretRotation,
    SecretsmanagerSecretRotationRotationRules,
)

from generator.spec.model import Environment
from modules.cluster import ClusterOutputs
from modules.credentials.permissions import others_kept_out, reader_permissions
from modules.credentials.rotation_function import RotationFunction
from modules.credentials.user_secrets import UserSecret, UserSecrets
from modules.encryption import Keys
from modules.naming import bounded
from modules.network import NetworkOutputs
from modules.part import Part
from modules.register import Register
from modules.runtime import Construct, TerraformResourceLifecycle
from modules.users import exact, numbered, role_name, slug

LONGEST_POLICY_NAME = 128


@dataclass(frozen=True, slots=True)
class CredentialsOutputs:
    """ARNs of the users' secrets by user name, and the name of the function that rotates them, if there are any."""

    secret_arns: Mapping[str, str]
    function_name: str | None


class Credentials(Part):
    """A rotation schedule for the master secret; for each user with `auth: secret` a secret that rotates by itself."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        environment: Environment,
        register: Register,
        network: NetworkOutputs,
        keys: Keys,
        cluster: ClusterOutputs,
    ) -> None:
        super().__init__(scope, "credentials", register, database=name)
        self._name = name
        self._environment = environment
        self._keys = keys
        self._cluster = cluster
        self._rotate_master()
        secrets = self._make_secrets()
        function_name = self._rotate_users(network, secrets) if secrets else None
        self.outputs = CredentialsOutputs({secret.user.name: secret.arn for secret in secrets}, function_name)

    def _rotate_master(self) -> None:
        """RDS rotates this secret itself, so no function is named; the schedule alone is ours.

        The password is new when the cluster is, and users' first rotations need it: no rotation at once.
        Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_managed.html
        (checked 2026-11-22).
        """
        path = f"databases.{self._name}.master_rotation_days"
        days = self._environment.databases[self._name].master_rotation_days
        self.add(
            SecretsmanagerSecretRotation,
            "master",
            spec=path,
            secret_id=self._cluster.master_secret_arn,
            rotate_immediately=False,
            rotation_rules=SecretsmanagerSecretRotationRotationRules(automatically_after_days=days),
            attributes={"rotation_rules.automatically_after_days": path},
        )

    def _make_secrets(self) -> list[UserSecret]:
        secrets = UserSecrets(self, self._name, self._environment, self._register, self._keys.secrets, self._cluster)
        users = numbered(self._name, self._environment.databases[self._name])
        return [secrets.make(path, user) for path, user in users if user.auth == "secret"]

    def _rotate_users(self, network: NetworkOutputs, secrets: list[UserSecret]) -> str:
        function = RotationFunction(
            self,
            self._name,
            self._environment,
            self._register,
            network,
            self._keys,
            self._cluster,
            [secret.arn for secret in secrets],
        )
        for secret in secrets:
            self._let_read(secret)
            guard = self._keep_others_out(secret, function.role_arn)
            self._rotate(secret, function.arn, after=[function.permission, guard])
        return function.name

    def _let_read(self, secret: UserSecret) -> None:
        name, path = f"read-{slug(secret.user.name)}", secret.path
        statements = reader_permissions(self._environment, secret.arn, self._keys.secrets)
        policy: IamPolicy = self.add(
            IamPolicy,
            name,
            spec=path,
            name=bounded("tidegate", self._environment.environment, self._name, name, limit=LONGEST_POLICY_NAME),
            description=f"Read the secret of one user of {self._name}",
            policy=self.policy(name, statements, spec=path),
            tags={"database": self._name},
        )
        self.add(
            IamRolePolicyAttachment,
            name,
            spec=path,
            role=role_name(secret.user),
            policy_arn=policy.arn,
            attributes={"role": f"{path}.role"},
        )

    def _keep_others_out(self, secret: UserSecret, function_role: str) -> SecretsmanagerSecretPolicy:
        name, path = f"user-{slug(secret.user.name)}", secret.path
        readers = [exact(secret.user.role, f"{path}.role"), function_role]
        policy: SecretsmanagerSecretPolicy = self.add(
            SecretsmanagerSecretPolicy,
            name,
            spec=path,
            secret_arn=secret.arn,
            policy=self.policy(f"secret-{name}", [others_kept_out(readers, secret.bare_version)], spec=path),
            block_public_policy=True,
            # Terraform reads a new bare version when it has made it, which the old policy would deny.
            lifecycle=TerraformResourceLifecycle(replace_triggered_by=[secret.bare_address]),
        )
        return policy

    def _rotate(self, secret: UserSecret, function_arn: str, *, after: list[object]) -> None:
        self.add(
            SecretsmanagerSecretRotation,
            f"user-{slug(secret.user.name)}",
            spec=secret.path,
            secret_id=secret.arn,
            rotation_lambda_arn=function_arn,
            # The secret holds no password before its first rotation.
            rotate_immediately=True,
            rotation_rules=SecretsmanagerSecretRotationRotationRules(
                automatically_after_days=secret.user.rotation_days
            ),
            depends_on=after,
            attributes={"rotation_rules.automatically_after_days": f"{secret.path}.rotation_days"},
        )
