"""The workflow that applies, job by job on this machine: each step as it is written, in the role that it asks for.

AWS is the sandbox: what means AWS is led there by AWS_ENDPOINT_URL, and every call is held against the role's policies.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.generator.checkouts import commit
from tests.workflows.account import ENVIRONMENT, Prepared, prepared
from tests.workflows.actions import Job, Step

BRANCH, DEPLOYMENT, PULL_REQUEST = "ref:refs/heads/main", f"environment:{ENVIRONMENT}", "pull_request"
PLAN = "plan.tfplan"
ANNOTATION = rf"^::error file=environments/{ENVIRONMENT}\.yaml,line=1,col=1,title=(\w+)::"
APPLY = "Apply the plan that passed"


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


def alter_plan(job: Job, _account: Prepared) -> None:
    file = job.built / PLAN
    file.write_bytes(file.read_bytes() + b" ")


def age_verdict(job: Job, _account: Prepared) -> None:
    file = job.built / "verdict.json"
    said = json.loads(file.read_text())
    said["plan"]["made"] = (datetime.now(UTC) - timedelta(hours=25)).isoformat(timespec="seconds")
    file.write_text(json.dumps(said))


def fail_verdict(job: Job, _account: Prepared) -> None:
    file = job.built / "verdict.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "verdict": "fail"}))


def edit_spec(job: Job, _account: Prepared) -> None:
    file = job.checkout / "environments" / f"{ENVIRONMENT}.yaml"
    file.write_text(file.read_text().replace("retention_days: 14", "retention_days: 21"))


def commit_more(job: Job, _account: Prepared) -> None:
    (job.checkout / "pyproject.toml").write_text("[project]\n")
    commit(job.checkout)


def apply_before(_job: Job, account: Prepared) -> None:
    state = {"version": 4, "lineage": "another", "serial": 7, "resources": []}
    account.put_state(json.dumps(state))


@pytest.mark.parametrize(
    ("spoil", "rules"),
    [
        (alter_plan, ["APL002"]),
        (age_verdict, ["APL003"]),
        (fail_verdict, ["APL001"]),
        (edit_spec, ["APL004", "APL005"]),
        (commit_more, ["APL005"]),
        (apply_before, ["APL006"]),
    ],
)
def test_a_plan_that_does_not_hold_any_more_is_not_applied(
    planned: Planned, spoil: Callable[[Job, Prepared], None], rules: list[str]
) -> None:
    job = planned.account.job("apply", DEPLOYMENT, spoil.__name__)
    try:
        steps = job.run(lambda step: spoil(job, planned.account) if step == APPLY else None)
    finally:
        planned.account.put_state(None)
    assert codes(steps)[APPLY] == 1, steps
    annotated = re.findall(
        r"^::error file=environments/eu-west-1.yaml,line=1,col=1,title=(\w+)::", said(steps, APPLY), re.M
    )
    assert annotated == rules
    assert job.page.startswith("### Tidegate: fail\n")
    assert [rule for rule in rules if rule not in job.page] == []
    assert not (planned.account.folder / "artifacts" / f"evidence-{ENVIRONMENT}").exists()
    rds = planned.account.target.session().client("rds")
    assert rds.describe_db_clusters()["DBClusters"] == []


def test_an_apply_job_that_ends_early_says_so(account: Prepared) -> None:
    job = account.job("apply", DEPLOYMENT, "early")
    # Its plan is not there: it was kept for three days.
    (account.folder / "artifacts" / f"plan-{ENVIRONMENT}").mkdir(parents=True, exist_ok=True)

    def forget(step: str) -> None:
        if step == APPLY:
            (job.built / PLAN).unlink(missing_ok=True)

    steps = job.run(forget)
    assert codes(steps)[APPLY] == 2
    assert f"there is no plan of {ENVIRONMENT} that was judged" in said(steps, APPLY)
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
    assert set(codes(steps).values()) == {0}, said(steps, APPLY)
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
