"""The pack stands alone, so it has its own copy of facts: here they are held against the generator's."""

from pathlib import Path
from typing import Any

import yaml

from generator.facts import instance_classes
from policies.engine.facts import facts

GENERATOR = Path(instance_classes.__file__).parent


def _generator(name: str) -> Any:
    return yaml.safe_load((GENERATOR / f"{name}.yaml").read_text(encoding="utf-8"))


def test_every_alarm_that_tidegate_makes_is_required_with_its_side_and_severity() -> None:
    alarms, required = _generator("alarms"), facts("required_alarms")
    assert {name: (each["side"], each["page"]) for name, each in required["members"].items()} == {
        name: ("above" if "above" in each else "below", each["severity"] == "page")
        for name, each in alarms["members"].items()
    }
    assert required["logs"] == {
        name: {"log": each["log"], "pattern": each["pattern"], "page": each["severity"] == "page"}
        for name, each in alarms["logs"].items()
    }


def test_missing_data_is_breaching_where_tidegate_has_it_so() -> None:
    made = {name: each["missing"] for name, each in _generator("alarms")["members"].items()}
    wanted = {name: each["missing"] for name, each in facts("required_alarms")["members"].items() if "missing" in each}
    assert wanted == {name: missing for name, missing in made.items() if missing == "breaching"}


def test_event_categories_are_the_generators() -> None:
    assert facts("event_categories")["sources"] == {
        kind: {"source": each["source"], "known": each["categories"], "required": each["subscribed"]}
        for kind, each in _generator("events")["sources"].items()
    }


def test_choices_are_the_generators() -> None:
    choices, own = _generator("choices"), facts("observation")
    assert own["log_retention"]["values"] == choices["log_retention_days"]["values"]
    assert own["insights"]["values"] == choices["insights_retention_days"]["values"]
    assert own["insights"]["advanced_from"] == choices["insights_retention_days"]["advanced_from"]
    assert [0, *own["monitoring_interval"]["values"]] == choices["monitoring_interval_seconds"]["values"]


def test_ranges_storage_and_classes_are_the_generators() -> None:
    network, classes = _generator("network"), instance_classes.instance_classes()
    assert facts("private_ranges")["values"] == network["private_ranges"]["values"]
    assert facts("private_ranges")["wide_prefix"] == network["clients"]["wide_prefix"]
    assert facts("cluster_shape")["storage"]["types"] == _generator("storage")["types"]
    assert {name: set(sizes) for name, sizes in facts("cluster_shape")["instance_classes"]["sizes"].items()} == {
        family: {size for sold in classes.regions.values() for size in sold.get(family, ())}
        for family in classes.families
    }


def test_promised_parameters_are_the_generators() -> None:
    promises = _generator("promises")
    assert {name: each["keep"] for name, each in facts("promised_parameters")["parameters"].items()} == {
        each["name"]: each["keep"] for group in ("durability", "replication", "writing") for each in promises[group]
    }
    kept = {each["name"]: each["keep"] for each in promises["observation"]}
    assert facts("log_exports")["parameters"] == {name: kept[name] for name in facts("log_exports")["parameters"]}


def test_versions_are_those_of_the_generator() -> None:
    versions, majors = facts("cluster_shape")["engine_versions"], _generator("engine_versions")["majors"]
    assert {*versions["supported"], *versions["extended"]} == set(majors)
    checked = _generator("engine_versions")["checked"]
    assert {name for name, each in majors.items() if each["standard_support_ends"] > checked} == {
        *versions["supported"]
    }
