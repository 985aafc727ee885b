"""What the rotation function refuses to do, and what it never says."""

import logging
from collections.abc import Callable
from traceback import format_exception

import pytest

from modules.credentials.rotation.database import Database, Server
from modules.credentials.rotation.secret import Login, RotationError
from tests.modules.credentials.conftest import STEPS, Scene
from tests.modules.credentials.server import CA_BUNDLE, MASTER, MASTER_PASSWORD


def test_a_step_that_there_is_not_is_refused(scene: Scene) -> None:
    with pytest.raises(RotationError, match=r"^dropSecret is no step of a rotation$"):
        scene.run("dropSecret", scene.start())


@pytest.mark.parametrize("step", STEPS)
def test_a_secret_without_rotation_is_refused(scene: Scene, step: str) -> None:
    token = scene.start()
    scene.disable()
    with pytest.raises(RotationError, match=r"rotation is disabled$"):
        scene.run(step, token)


@pytest.mark.parametrize("step", STEPS)
def test_an_unknown_version_is_refused(scene: Scene, step: str) -> None:
    scene.start()
    with pytest.raises(RotationError, match=r"version other is unknown$"):
        scene.run(step, "other")


@pytest.mark.parametrize("step", STEPS)
def test_a_version_that_is_not_pending_is_refused(scene: Scene, step: str) -> None:
    superseded = scene.start()
    scene.start()
    with pytest.raises(RotationError, match=rf"version {superseded} is not AWSPENDING$"):
        scene.run(step, superseded)


@pytest.mark.parametrize("step", ["setSecret", "testSecret"])
def test_a_step_before_the_first_is_refused(scene: Scene, step: str) -> None:
    with pytest.raises(RotationError, match=r"^the pending version holds no password: createSecret comes first$"):
        scene.run(step, scene.start())


def test_an_untested_password_is_not_admitted_without_being_set(scene: Scene) -> None:
    token = scene.start()
    scene.run("createSecret", token)
    with pytest.raises(RotationError, match="refuses the pending password of settlement"):
        scene.run("testSecret", token)


def _changed_in_the_database(scene: Scene) -> None:
    scene.server.accounts["settlement"].password = "changed by hand"


def _locked_by_an_operator(scene: Scene) -> None:
    scene.server.accounts["settlement"].locked = True


@pytest.mark.parametrize("interfere", [_changed_in_the_database, _locked_by_an_operator])
def test_an_account_that_somebody_else_changed_is_left_alone(scene: Scene, interfere: Callable[[Scene], None]) -> None:
    scene.rotate()
    interfere(scene)
    with pytest.raises(RotationError, match=r"^the current password of settlement is not the database's$"):
        scene.rotate()
    assert "settlement_clone" not in scene.server.accounts


def test_the_master_users_password_is_left_to_rds(scene: Scene) -> None:
    scene.overwrite(username=MASTER)
    with pytest.raises(RotationError, match=rf"^{MASTER} is the master user, whose password RDS manages$"):
        scene.rotate()
    assert scene.server.accounts[MASTER].password == MASTER_PASSWORD


def test_a_pending_version_for_another_account_is_refused(scene: Scene) -> None:
    scene.rotate()
    token = scene.start()
    scene.run("createSecret", token)
    scene.overwrite(alternate="somebody_else")
    with pytest.raises(RotationError, match=r"^the pending version does not follow from the current one$"):
        scene.run("setSecret", token)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"engine": "postgres"}, "the secret needs engine mysql"),
        ({"port": "3306"}, "an integer port"),
        ({"alternate": ""}, "the texts host, username, alternate, masterarn"),
    ],
)
def test_a_secret_of_another_shape_is_refused(scene: Scene, change: dict[str, object], message: str) -> None:
    scene.overwrite(**change)
    with pytest.raises(RotationError, match=message):
        scene.rotate()


def test_a_secret_that_is_not_json_is_refused_without_being_quoted(scene: Scene) -> None:
    scene.replace("hunter2")
    with pytest.raises(RotationError, match=r"^the secret is not a JSON object$") as refusal:
        scene.rotate()
    assert "hunter2" not in "".join(format_exception(refusal.value))


def test_a_secret_without_an_endpoint_tag_is_refused(scene: Scene) -> None:
    scene.client.untag_resource(SecretId=scene.arn, TagKeys=["endpoint"])
    with pytest.raises(RotationError, match=r"the tag endpoint is neither writer nor reader$"):
        scene.rotate()


def test_the_next_version_connects_where_the_stack_says_whatever_the_secret_said(scene: Scene) -> None:
    scene.overwrite(host="elsewhere.example.com", masterarn="another")
    assert scene.rotate() == {**scene.bare, "password": scene.read("AWSCURRENT")["password"]}


def test_a_server_that_cannot_prove_its_name_gets_no_password(scene: Scene) -> None:
    server = Server(scene.server.connect, Database("10.0.0.1", "10.0.0.1", scene.master_arn), CA_BUNDLE)
    with pytest.raises(RotationError, match=r"^10\.0\.0\.1 failed for dbadmin: OperationalError 2003$"):
        server.admits("10.0.0.1", 3306, Login(MASTER, MASTER_PASSWORD))


@pytest.mark.parametrize("statement", ["CREATE USER", "ALTER USER"])
def test_no_secret_is_in_an_error_its_traceback_or_the_log(
    scene: Scene, caplog: pytest.LogCaptureFixture, statement: str
) -> None:
    caplog.set_level(logging.DEBUG, "modules.credentials.rotation")
    scene.server.failing = lambda each: each.startswith(statement)
    with pytest.raises(RotationError) as failure:
        scene.rotate()
    password = scene.read("AWSPENDING")["password"]
    said = "".join(format_exception(failure.value)) + caplog.text
    assert f"{scene.bare['host']} failed for {MASTER}: ProgrammingError 1064" in said
    assert (password in said, MASTER_PASSWORD in said) == (False, False)
