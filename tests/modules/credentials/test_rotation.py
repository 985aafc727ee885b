"""The rotation function's steps. Proofs on a real server come with the data plane."""

from copy import deepcopy

import pytest

from modules.credentials.rotation.secret import RotationError
from modules.credentials.rotation.steps import READER_ATTEMPTS, READER_PAUSE_SECONDS
from tests.modules.credentials.conftest import GRANTS, STEPS, Scene
from tests.modules.credentials.server import READER, Account

FAILURES = range(7)


def test_the_first_rotation_gives_a_password_to_the_account_that_the_secret_names(scene: Scene) -> None:
    value = scene.rotate()
    assert value == {**scene.bare, "password": value["password"]}
    assert scene.server.accounts["settlement"] == Account(value["password"], locked=False, tls=True, grants=GRANTS)


def test_the_second_rotation_moves_on_to_the_alternate_with_the_same_grants(scene: Scene) -> None:
    first, second = scene.rotate(), scene.rotate()
    assert (second["username"], second["alternate"]) == ("settlement_clone", "settlement")
    assert scene.server.accounts["settlement_clone"] == Account(second["password"], tls=True, grants=GRANTS)
    assert second["password"] != first["password"]


def test_a_password_stays_valid_until_the_rotation_after_the_next(scene: Scene) -> None:
    first, second = scene.rotate(), scene.rotate()
    assert scene.admits(first)
    third = scene.rotate()
    assert (scene.admits(first), scene.admits(second), scene.admits(third)) == (False, True, True)


@pytest.mark.parametrize("name", ["o'hara", 'a"b', "back\\slash", "tick`s", "two\nlines", "${a} %s %%", "ünïcode"])
def test_any_user_name_can_be_rotated(name: str) -> None:
    scene = Scene(name)
    assert [scene.rotate()["username"] for _ in range(3)] == [name, f"{name}_clone", name]


def test_an_account_that_is_not_there_is_made_without_privileges_and_with_tls(scene: Scene) -> None:
    del scene.server.accounts["settlement"]
    value = scene.rotate()
    assert scene.server.accounts["settlement"] == Account(value["password"], tls=True, grants=[])


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("rotations_before", [0, 1, 2])
def test_a_repeated_step_changes_nothing(scene: Scene, step: str, rotations_before: int) -> None:
    for _ in range(rotations_before):
        scene.rotate()
    token = scene.start()
    for each in STEPS[: STEPS.index(step) + 1]:
        scene.run(each, token)
    before = (scene.versions(), deepcopy(scene.server.accounts))
    scene.server.statements.clear()
    scene.run(step, token)
    assert (scene.versions(), scene.server.accounts) == before
    assert set(scene.server.statements) <= {"SELECT 1"}


@pytest.mark.parametrize("count", FAILURES)
def test_a_step_that_fails_halfway_succeeds_when_it_is_repeated(scene: Scene, count: int) -> None:
    scene.rotate()
    token = scene.start()
    scene.run("createSecret", token)
    made = len(scene.server.statements)
    # The first statement of the step is the login with the current password.
    scene.server.failing = lambda _statement: len(scene.server.statements) > made + 1 + count
    with pytest.raises(RotationError):
        scene.run("setSecret", token)
    scene.server.failing = lambda _statement: False
    for step in STEPS[1:]:
        scene.run(step, token)
    value = scene.read("AWSCURRENT")
    assert scene.server.accounts["settlement_clone"] == Account(value["password"], tls=True, grants=GRANTS)


def test_an_account_is_admitted_only_when_its_grants_are_right(scene: Scene) -> None:
    scene.rotate()
    token = scene.start()
    scene.run("createSecret", token)
    scene.server.failing = lambda statement: statement.startswith("GRANT")
    with pytest.raises(RotationError):
        scene.run("setSecret", token)
    assert scene.server.accounts["settlement_clone"].locked


def test_a_changed_endpoint_arrives_with_the_next_rotation(scene: Scene) -> None:
    scene.client.tag_resource(SecretId=scene.arn, Tags=[{"Key": "endpoint", "Value": "reader"}])
    assert scene.rotate()["host"] == READER


@pytest.fixture
def reader_scene(scene: Scene) -> Scene:
    scene.client.tag_resource(SecretId=scene.arn, Tags=[{"Key": "endpoint", "Value": "reader"}])
    return scene


def test_a_reader_has_time_to_catch_up(reader_scene: Scene) -> None:
    pauses: list[float] = []
    rotation = reader_scene.rotation(reader_scene.start(), pauses.append)
    rotation.create()
    rotation.set()
    reader_scene.server.reader_lag = 3
    rotation.test()
    assert pauses == [READER_PAUSE_SECONDS] * 3


def test_a_reader_that_never_catches_up_ends_the_rotation(reader_scene: Scene) -> None:
    rotation = reader_scene.rotation(reader_scene.start(), lambda _seconds: None)
    rotation.create()
    rotation.set()
    reader_scene.server.reader_lag = READER_ATTEMPTS
    with pytest.raises(RotationError, match=f"^{READER} refuses the pending password of settlement$"):
        rotation.test()


def test_no_connection_stays_open(scene: Scene) -> None:
    scene.rotate()
    scene.server.failing = lambda statement: statement.startswith("ALTER")
    with pytest.raises(RotationError):
        scene.rotate()
    assert scene.server.open_connections == 0
