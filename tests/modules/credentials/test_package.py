"""The archive that the rotation function is deployed from."""

import base64
import hashlib
import io
import os
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

from modules.credentials import package
from modules.literals import ConfigurationError

ROTATION = Path(package.__file__).with_name("rotation")


@pytest.fixture(scope="module")
def archive() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(package.function_package()))


def test_the_archive_has_the_same_bytes_each_time() -> None:
    first = package.function_package()
    package.function_package.cache_clear()
    assert package.function_package() == first


def test_the_archive_does_not_depend_on_when_or_where_it_is_made(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    told = {(e.date_time, e.external_attr, e.create_system, e.compress_type) for e in entries}
    assert told == {((1980, 1, 1, 0, 0, 0), 0o644 << 16, 3, zipfile.ZIP_STORED)}


def test_the_archive_holds_the_function_and_the_locked_driver_with_its_licence(archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    own = {f"rotation/{file.name}" for file in ROTATION.glob("*.py")}
    driver = {str(file) for file in metadata.files("pymysql") or () if file.suffix == ".py"}
    assert names == own | driver | {"pymysql/LICENSE"}


def test_the_hash_is_the_one_that_lambda_computes() -> None:
    content = package.function_package()
    assert base64.b64decode(package.code_hash(content)) == hashlib.sha256(content).digest()


def test_the_archive_runs_without_the_rest_of_tidegate(tmp_path: Path) -> None:
    (tmp_path / "rotation.zip").write_bytes(package.function_package())
    program = (
        "import sys; sys.path.insert(0, 'rotation.zip')\n"
        "import pymysql, rotation.handler\n"
        "assert 'rotation.zip' in pymysql.__file__ and 'rotation.zip' in rotation.handler.__file__\n"
        "print(callable(rotation.handler.handle), [name for name in sys.modules if name.startswith('modules')])"
    )
    environment = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("True []\n", "")


def test_a_driver_that_was_changed_on_this_machine_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pymysql").mkdir()
    (tmp_path / "pymysql" / "__init__.py").write_text("changed = True\n")
    info = tmp_path / "pymysql-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: pymysql\nVersion: 1.0\n")
    (info / "RECORD").write_text("pymysql/__init__.py,sha256=AAAA,15\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    package.function_package.cache_clear()
    with pytest.raises(ConfigurationError, match="is not what was published"):
        package.function_package()
