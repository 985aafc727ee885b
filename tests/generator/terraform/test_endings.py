"""What ends Terraform as a whole is told from what is about one resource."""

import pytest

from generator.terraform.endings import GO_ON, ending


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("operation error S3: PutObject, api error ExpiredToken: The provided token has expired.", "credentials"),
        ("api error RequestExpired: Request has expired.", "the credentials have expired"),
        ("Failed to write plan file: write after.tfplan: no space left on device", "no space left on the disk"),
        ("Put http://127.0.0.1:4566: EOF", "does not answer any more"),
        ("read tcp 127.0.0.1:1->127.0.0.1:2: read: connection reset by peer", "does not answer any more"),
        ("api error SlowDown: Please reduce your request rate.", "takes no more calls"),
    ],
)
def test_it_is_said_what_it_was_and_how_to_go_on(said: str, message: str) -> None:
    found = ending(said)
    assert found
    assert message in found[0]
    assert found[1].endswith(GO_ON)


@pytest.mark.parametrize("said", ["InvalidParameterCombination: the class is not sold here", "the body thereof is bad"])
def test_what_is_about_one_resource_is_not(said: str) -> None:
    assert ending(said) is None
