"""Secrets Manager: rotation that runs, managed secrets, what waits to be deleted."""

import json
import sys
from threading import Thread
from typing import Any

from moto.awslambda.models import lambda_backends
from moto.rds.models import rds_backends
from moto.secretsmanager.exceptions import InvalidRequestException, ResourceNotFoundException, SecretNotFoundException
from moto.secretsmanager.models import SecretsManagerBackend
from moto.secretsmanager.responses import SecretsManagerResponse

from sandbox.control_plane.context import CONTEXT, LOCK
from sandbox.control_plane.extending import Extended, extend
from sandbox.control_plane.rds.cluster import MultiAzCluster

STEPS = ("createSecret", "setSecret", "testSecret", "finishSecret")
DAY_SECONDS = 86_400
PRINCIPAL = "secretsmanager.amazonaws.com"


class Secrets(Extended, SecretsManagerBackend):
    """moto's secrets, rotated by their functions, or by RDS.

    https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
    """

    SERVICE = "secretsmanager"

    def secret(self, secret_id: str) -> Any:
        """A secret that is not about to be deleted. Raises SecretNotFoundException, InvalidRequestException."""
        if secret_id not in self.secrets:
            raise SecretNotFoundException
        found = self.secrets[secret_id]
        if found.is_deleted():
            raise InvalidRequestException("You can't perform this operation on the secret because it was deleted.")
        return found

    def create_secret(self, name: str, *arguments: Any, **named: Any) -> str:
        """CreateSecret: a name is taken while its secret waits to be deleted.

        https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html
        """
        if name in self.secrets and self.secrets[name].is_deleted():
            raise InvalidRequestException(
                "You can't create this secret because a secret with this name is already scheduled for deletion."
            )
        return super().create_secret(name, *arguments, **named)

    def rotate_secret(
        self,
        secret_id: str,
        client_request_token: str | None = None,
        rotation_lambda_arn: str | None = None,
        rotation_rules: dict[str, Any] | None = None,
        rotate_immediately: bool = True,
    ) -> str:
        """RotateSecret: sets the schedule, and rotates beside the request if it is to be at once."""
        secret = self.secret(secret_id)
        function = rotation_lambda_arn or secret.rotation_lambda_arn
        if not function and not secret.owning_service:
            raise InvalidRequestException(
                "You tried to enable rotation on a secret that doesn't already have a Lambda function ARN configured "
                "and you didn't include such an ARN as a parameter in this call."
            )
        if function:
            self._check(function)
        self._schedule(secret, function, rotation_rules or {})
        version = self._from_client_request_token(client_request_token)
        if rotate_immediately:
            self.rotate(secret, version)
        return json.dumps({"ARN": secret.arn, "Name": secret.name, "VersionId": version})

    def _check(self, function: str) -> None:
        functions = lambda_backends[self.account_id][self.region_name]
        try:
            allowed = functions.allows(function, PRINCIPAL)
        except Exception as error:
            raise ResourceNotFoundException(f"Resource not found for ARN '{function}'.") from error
        if not allowed:
            raise InvalidRequestException(
                "Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants "
                "access to the principal secretsmanager.amazonaws.com."
            )

    def _schedule(self, secret: Any, function: str, rules: dict[str, Any]) -> None:
        secret.rotation_requested = secret.rotation_enabled = True
        secret.rotation_lambda_arn = function
        secret.auto_rotate_after_days = rules.get("AutomaticallyAfterDays", secret.auto_rotate_after_days)
        if secret.auto_rotate_after_days:
            secret.next_rotation_date = int(CONTEXT.now().timestamp()) + secret.auto_rotate_after_days * DAY_SECONDS

    def rotate(self, secret: Any, version: str) -> None:
        """Begins a rotation: the owning service's, or that of the secret's function.

        Raises InvalidRequestException while one is under way.
        """
        if secret.owning_service:
            self._rotate_managed(secret, version)
            return
        pending = [each for each in secret.versions.values() if each["version_stages"] == ["AWSPENDING"]]
        if any("secret_string" in each for each in pending) and secret.arn in self._under_way():
            raise InvalidRequestException("A previous rotation isn't complete. That rotation will be reattempted.")
        secret.remove_version_stages_from_old_versions(["AWSPENDING"])
        secret.versions[version] = {
            "createdate": int(CONTEXT.now().timestamp()),
            "version_id": version,
            "version_stages": ["AWSPENDING"],
        }
        self._under_way().add(secret.arn)
        Thread(target=self._run, args=(secret, version), daemon=True).start()

    def _under_way(self) -> set[str]:
        return CONTEXT.rotations

    def _rotate_managed(self, secret: Any, version: str) -> None:
        # https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_managed.html
        from sandbox.control_plane.rds.modifying import apply, require_available
        from sandbox.control_plane.rds.names import master_password

        rds = rds_backends[self.account_id][self.region_name]
        for cluster in rds.clusters.values():
            held = getattr(cluster, "master_user_secret", None)
            if isinstance(cluster, MultiAzCluster) and held and held.secret_arn == secret.arn:
                require_available(cluster)
                apply(rds, cluster, password=master_password(), secret_version=version)
                secret.last_rotation_date = int(CONTEXT.now().timestamp())

    def _run(self, secret: Any, version: str) -> None:
        functions = lambda_backends[self.account_id][self.region_name]
        try:
            for step in STEPS:
                event = {"Step": step, "SecretId": secret.arn, "ClientRequestToken": version}
                result = functions.get_function(secret.rotation_lambda_arn).run(json.dumps(event))
                if result.error:
                    sys.stderr.write(f"{step} of {secret.name} failed: {result.payload}\n")
                    return
            secret.last_rotation_date = int(CONTEXT.now().timestamp())
        finally:
            with LOCK:
                self._under_way().discard(secret.arn)
            CONTEXT.changed()

    def update_secret_version_stage(
        self, secret_id: str, version_stage: str, remove_from_version_id: str, move_to_version_id: str
    ) -> tuple[str, str]:
        """UpdateSecretVersionStage: what AWSCURRENT is on is what GetSecretValue returns.

        https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html
        """
        moved: tuple[str, str] = super().update_secret_version_stage(
            secret_id, version_stage, remove_from_version_id, move_to_version_id
        )
        secret = self.secrets[secret_id]
        current = [name for name, each in secret.versions.items() if "AWSCURRENT" in each["version_stages"]]
        secret.set_default_version_id(current[0] if current else None)
        return moved

    def cancel_rotate_secret(self, secret_id: str) -> str:
        """CancelRotateSecret, which a managed secret takes too."""
        secret = self.secret(secret_id)
        secret.rotation_enabled = False
        secret.next_rotation_date = None
        return secret.to_short_dict()


class SecretsCalls(SecretsManagerResponse):
    """Answers without what AWS leaves out."""

    def describe_secret(self) -> str:
        """DescribeSecret: a managed secret names no function."""
        told = json.loads(super().describe_secret())
        if not told.get("RotationLambdaARN"):
            told.pop("RotationLambdaARN", None)
        # moto tells the versions a second time, as ListSecrets does.
        told.pop("SecretVersionsToStages", None)
        return json.dumps({name: value for name, value in told.items() if value is not None})


def register() -> None:
    """Extends moto's Secrets Manager."""
    extend("secretsmanager", Secrets, {SecretsManagerResponse: SecretsCalls})
