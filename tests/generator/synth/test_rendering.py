"""What is rendered from a spec, as files."""

import json
from pathlib import Path

import pytest

from generator.spec.document import Document
from generator.spec.loading import Loaded
from generator.spec.model import Environment
from generator.synth.completeness import addresses
from generator.synth.rendering import Rendered, render, write
from tests.conftest import ENVIRONMENTS, load_environment


def rendered_from(loaded: Loaded) -> Rendered:
    assert loaded.document
    assert loaded.environment
    return render(loaded.document, loaded.environment)


@pytest.fixture(scope="module")
def rendered(loaded: Loaded) -> Rendered:
    return rendered_from(loaded)


def test_the_same_spec_gives_the_same_bytes(rendered: Rendered, loaded: Loaded) -> None:
    assert rendered_from(loaded).files == rendered.files


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_the_provider_is_pinned_and_bound_to_region_and_account(name: str) -> None:
    loaded = load_environment(name)
    assert loaded.environment
    stack = json.loads(rendered_from(loaded).files["cdk.tf.json"])
    (provider,) = stack["provider"]["aws"]
    assert (provider["region"], provider["allowed_account_ids"]) == (
        loaded.environment.region,
        [loaded.environment.account_id],
    )
    assert stack["terraform"]["required_providers"] == {"aws": {"source": "hashicorp/aws", "version": "5.100.0"}}


def test_the_version_of_terraform_is_bounded(rendered: Rendered) -> None:
    versions = b'terraform {\n  required_version = ">= 1.11.0, < 2.0.0"\n}\n'
    assert (rendered.files["versions.tf"], rendered.files["state/versions.tf"]) == (versions, versions)


def test_everything_is_tagged_with_whose_and_what_it_is(rendered: Rendered) -> None:
    (provider,) = json.loads(rendered.files["cdk.tf.json"])["provider"]["aws"]
    assert provider["default_tags"] == [
        {
            "tags": {
                "classification": "personal",
                "contact": "orders-oncall@example.com",
                "environment": "eu-west-1",
                "jurisdiction": "EU",
                "managed-by": "tidegate",
                "owner": "orders",
            }
        }
    ]


def test_the_state_is_locked_encrypted_and_in_the_same_region(rendered: Rendered) -> None:
    assert json.loads(rendered.files["cdk.tf.json"])["terraform"]["backend"] == {
        "s3": {
            "allowed_account_ids": ["222222222222"],
            "bucket": "tidegate-state-222222222222-eu-west-1",
            "encrypt": True,
            "key": "eu-west-1/terraform.tfstate",
            "kms_key_id": "arn:aws:kms:eu-west-1:222222222222:alias/tidegate-state-222222222222-eu-west-1",
            "region": "eu-west-1",
            "use_lockfile": True,
        }
    }


def test_the_bucket_of_the_state_has_a_stack_of_its_own(rendered: Rendered) -> None:
    stack = json.loads(rendered.files["state/cdk.tf.json"])
    assert stack["terraform"]["backend"] == {"local": {"path": "terraform.tfstate"}}
    (bucket,) = stack["resource"]["aws_s3_bucket"].values()
    assert bucket["bucket"] == "tidegate-state-222222222222-eu-west-1"


def test_outputs_are_what_an_application_needs_and_no_secret(rendered: Rendered) -> None:
    outputs = json.loads(rendered.files["cdk.tf.json"])["output"]
    assert outputs["database_orders"]["value"] == {
        "ca_bundle": "https://truststore.pki.rds.amazonaws.com/eu-west-1/eu-west-1-bundle.pem",
        "database_name": "orders",
        "port": 3306,
        "reader_endpoint": "${aws_rds_cluster.orders.reader_endpoint}",
        "region": "eu-west-1",
        "users": {
            "order_writer": {
                "auth": "iam",
                "endpoint": "writer",
                "role": "arn:aws:iam::222222222222:role/order-gateway",
            },
            "risk_reader": {"auth": "iam", "endpoint": "reader", "role": "arn:aws:iam::222222222222:role/risk"},
            "settlement": {
                "auth": "secret",
                "endpoint": "writer",
                "role": "arn:aws:iam::222222222222:role/settlement",
            },
        },
        "writer_endpoint": "${aws_rds_cluster.orders.endpoint}",
    }
    assert outputs["residency"]["value"] == {
        "account_id": "222222222222",
        "classification": "personal",
        "environment": "eu-west-1",
        "jurisdiction": "EU",
        "region": "eu-west-1",
    }
    assert set(outputs) == {"database_orders", "residency"}


def test_every_resource_leads_back_to_a_line_of_the_spec(rendered: Rendered, document: Document) -> None:
    origins = json.loads(rendered.files["origins.json"])
    assert origins["file"] == "environments/eu-west-1.yaml"
    assert set(origins["resources"]) == addresses(json.loads(rendered.files["cdk.tf.json"]))
    line, column = document.position(("databases", "orders", "storage", "iops"))
    attributes = origins["resources"]["aws_rds_cluster.orders"]["attributes"]
    assert attributes["iops"] == {"spec": "databases.orders.storage.iops", "line": line, "column": column}


def test_every_spec_path_of_an_origin_exists_in_the_model(rendered: Rendered, environment: Environment) -> None:
    written = environment.model_dump()
    for address, origin in json.loads(rendered.files["origins.json"])["resources"].items():
        for spec in (origin["spec"], *(each["spec"] for each in origin["attributes"].values())):
            assert leads_somewhere(written, spec), f"{address}: {spec}"


def leads_somewhere(value: object, spec: str) -> bool:
    for step in spec.replace("[", ".[").split("."):
        if isinstance(value, list):
            value = value[int(step.strip("[]"))]
        elif isinstance(value, dict) and step in value:
            value = value[step]
        else:
            return False
    return True


def test_the_render_itself_carries_the_spec_path(rendered: Rendered) -> None:
    cluster = json.loads(rendered.files["cdk.tf.json"])["resource"]["aws_rds_cluster"]["orders"]
    assert cluster["//"] == {"tidegate": {"module": "cluster", "spec": "databases.orders"}}


def test_what_an_earlier_render_left_is_removed_and_nothing_else(rendered: Rendered, tmp_path: Path) -> None:
    write(Rendered({}, {}, {"sql/gone.sql": b"", "cdk.tf.json": b"{}"}), tmp_path)
    (tmp_path / "plan.tfplan").write_text("kept")
    write(rendered, tmp_path)
    left = {file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*") if file.is_file()}
    assert left == {*rendered.files, "plan.tfplan", ".rendered"}
