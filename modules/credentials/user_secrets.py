"""One secret for each user that logs in with a password."""

import json
from dataclasses import dataclass

from cdktf_cdktf_provider_aws.secretsmanager_secret import SecretsmanagerSecret
from cdktf_cdktf_provider_aws.secretsmanager_secret_version import SecretsmanagerSecretVersion

from generator.spec.model import Environment, User
from modules.cluster import ClusterOutputs
from modules.part import Part
from modules.register import Register
from modules.runtime import Construct, TerraformResourceLifecycle
from modules.users import alternate, slug

# Bare: how to connect, without a password. The label keeps Secrets Manager from ever deleting the version, so that
# Terraform never makes a second one, which would become the current one.
# https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html (checked 2026-11-22)
BARE = "bare"
RECOVERY_DAYS = 30
SHORTEST_RECOVERY_DAYS = 7


@dataclass(frozen=True, slots=True)
class UserSecret:
    """A user's secret: its ARN; the address and the id of the version that holds no password."""

    path: str
    user: User
    arn: str
    bare_address: str
    bare_version: str


class UserSecrets(Part):
    """The secrets of a database's users. The rotation function puts the passwords in; no plan or state has one."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        environment: Environment,
        register: Register,
        key_arn: str,
        cluster: ClusterOutputs,
    ) -> None:
        super().__init__(scope, "credentials", register, part="secrets", database=name)
        self._database_name = name
        self._environment = environment
        self._key_arn = key_arn
        self._cluster = cluster

    def make(self, path: str, user: User) -> UserSecret:
        """Adds the secret of the user at the spec path `path`."""
        protected = self._environment.databases[self._database_name].deletion_protection
        name = f"user-{slug(user.name)}"
        secret: SecretsmanagerSecret = self.add(
            SecretsmanagerSecret,
            name,
            spec=path,
            name=f"{self._environment.environment}/{self._database_name}/{slug(user.name)}",
            description=f"Login of one user of {self._database_name}",
            kms_key_id=self._key_arn,
            recovery_window_in_days=RECOVERY_DAYS if protected else SHORTEST_RECOVERY_DAYS,
            attributes={
                "recovery_window_in_days": f"databases.{self._database_name}.deletion_protection",
                "tags.endpoint": f"{path}.endpoint",
            },
            # The rotation function reads the tag, so that a change of the endpoint arrives with the next rotation.
            tags={"database": self._database_name, "endpoint": user.endpoint},
        )
        arn = str(secret.arn)
        bare = self._bare_version(name, path, user, arn)
        address = f"{SecretsmanagerSecretVersion.TF_RESOURCE_TYPE}.{bare.friendly_unique_id}"
        return UserSecret(path, user, arn, address, str(bare.version_id))

    def _bare_version(self, name: str, path: str, user: User, secret_arn: str) -> SecretsmanagerSecretVersion:
        version: SecretsmanagerSecretVersion = self.add(
            SecretsmanagerSecretVersion,
            name,
            spec=path,
            secret_id=secret_arn,
            # An expression among the values must stay as it is until the render.
            secret_string_wo=json.dumps(self._connection(user), ensure_ascii=False),
            secret_string_wo_version=1,
            version_stages=["AWSCURRENT", BARE],
            # A rotation moves the first label on; putting it back would take the password from the application.
            lifecycle=TerraformResourceLifecycle(ignore_changes=["version_stages"]),
        )
        return version

    def _connection(self, user: User) -> dict[str, str | int]:
        cluster = self._cluster
        return {
            "engine": "mysql",
            "host": cluster.writer_endpoint if user.endpoint == "writer" else cluster.reader_endpoint,
            "port": cluster.port,
            "dbname": cluster.database_name,
            "username": user.name,
            "alternate": alternate(user.name),
            "masterarn": cluster.master_secret_arn,
        }
