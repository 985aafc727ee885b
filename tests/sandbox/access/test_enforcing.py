"""What IAM allows a role is allowed, and nothing else is; the sandbox's own administrator may do everything."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.account import Account

SERVICE_TRUST = json.dumps({"Version": "2012-10-17", "Statement": []})
READ_ONLY = {"Effect": "Allow", "Action": ["rds:Describe*", "s3:Get*", "s3:List*"], "Resource": "*"}


def role(account: Account, *statements: dict[str, Any], boundary: str | None = None) -> Account:
    """The account as a role sees it."""
    iam = account.client("iam")
    trust = {
        "Version": "2012-10-17",
        "Statement": {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"},
    }
    limits = {"PermissionsBoundary": boundary} if boundary else {}
    iam.create_role(RoleName="tried", AssumeRolePolicyDocument=json.dumps(trust), **limits)
    if statements:
        document = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
        iam.put_role_policy(RoleName="tried", PolicyName="p", PolicyDocument=document)
    issued = account.client("sts").assume_role(
        RoleArn=f"arn:aws:iam::{account.number}:role/tried", RoleSessionName="test"
    )["Credentials"]
    keys = {
        "aws_access_key_id": issued["AccessKeyId"],
        "aws_secret_access_key": issued["SecretAccessKey"],
        "aws_session_token": issued["SessionToken"],
    }
    return Account(account.plane, account.number, account.region, keys=keys)


def is_refused(call: Any, **order: Any) -> bool:
    try:
        call(**order)
    except ClientError as error:
        if error.response["Error"]["Code"] not in ("AccessDenied", "AccessDeniedException"):
            raise
        return True
    return False


def test_the_administrator_may_do_everything(an_account: Account) -> None:
    assert not is_refused(an_account.client("sns").create_topic, Name="alerts")


def test_a_role_without_policies_may_do_nothing_but_ask_who_it_is(an_account: Account) -> None:
    tried = role(an_account)
    assert is_refused(tried.client("rds").describe_db_clusters)
    assert is_refused(tried.client("secretsmanager").list_secrets)
    assert is_refused(tried.client("s3").list_buckets)
    assert is_refused(tried.client("lambda").list_functions)
    assert tried.client("sts").get_caller_identity()["Arn"].endswith("assumed-role/tried/test")


def test_a_role_that_reads_cannot_write(an_account: Account) -> None:
    tried = role(an_account, READ_ONLY)
    assert not is_refused(tried.client("rds").describe_db_clusters)
    assert is_refused(tried.client("rds").delete_db_subnet_group, DBSubnetGroupName="orders")
    an_account.client("s3").create_bucket(
        Bucket="state-bucket", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    an_account.client("s3").put_object(Bucket="state-bucket", Key="k", Body=b"x")
    assert not is_refused(tried.client("s3").get_object, Bucket="state-bucket", Key="k")
    assert is_refused(tried.client("s3").put_object, Bucket="state-bucket", Key="k", Body=b"y")


def test_who_may_list_a_bucket_may_ask_whether_it_is_there(an_account: Account) -> None:
    an_account.client("s3").create_bucket(
        Bucket="state-own", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    tried = role(an_account, {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::state-own"})
    assert not is_refused(tried.client("s3").head_bucket, Bucket="state-own")
    with pytest.raises(ClientError, match="403"):
        tried.client("s3").head_bucket(Bucket="state-other")


def test_a_role_cannot_leave_its_region(an_account: Account) -> None:
    here = {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}
    tried = role(an_account, {"Effect": "Allow", "Action": "sns:*", "Resource": "*", "Condition": here})
    assert not is_refused(tried.client("sns").create_topic, Name="alerts")
    tried.region = "us-east-1"
    assert is_refused(tried.client("sns").create_topic, Name="alerts")


def test_a_role_reads_its_own_secret_and_not_the_master_s(an_account: Account) -> None:
    own = an_account.secrets.create_secret(Name="app", SecretString="own")["ARN"]
    an_account.cluster()
    master = an_account.rds.describe_db_clusters()["DBClusters"][0]["MasterUserSecret"]["SecretArn"]
    tried = role(an_account, {"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": own})
    secrets = tried.client("secretsmanager")
    assert secrets.get_secret_value(SecretId="app")["SecretString"] == "own"
    assert is_refused(secrets.get_secret_value, SecretId=master)


def test_a_secret_needs_its_key_too(an_account: Account) -> None:
    key = an_account.client("kms").create_key()["KeyMetadata"]["Arn"]
    own = an_account.secrets.create_secret(Name="app", SecretString="own", KmsKeyId=key)["ARN"]
    read = {"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": own}
    tried = role(an_account, read)
    assert is_refused(tried.client("secretsmanager").get_secret_value, SecretId=own)
    through = {"StringEquals": {"kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com"}}
    use = {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": key, "Condition": through}
    document = json.dumps({"Version": "2012-10-17", "Statement": [read, use]})
    an_account.client("iam").put_role_policy(RoleName="tried", PolicyName="p", PolicyDocument=document)
    assert not is_refused(tried.client("secretsmanager").get_secret_value, SecretId=own)


def test_a_key_may_be_given_for_some_versions_of_a_secret_alone(an_account: Account) -> None:
    key = an_account.client("kms").create_key()["KeyMetadata"]["Arn"]
    created = {"SecretString": "own", "KmsKeyId": key, "ClientRequestToken": f"terraform-{'1' * 32}"}
    own = an_account.secrets.create_secret(Name="app", **created)["ARN"]
    version = an_account.secrets.put_secret_value(SecretId=own, SecretString="rotated")["VersionId"]
    context = {"StringLike": {"kms:EncryptionContext:SecretVersionId": "terraform-*"}}
    read = {"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": own}
    use = {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": key, "Condition": context}
    get = role(an_account, read, use).client("secretsmanager").get_secret_value
    assert not is_refused(get, SecretId=own, VersionId=created["ClientRequestToken"])
    assert not is_refused(get, SecretId=own, VersionStage="AWSPREVIOUS")
    assert is_refused(get, SecretId=own, VersionId=version)
    assert is_refused(get, SecretId=own)


def test_a_secret_s_own_policy_denies(an_account: Account) -> None:
    own = an_account.secrets.create_secret(Name="app", SecretString="own")["ARN"]
    tried = role(an_account, {"Effect": "Allow", "Action": "secretsmanager:*", "Resource": "*"})
    denial = {"Effect": "Deny", "Principal": "*", "Action": "secretsmanager:GetSecretValue", "Resource": "*"}
    an_account.secrets.put_resource_policy(
        SecretId=own, ResourcePolicy=json.dumps({"Version": "2012-10-17", "Statement": [denial]})
    )
    assert is_refused(tried.client("secretsmanager").get_secret_value, SecretId=own)
    assert not is_refused(tried.client("secretsmanager").describe_secret, SecretId=own)


def test_a_boundary_limits_what_a_policy_allows(an_account: Account) -> None:
    document = json.dumps({"Version": "2012-10-17", "Statement": [READ_ONLY]})
    boundary = an_account.client("iam").create_policy(PolicyName="limit", PolicyDocument=document)["Policy"]["Arn"]
    tried = role(an_account, {"Effect": "Allow", "Action": "*", "Resource": "*"}, boundary=boundary)
    assert not is_refused(tried.client("rds").describe_db_clusters)
    assert is_refused(tried.client("sns").create_topic, Name="alerts")


def test_a_role_may_be_filled_within_a_boundary_alone(an_account: Account) -> None:
    iam = an_account.client("iam")
    document = json.dumps({"Version": "2012-10-17", "Statement": [READ_ONLY]})
    boundary = iam.create_policy(PolicyName="limit", PolicyDocument=document)["Policy"]["Arn"]
    for name, limits in (("bounded", {"PermissionsBoundary": boundary}), ("free", {})):
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=SERVICE_TRUST, **limits)
    within = {"StringEquals": {"iam:PermissionsBoundary": boundary}}
    tried = role(an_account, {"Effect": "Allow", "Action": "iam:*", "Resource": "*", "Condition": within}).client("iam")
    order = {"PolicyName": "p", "PolicyDocument": document}
    assert not is_refused(tried.put_role_policy, RoleName="bounded", **order)
    assert is_refused(tried.put_role_policy, RoleName="free", **order)
    assert is_refused(tried.create_role, RoleName="new", AssumeRolePolicyDocument=SERVICE_TRUST)
    other = boundary.replace("limit", "other")
    assert is_refused(tried.put_role_permissions_boundary, RoleName="bounded", PermissionsBoundary=other)


def test_an_account_knows_the_regions_of_its_partition_that_need_no_opting_in(an_account: Account) -> None:
    found = {each["RegionName"] for each in an_account.client("ec2").describe_regions()["Regions"]}
    assert {"eu-west-1", "us-east-1", "eu-central-1"} <= found
    assert {each for each in found if each.startswith(("cn-", "us-gov-")) or each == "eu-central-2"} == set()


@pytest.mark.parametrize("part", ["aws_secret_access_key", "aws_session_token"])
def test_a_request_that_somebody_else_signed_is_refused(an_account: Account, part: str) -> None:
    tried = role(an_account, READ_ONLY)
    tried.keys = {**tried.keys, part: tried.keys[part][::-1]}
    with pytest.raises(ClientError, match=r"SignatureDoesNotMatch|InvalidClientTokenId"):
        tried.client("rds").describe_db_clusters()


def test_a_denial_of_a_path_holds_for_what_is_below_it(an_account: Account) -> None:
    iam = an_account.client("iam")
    below = f"arn:aws:iam::{an_account.number}:*/delivery/*"
    tried = role(
        an_account,
        {"Effect": "Allow", "Action": "iam:*", "Resource": "*"},
        {"Effect": "Deny", "Action": "iam:*", "Resource": below},
    ).client("iam")
    for name, path in (("inside", "/delivery/"), ("outside", "/")):
        iam.create_role(RoleName=name, Path=path, AssumeRolePolicyDocument=SERVICE_TRUST)
    order = {"PolicyName": "p", "PolicyDocument": json.dumps({"Version": "2012-10-17", "Statement": [READ_ONLY]})}
    assert is_refused(tried.put_role_policy, RoleName="inside", **order)
    assert not is_refused(tried.put_role_policy, RoleName="outside", **order)
    assert is_refused(tried.create_policy, Path="/delivery/", **order)
    assert not is_refused(tried.create_policy, **order)
    made = {"AssumeRolePolicyDocument": SERVICE_TRUST}
    assert is_refused(tried.create_role, RoleName="new", Path="/delivery/", **made)
    assert not is_refused(tried.create_role, RoleName="new", **made)


BODY = json.dumps({"widgets": []}).replace("{", "{{").replace("}", "}}")
NAMED: list[tuple[str, str, str, dict[str, Any]]] = [
    ("sns:CreateTopic", "sns", "create_topic", {"Name": "{}"}),
    ("logs:CreateLogGroup", "logs", "create_log_group", {"logGroupName": "{}"}),
    ("cloudwatch:PutDashboard", "cloudwatch", "put_dashboard", {"DashboardName": "{}", "DashboardBody": BODY}),
    ("cloudwatch:DeleteAlarms", "cloudwatch", "delete_alarms", {"AlarmNames": ["{}"]}),
    ("backup:CreateBackupVault", "backup", "create_backup_vault", {"BackupVaultName": "{}"}),
]


@pytest.mark.parametrize(("action", "service", "call", "order"), NAMED, ids=[each[0] for each in NAMED])
def test_a_permission_for_some_names_is_none_for_others(
    an_account: Account, action: str, service: str, call: str, order: dict[str, Any]
) -> None:
    tried = role(an_account, {"Effect": "Allow", "Action": action, "Resource": "arn:aws:*:*:*:*own-*"})
    asked = getattr(tried.client(service), call)
    assert is_refused(asked, **_named(order, "others-one"))
    assert not is_refused(asked, **_named(order, "own-one"))


def _named(order: dict[str, Any], name: str) -> dict[str, Any]:
    return {
        key: [each.format(name) for each in value] if isinstance(value, list) else value.format(name)
        for key, value in order.items()
    }
