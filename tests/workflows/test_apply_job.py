"""The workflow that applies, job by job on this machine: each step as it is written, in the role that it asks for.

AWS is the sandbox: what means AWS is led there by AWS_ENDPOINT_URL, and every call is held against the role's policies.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.workflows.account import ENVIRONMENT, Prepared, prepared
from tests.workflows.actions import Job, Step

BRANCH, DEPLOYMENT, PULL_REQUEST = "ref:refs/heads/main", f"environment:{ENVIRONMENT}", "pull_request"
PLAN = "plan.tfplan"


@dataclass(frozen=True)
class Planned:
    """An account, and the job that planned it."""

    account: Prepared
    job: Job
    steps: list[Step]


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    with prepared(tmp_path_factory.mktemp("workflow")) as found:
        yield found


@pytest.fixture(scope="module")
def planned(account: Prepared) -> Planned:
    job = account.job("plan", BRANCH, "plan")
    return Planned(account, job, job.run())


def codes(steps: list[Step]) -> dict[str, int]:
    return {each.name: each.code for each in steps}


def said(steps: list[Step], name: str) -> str:
    (found,) = [each.said for each in steps if each.name == name]
    return found


def test_the_plan_job_plans_in_its_role_and_hands_the_plan_on(planned: Planned) -> None:
    assert set(codes(planned.steps).values()) == {0}, planned.steps
    handed = planned.account.folder / "artifacts" / f"plan-{ENVIRONMENT}"
    verdict = json.loads((handed / "verdict.json").read_text())
    assert (verdict["verdict"], verdict["plan"]["target"], verdict["plan"]["live"]) == ("pass", "aws", True)
    assert verdict["plan"]["commit"] == planned.job.values["github.sha"]
    assert (handed / PLAN).stat().st_size > 10_000
    assert planned.job.page.startswith(f"### `{ENVIRONMENT}`: pass\n")


def test_a_plan_that_was_altered_on_its_way_is_not_applied(planned: Planned) -> None:
    job = planned.account.job("apply", DEPLOYMENT, "altered")

    def alter(step: str) -> None:
        if step == "Apply the plan that passed":
            file = job.checkout / "build" / ENVIRONMENT / PLAN
            file.write_bytes(file.read_bytes() + b" ")

    steps = job.run(alter)
    assert codes(steps)["Apply the plan that passed"] == 1
    apply = said(steps, "Apply the plan that passed")
    assert apply.startswith(f"::error file=environments/{ENVIRONMENT}.yaml,line=1,col=1,title=APL002::"), apply
    assert job.page.startswith("### Tidegate: fail\n")
    assert "APL002" in job.page
    assert not (planned.account.folder / "artifacts" / f"evidence-{ENVIRONMENT}").exists()
    rds = planned.account.target.session().client("rds")
    assert rds.describe_db_clusters()["DBClusters"] == []


def test_an_apply_job_that_ends_early_says_so(account: Prepared) -> None:
    job = account.job("apply", DEPLOYMENT, "early")
    # Its plan is not there: it was kept for three days.
    (account.folder / "artifacts" / f"plan-{ENVIRONMENT}").mkdir(parents=True, exist_ok=True)

    def forget(step: str) -> None:
        if step == "Apply the plan that passed":
            (job.checkout / "build" / ENVIRONMENT / PLAN).unlink(missing_ok=True)

    steps = job.run(forget)
    assert codes(steps)["Apply the plan that passed"] == 2
    assert f"there is no plan of {ENVIRONMENT} that was judged" in said(steps, "Apply the plan that passed")
    assert job.page.startswith(f"### `{ENVIRONMENT}`: nothing is known of the apply\n")


@pytest.mark.parametrize(
    ("role", "subject", "opens"),
    [
        ("plan", f"repo:example/databases:{PULL_REQUEST}", True),
        ("plan", f"repo:example/databases:{BRANCH}", True),
        ("apply", f"repo:example/databases:{DEPLOYMENT}", True),
        ("apply", f"repo:example/databases:{PULL_REQUEST}", False),
        ("apply", f"repo:example/databases:{BRANCH}", False),
        ("apply", "repo:example/databases:environment:us-east-1", False),
        ("apply", f"repo:somebody/databases:{DEPLOYMENT}", False),
        ("plan", f"repo:example/databases:{DEPLOYMENT}", False),
        ("plan", "repo:example/databases:ref:refs/heads/other", False),
    ],
)
def test_a_role_is_opened_by_the_jobs_that_it_is_for(account: Prepared, role: str, subject: str, opens: bool) -> None:
    if opens:
        who = account.session(role, subject, "eu-west-1").client("sts").get_caller_identity()["Arn"]
        assert who.endswith(f":assumed-role/{ENVIRONMENT}-{role}/test")
        return
    with pytest.raises(ClientError, match=r"AccessDenied.*Not authorized to perform sts:AssumeRoleWithWebIdentity"):
        account.session(role, subject, "eu-west-1")


CALLS: list[tuple[str, str, dict[str, Any]]] = [
    ("sns", "create_topic", {"Name": f"{ENVIRONMENT}-alerts"}),
    ("kms", "create_key", {"Description": "storage"}),
    ("ec2", "create_vpc", {"CidrBlock": "10.99.0.0/16"}),
    ("secretsmanager", "create_secret", {"Name": f"{ENVIRONMENT}/orders/new", "SecretString": "{}"}),
    ("logs", "create_log_group", {"logGroupName": f"/tidegate/{ENVIRONMENT}/new"}),
    (
        "rds",
        "create_db_cluster_parameter_group",
        {"DBClusterParameterGroupName": "new", "DBParameterGroupFamily": "mysql8.4", "Description": "new"},
    ),
]


@pytest.mark.parametrize(("service", "call", "order"), CALLS, ids=[each[0] for each in CALLS])
def test_what_the_apply_role_makes_it_makes_in_its_region_alone_and_the_plan_role_nowhere(
    account: Prepared, service: str, call: str, order: dict[str, Any]
) -> None:
    def refused(role: str, subject: str, region: str) -> bool:
        session: Any = account.session(role, f"repo:example/databases:{subject}", region)
        asked = partial(getattr(session.client(service), call), **order)
        try:
            asked()
        except ClientError as error:
            if "not authorized" not in str(error):
                raise
            return True
        return False

    apply, plan = partial(refused, "apply", DEPLOYMENT), partial(refused, "plan", PULL_REQUEST)
    assert [apply("us-east-1"), apply("eu-central-1"), plan("eu-west-1"), plan("us-east-1")] == [True] * 4
    assert not apply("eu-west-1")


REPLICA = [{"Region": "us-east-1"}]
COPIES: list[tuple[str, str, dict[str, Any]]] = [
    ("kms", "replicate_key", {"KeyId": "alias/x", "ReplicaRegion": "us-east-1"}),
    ("kms", "create_key", {"MultiRegion": True}),
    (
        "secretsmanager",
        "replicate_secret_to_regions",
        {"SecretId": "x", "AddReplicaRegions": REPLICA},
    ),
    (
        "rds",
        "copy_db_cluster_snapshot",
        {"SourceDBClusterSnapshotIdentifier": "a", "TargetDBClusterSnapshotIdentifier": "b"},
    ),
    (
        "rds",
        "modify_db_cluster_snapshot_attribute",
        {"DBClusterSnapshotIdentifier": "a", "AttributeName": "restore", "ValuesToAdd": ["all"]},
    ),
]


@pytest.mark.parametrize(("service", "call", "order"), COPIES, ids=[each[1] for each in COPIES])
def test_the_apply_role_copies_nothing_out_by_a_call_to_its_own_region(
    account: Prepared, service: str, call: str, order: dict[str, Any]
) -> None:
    session: Any = account.session("apply", f"repo:example/databases:{DEPLOYMENT}", "eu-west-1")
    with pytest.raises(ClientError, match="not authorized"):
        getattr(session.client(service), call)(**order)


@pytest.mark.slow
def test_the_apply_job_applies_exactly_the_plan_that_it_was_handed(planned: Planned) -> None:
    account = planned.account
    job = account.job("apply", DEPLOYMENT, "apply")
    steps = job.run()
    assert set(codes(steps).values()) == {0}, said(steps, "Apply the plan that passed")
    assert job.page.startswith("### Tidegate: pass\n")
    (file,) = (account.folder / "artifacts" / f"evidence-{ENVIRONMENT}").glob("apply-*.json")
    evidence = json.loads(file.read_text())
    assert evidence["findings"] == []
    assert evidence["plan"] == json.loads(_handed(account, "verdict.json").read_text())["plan"]
    assert evidence["made"] > 150
    (cluster,) = account.target.session().client("rds").describe_db_clusters()["DBClusters"]
    assert cluster["Status"] == "available"


def _handed(account: Prepared, name: str) -> Path:
    return account.folder / "artifacts" / f"plan-{ENVIRONMENT}" / name
