"""The function as Lambda calls it."""

import pymysql
import pytest

from modules.credentials.rotation import handler
from tests.modules.credentials.conftest import STEPS, Scene
from tests.modules.credentials.server import CA_BUNDLE, READER, WRITER


def test_the_handler_takes_the_database_from_its_environment_and_the_secret_from_the_event(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pymysql, "connect", scene.server.connect)
    settings = {"WRITER_ENDPOINT": WRITER, "READER_ENDPOINT": READER, "MASTER_SECRET_ARN": scene.master_arn}
    for name, value in {**settings, "CA_BUNDLE": CA_BUNDLE}.items():
        monkeypatch.setenv(name, value)
    token = scene.start()
    for step in STEPS:
        handler.handle({"SecretId": scene.arn, "ClientRequestToken": token, "Step": step}, None)
    assert scene.admits(scene.read("AWSCURRENT"))


def test_a_rotation_that_is_over_is_not_run_again(scene: Scene) -> None:
    token = scene.start()
    for step in STEPS:
        scene.run(step, token)
    scene.server.statements.clear()
    for step in STEPS:
        scene.run(step, token)
    assert scene.server.statements == []


def test_passwords_are_long_and_need_no_escaping(scene: Scene) -> None:
    passwords = [scene.rotate()["password"] for _ in range(5)]
    assert {len(password) for password in passwords} == {40}
    assert set("".join(passwords)) & set("!\"#$%&'()*+,/:;<=>?@[\\]^`{|} ") == set()
