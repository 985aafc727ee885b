"""The facts that the rules rest on: complete, dated, and not at odds with each other."""

import json
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

import generator.facts
from generator.facts.bounds import least_backup_days, least_log_days, least_vault_days, longest_rotation_days
from generator.facts.engine_versions import engine_versions
from generator.facts.instance_classes import instance_classes
from generator.facts.objectives import objective_facts
from generator.facts.parameters import is_in, parameter, parameter_names
from generator.facts.promises import promised_parameters, promises
from generator.facts.regions import regions
from generator.facts.reserved_words import reserved_words
from generator.facts.storage import storage
from generator.spec.model import Database
from modules.cluster.parameters import parameters
from policies import backup_retention, backup_vault_lock
from policies.engine.facts import facts
from policies.engine.rotations import LONGEST_DAYS

FOLDER = Path(generator.facts.__file__).parent
FILES = sorted([*FOLDER.glob("*.yaml"), *FOLDER.glob("*.json")])


def _content(file: Path) -> Any:
    text = file.read_text(encoding="utf-8")
    return json.loads(text) if file.suffix == ".json" else yaml.safe_load(text)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.name))
def test_facts_say_when_they_were_checked(file: Path) -> None:
    assert date.fromisoformat(str(_content(file)["checked"])) <= datetime.now(UTC).date()


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.name))
def test_facts_say_where_they_are_from(file: Path) -> None:
    assert "https://" in file.read_text(encoding="utf-8")


def test_no_minor_version_outlives_its_major() -> None:
    for major in engine_versions().majors.values():
        assert all(ends <= major.standard_support_ends for ends in major.minors.values())


def test_newer_minor_versions_are_supported_for_no_shorter() -> None:
    for major in engine_versions().majors.values():
        assert all(newer >= older for newer, older in pairwise(major.minors.values()))


@pytest.mark.parametrize(
    ("version", "ends"),
    [
        ("8.4", date(2029, 7, 31)),
        ("8.4.7", date(2026, 11, 30)),
        ("8.0", date(2026, 7, 31)),
        ("8.4.99", None),
        ("5.7", None),
        ("5.7.44", None),
    ],
)
def test_an_end_of_support_is_known_for_versions_that_rds_offers(version: str, ends: date | None) -> None:
    assert engine_versions().support_ends(version) == ends


def test_every_region_has_zones_classes_and_a_jurisdiction() -> None:
    in_a_jurisdiction = [region for members in regions().jurisdictions.values() for region in members]

    assert set(regions().zones) == set(instance_classes().regions) == set(in_a_jurisdiction)
    assert len(in_a_jurisdiction) == len(set(in_a_jurisdiction))
    assert all(len(zones) >= 3 for zones in regions().zones.values())


def test_london_is_not_in_the_european_union() -> None:
    assert "eu-west-2" not in regions().jurisdictions["EU"]


def test_classes_are_of_documented_families_only() -> None:
    facts = instance_classes()

    assert {family for families in facts.regions.values() for family in families} <= set(facts.families)
    assert "db.r6gd.xlarge" in facts.sold("eu-west-1")
    assert facts.sold("eu-west-9") == frozenset()


@pytest.mark.parametrize(
    ("kind", "size", "expected"),
    [
        ("io1", 100, (1000, 5000)),
        ("io1", 399, (1000, 19950)),
        ("io1", 4001, (2001, 200050)),
        ("io2", 65536, (32768, 256000)),
        ("gp3", 400, (12000, 64000)),
        ("gp3", 65536, (12000, 64000)),
    ],
)
def test_the_range_of_iops_follows_from_type_and_size(kind: str, size: int, expected: tuple[int, int]) -> None:
    assert storage().types[kind].iops_range(size) == expected


@pytest.mark.parametrize("major", ["8.0", "8.4"])
def test_every_parameter_of_a_family_is_complete(major: str) -> None:
    for name in parameter_names(major):
        known = parameter(name)
        assert known
        assert (known.minimum is not None) == (known.type in ("integer", "number")), name
        assert bool(known.values) == (known.type in ("enumeration", "set")), name
        assert known.minimum is None or known.maximum is None or known.minimum < known.maximum, name


def test_a_parameter_is_in_the_families_between_its_coming_and_going() -> None:
    names = ("innodb_log_file_size", "restrict_fk_on_non_standard_key", "query_cache_size", "max_connections")

    assert [[is_in(name, major) for major in ("8.0", "8.4")] for name in names] == [
        [True, False],
        [False, True],
        [False, False],
        [True, True],
    ]


def test_what_replaces_a_removed_parameter_is_in_the_newest_family() -> None:
    known = [parameter(name) for name in json.loads((FOLDER / "parameters.json").read_text())["parameters"]]
    replacements = [each.replaced_by for each in known if each and each.replaced_by]

    assert replacements
    assert all(is_in(name, "8.4") for name in replacements)


def test_promises_are_about_known_parameters_and_values() -> None:
    for promise in (each for kind in promises().values() for each in kind.values()):
        known = parameter(promise.name)
        assert known, promise.name
        assert known.modifiable, promise.name
        if known.type == "enumeration":
            assert set(promise.keep) <= set(known.values), promise.name


def test_the_lag_of_flow_control_is_about_known_parameters() -> None:
    assert all(parameter(name) for name in objective_facts().apply_lag_parameters)


def test_what_tidegate_sets_itself_keeps_its_promises() -> None:
    kept = {name: promise.keep for kind in promises().values() for name, promise in kind.items()}
    ours = {each.name: each.value for each in parameters(Database(instance_class="db.r6gd.large"))}

    assert {name for name in ours if name in promised_parameters()} >= {"require_secure_transport", "sync_binlog"}
    assert all(value in kept[name] for name, value in ours.items() if name in kept)


def test_reserved_words_are_in_lower_case() -> None:
    assert {"order", "system", "rank"} <= reserved_words()
    assert all(word == word.lower() for word in reserved_words())
    assert "orders" not in reserved_words()


def test_the_spec_s_bounds_are_the_policies() -> None:
    assert longest_rotation_days() == LONGEST_DAYS
    assert least_vault_days() == backup_vault_lock.LEAST_DAYS
    assert least_backup_days() == backup_retention.LEAST_DAYS
    assert least_log_days() == facts("observation")["log_retention"]["least"]
