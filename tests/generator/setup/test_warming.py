from pathlib import Path

from generator.setup.warming import unindexed, wait_for_indexes


def package(cache: Path, name: str, *files: str) -> Path:
    folder = cache / name / "1.0.0" / "digest"
    folder.mkdir(parents=True)
    for file in (".jsii-runtime-package-cache", *files):
        (folder / file).touch()
    return folder


def test_a_package_without_its_index_is_waited_for(tmp_path: Path) -> None:
    package(tmp_path, "constructs", ".jsii.runtime.v1.json")
    aws = package(tmp_path, "@cdktf/provider-aws", ".jsii.runtime-defs.v1.jsonl")
    assert unindexed(tmp_path) == [aws]
    assert not wait_for_indexes(tmp_path, patience=0, pause=0)


def test_with_every_index_there_is_no_waiting(tmp_path: Path) -> None:
    package(tmp_path, "constructs", ".jsii.runtime.v1.json")
    package(tmp_path, "@cdktf/provider-aws", ".jsii.runtime.v2.json")
    assert wait_for_indexes(tmp_path, patience=0)


def test_a_cache_that_is_switched_off_is_not_waited_for(tmp_path: Path) -> None:
    assert wait_for_indexes(tmp_path / "missing", patience=0)
