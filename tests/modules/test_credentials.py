"""Secrets and their rotation, as they are rendered."""

import dataclasses
import json
from typing import Any

import pytest

from generator.spec.model import Environment
from modules.credentials import Credentials, CredentialsOutputs
from modules.credentials.package import code_hash, function_package
from modules.literals import ConfigurationError
from modules.register import Register
from modules.runtime import TerraformStack
from tests.modules.conftest import Render
from tests.modules.outputs import KEYS, NETWORK, cluster_outputs
from tests.modules.test_access import with_users

ROLE = "arn:aws:iam::222222222222:role/settlement"
SECRET = "${aws_secretsmanager_secret.orders_user-settlement.arn}"
MASTER = "${aws_rds_cluster.orders.master_user_secret[0].secret_arn}"
FUNCTION_ROLE = "${aws_iam_role.orders_rotation.arn}"
WITH_GROUP = dataclasses.replace(NETWORK, rotation_group="sg-rotation")

FILES: dict[str, bytes] = {}
OUTPUTS: list[CredentialsOutputs] = []


def build(stack: TerraformStack, environment: Environment, register: Register) -> None:
    made = Credentials(stack, "orders", environment, register, WITH_GROUP, KEYS, cluster_outputs())
    FILES.update(register.files)
    OUTPUTS.append(made.outputs)


@pytest.fixture(scope="module")
def stack(render: Render) -> dict[str, Any]:
    return render(build)


def statements(stack: dict[str, Any], name: str) -> dict[str, dict[str, Any]]:
    """The statements of a policy document by their sid, with conditions as `(test, key): values`."""
    document = stack["data"]["aws_iam_policy_document"][f"orders_{name}"]
    return {
        each["sid"]: {
            **each,
            "condition": {(one["test"], one["variable"]): one["values"] for one in each.get("condition", [])},
        }
        for each in document["statement"]
    }


def test_the_master_secret_rotates_on_the_specs_schedule_by_rds_own_means(stack: dict[str, Any]) -> None:
    rotation = stack["resource"]["aws_secretsmanager_secret_rotation"]["orders_master"]
    rotation.pop("//")
    assert rotation == {
        "secret_id": MASTER,
        "rotate_immediately": False,
        "rotation_rules": {"automatically_after_days": 7},
    }


def test_a_users_secret_is_encrypted_recoverable_and_named_after_its_user(stack: dict[str, Any]) -> None:
    secret = stack["resource"]["aws_secretsmanager_secret"]["orders_user-settlement"]
    told = {key: secret[key] for key in ("name", "kms_key_id", "recovery_window_in_days", "tags")}
    assert told == {
        "name": "eu-west-1/orders/settlement",
        "kms_key_id": KEYS.secrets,
        "recovery_window_in_days": 30,
        "tags": {"database": "orders", "endpoint": "writer"},
    }


def test_the_first_version_says_how_to_connect_and_holds_no_password(stack: dict[str, Any]) -> None:
    version = stack["resource"]["aws_secretsmanager_secret_version"]["orders_user-settlement"]
    assert "secret_string" not in version
    assert json.loads(version["secret_string_wo"]) == {
        "engine": "mysql",
        "host": "${aws_rds_cluster.orders.endpoint}",
        "port": 3306,
        "dbname": "orders",
        "username": "settlement",
        "alternate": "settlement_clone",
        "masterarn": MASTER,
    }


def test_terraform_never_takes_the_current_label_back(stack: dict[str, Any]) -> None:
    version = stack["resource"]["aws_secretsmanager_secret_version"]["orders_user-settlement"]
    assert version["version_stages"] == ["AWSCURRENT", "bare"]
    assert version["lifecycle"] == {"ignore_changes": ["version_stages"]}


def test_nobody_but_the_role_and_the_function_reads_a_version_with_a_password(stack: dict[str, Any]) -> None:
    (deny,) = statements(stack, "secret-user-settlement").values()
    assert deny == {
        "sid": "KeepOthersOut",
        "effect": "Deny",
        "actions": ["secretsmanager:GetSecretValue"],
        "resources": ["*"],
        "principals": [{"type": "AWS", "identifiers": ["*"]}],
        "condition": {
            ("StringNotEquals", "aws:PrincipalArn"): [ROLE, FUNCTION_ROLE],
            ("StringNotEquals", "secretsmanager:VersionId"): [
                "${aws_secretsmanager_secret_version.orders_user-settlement.version_id}"
            ],
        },
    }


def test_the_role_reads_its_secret_and_decrypts_it_through_secrets_manager_alone(stack: dict[str, Any]) -> None:
    found = statements(stack, "read-settlement")
    assert found["ReadSecret"]["resources"] == [SECRET]
    assert found["UseKeyThroughSecretsManager"]["actions"] == ["kms:Decrypt"]
    assert found["UseKeyThroughSecretsManager"]["resources"] == [KEYS.secrets]
    assert found["UseKeyThroughSecretsManager"]["condition"] == {
        ("StringEquals", "kms:ViaService"): ["secretsmanager.eu-west-1.amazonaws.com"],
        ("StringEquals", "kms:EncryptionContext:SecretARN"): [SECRET],
    }
    attachment = stack["resource"]["aws_iam_role_policy_attachment"]["orders_read-settlement"]
    assert attachment["role"] == "settlement"


def test_a_users_secret_rotates_at_once_and_only_when_it_can(stack: dict[str, Any]) -> None:
    rotation = stack["resource"]["aws_secretsmanager_secret_rotation"]["orders_user-settlement"]
    rotation.pop("//")
    assert rotation == {
        "secret_id": SECRET,
        "rotation_lambda_arn": "${aws_lambda_function.orders_rotation.arn}",
        "rotate_immediately": True,
        "rotation_rules": {"automatically_after_days": 30},
        "depends_on": [
            "aws_lambda_permission.orders_rotation",
            "aws_secretsmanager_secret_policy.orders_user-settlement",
        ],
    }


def test_the_function_runs_the_packaged_code_inside_the_vpc(stack: dict[str, Any]) -> None:
    function = stack["resource"]["aws_lambda_function"]["orders_rotation"]
    assert function["filename"] == "${path.module}/functions/rotation.zip"
    assert function["source_code_hash"] == code_hash(FILES["functions/rotation.zip"])
    assert FILES["functions/rotation.zip"] == function_package()
    assert function["handler"] == "rotation.handler.handle"
    assert function["vpc_config"] == {
        "subnet_ids": ["subnet-1", "subnet-2", "subnet-3"],
        "security_group_ids": ["sg-rotation"],
    }


def test_the_function_knows_the_database_and_no_secret(stack: dict[str, Any]) -> None:
    function = stack["resource"]["aws_lambda_function"]["orders_rotation"]
    assert function["kms_key_arn"] == KEYS.secrets
    assert function["environment"] == {
        "variables": {
            "CA_BUNDLE": "/etc/pki/tls/cert.pem",
            "MASTER_SECRET_ARN": MASTER,
            "READER_ENDPOINT": "${aws_rds_cluster.orders.reader_endpoint}",
            "WRITER_ENDPOINT": "${aws_rds_cluster.orders.endpoint}",
        }
    }


def test_the_function_may_use_its_secrets_and_the_master_secret_and_no_other(stack: dict[str, Any]) -> None:
    found = statements(stack, "rotation")
    secrets = {sid: each["resources"] for sid, each in found.items() if "secretsmanager:" in each["actions"][0]}
    assert secrets == {"RotateSecrets": [SECRET], "ReadMasterSecret": [MASTER], "MakePassword": ["*"]}
    assert found["ReadMasterSecret"]["actions"] == ["secretsmanager:GetSecretValue"]
    assert found["MakePassword"]["actions"] == ["secretsmanager:GetRandomPassword"]


def test_the_function_uses_keys_through_a_service_alone(stack: dict[str, Any]) -> None:
    found = {sid: each for sid, each in statements(stack, "rotation").items() if each["actions"][0].startswith("kms:")}
    assert all(each["resources"] == [KEYS.secrets] for each in found.values())
    services = {sid: each["condition"][("StringEquals", "kms:ViaService")] for sid, each in found.items()}
    assert services == {
        "UseKeyThroughSecretsManager": ["secretsmanager.eu-west-1.amazonaws.com"],
        "ReadOwnVariables": ["lambda.eu-west-1.amazonaws.com"],
    }


def test_the_functions_code_is_denied_what_lambda_needs_to_attach_it(stack: dict[str, Any]) -> None:
    found = statements(stack, "rotation")
    needed = {*found["AttachToVpc"]["actions"], *found["SeeVpc"]["actions"]}
    deny = found["KeepCodeOffVpc"]
    assert (deny["effect"], set(deny["actions"])) == ("Deny", needed)
    name = stack["resource"]["aws_lambda_function"]["orders_rotation"]["function_name"]
    arn = f"arn:aws:lambda:eu-west-1:222222222222:function:{name}"
    assert deny["condition"] == {("ArnEquals", "lambda:SourceFunctionArn"): [arn]}


def test_the_functions_log_is_encrypted_and_kept(stack: dict[str, Any]) -> None:
    group = stack["resource"]["aws_cloudwatch_log_group"]["orders_rotation"]
    function = stack["resource"]["aws_lambda_function"]["orders_rotation"]
    assert (group["kms_key_id"], group["retention_in_days"], group["skip_destroy"]) == (KEYS.logs, 400, True)
    assert function["logging_config"]["log_group"] == "${aws_cloudwatch_log_group.orders_rotation.name}"
    assert statements(stack, "rotation")["WriteLog"]["resources"] == [
        "${aws_cloudwatch_log_group.orders_rotation.arn}:*"
    ]


def test_only_secrets_manager_in_the_same_account_calls_the_function(stack: dict[str, Any]) -> None:
    permission = stack["resource"]["aws_lambda_permission"]["orders_rotation"]
    told = {key: permission[key] for key in ("principal", "source_account", "action")}
    assert told == {
        "principal": "secretsmanager.amazonaws.com",
        "source_account": "222222222222",
        "action": "lambda:InvokeFunction",
    }


def test_no_allow_statement_is_for_everyone(stack: dict[str, Any]) -> None:
    for document in stack["data"]["aws_iam_policy_document"].values():
        for statement in document["statement"]:
            everyone = any("*" in each["identifiers"] for each in statement.get("principals", []))
            assert not (everyone and statement["effect"] == "Allow")


def test_without_a_user_with_a_secret_there_is_no_function(environment: Environment, render: Render) -> None:
    spec = with_users(environment, {"name": "writer", "role": ROLE})
    stack = render(build, spec)
    assert list(stack["resource"]) == ["aws_secretsmanager_secret_rotation"]
    assert OUTPUTS[-1] == CredentialsOutputs({}, None)


def test_each_user_with_a_secret_has_its_own_and_all_share_one_function(
    environment: Environment, render: Render
) -> None:
    names = ["settlement", "Settlement", "o'hara", "reader"]
    users = [{"name": name, "role": ROLE, "auth": "secret"} for name in names]
    users[-1]["endpoint"] = "reader"
    resources = render(build, with_users(environment, *users))["resource"]
    told = [json.loads(v["secret_string_wo"]) for v in resources["aws_secretsmanager_secret_version"].values()]
    assert {each["username"]: each["host"] for each in told} == {
        **dict.fromkeys(names, "${aws_rds_cluster.orders.endpoint}"),
        "reader": "${aws_rds_cluster.orders.reader_endpoint}",
    }
    assert list(resources["aws_lambda_function"]) == ["orders_rotation"]
    assert resources["aws_lambda_function"]["orders_rotation"]["reserved_concurrent_executions"] == 4
    assert set(OUTPUTS[-1].secret_arns) == set(names)


def test_a_network_without_a_group_for_the_function_is_refused(render: Render) -> None:
    def ungrouped(stack: TerraformStack, environment: Environment, register: Register) -> None:
        Credentials(stack, "orders", environment, register, NETWORK, KEYS, cluster_outputs())

    with pytest.raises(ConfigurationError, match="has no group for a rotation function"):
        render(ungrouped)
