"""A state in which an environment exists already, made from the plan that would make it.

What only AWS could know is made up: ids, ARNs, names of endpoints. Then the environment is planned against it, and what
the plan would still change is put into the state, until the plan is empty.
"""

import copy
import json
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from tests.mutants.edits import Stack
from tests.mutants.planning import Planner

Json = dict[str, Any]
ACCOUNT = "222222222222"
REGION = "eu-west-1"
_ROUNDS = 6
_ALWAYS = ("arn", "id")
# What AWS fills in where nothing is asked for; a value that is not there looks like one that is about to change.
_FILLED_IN: Mapping[str, Mapping[str, Any]] = {
    "aws_backup_selection": {"condition": [], "not_resources": []},
    "aws_db_subnet_group": {"supported_network_types": ["IPV4"]},
    "aws_default_security_group": {"egress": [], "ingress": []},
    "aws_iam_role": {"managed_policy_arns": []},
    "aws_rds_cluster": {
        "availability_zones": [f"{REGION}{letter}" for letter in "abc"],
        "cluster_members": [],
        "engine_version_actual": "8.4.8",
        "iam_roles": [],
        "network_type": "IPV4",
    },
    "aws_route53_zone": {"name_servers": []},
    "aws_route_table": {"propagating_vgws": [], "route": []},
    "aws_security_group": {"egress": [], "ingress": []},
    "aws_vpc_endpoint": {
        name: []
        for name in (
            "cidr_blocks",
            "dns_entry",
            "network_interface_ids",
            "route_table_ids",
            "security_group_ids",
            "subnet_ids",
        )
    },
}


def prior_state(planner: Planner, stack: Stack) -> Json:
    """The state, as Terraform keeps it, in which `stack` is already there; a plan of it is empty."""
    stack = _without_protection(stack)
    plan = _planned(planner, stack)
    state = _first(plan)
    for _ in range(_ROUNDS):
        planner.write_state(json.dumps(state))
        plan = _planned(planner, stack)
        open_changes = [each for each in plan["resource_changes"] if _open(each)]
        if not open_changes:
            return state
        for change in open_changes:
            _settle(state, change)
        state["serial"] += 1
    left = {each["address"]: each["change"]["actions"] for each in open_changes}
    raise AssertionError(f"the state does not come to rest: {left}")


def _without_protection(stack: Stack) -> Stack:
    """What the state lacks makes Terraform replace things, until it is there."""
    bare = copy.deepcopy(stack)
    for named in bare["resource"].values():
        for body in named.values():
            body.get("lifecycle", {}).pop("prevent_destroy", None)
    return bare


def _planned(planner: Planner, stack: Stack) -> Json:
    planned = planner.plan(stack)
    assert planned.plan is not None, planned.refusal
    return dict(planned.plan)


def _open(change: Json) -> bool:
    return bool(change["mode"] == "managed" and change["change"]["actions"] != ["no-op"])


def _first(plan: Json) -> Json:
    referred = set(_references(plan["configuration"]["root_module"]))
    asked = {each["address"]: each["expressions"] for each in plan["configuration"]["root_module"]["resources"]}
    planned = [each for each in plan["planned_values"]["root_module"]["resources"] if each["mode"] == "managed"]
    unknown = {each["address"]: each["change"]["after_unknown"] for each in plan["resource_changes"]}
    resources = [
        _resource(each, referred, asked[each["address"].split("[")[0]], set(unknown[each["address"]]))
        for each in planned
    ]
    return {
        "version": 4,
        "terraform_version": plan["terraform_version"],
        "serial": 1,
        "lineage": str(uuid5(NAMESPACE_URL, "tidegate")),
        "outputs": {},
        "resources": resources,
    }


def _resource(planned: Json, referred: set[str], asked: Json, unknown: set[str]) -> Json:
    values = copy.deepcopy(planned.get("values", {}))
    plain = planned["address"].split("[")[0]
    wanted = {*_ALWAYS, *(each.rpartition(".")[2] for each in referred if each.rpartition(".")[0] == plain)}
    for name in sorted((wanted & unknown) - set(values)):
        values[name] = _made_up(planned["type"], planned["address"], name)
    values = {**_FILLED_IN.get(planned["type"], {}), **values}
    values |= {name: value for name, value in _taken_over(asked) if name in unknown - set(values)}
    instance: Json = {"schema_version": planned["schema_version"], "attributes": values}
    if "index" in planned:
        instance["index_key"] = planned["index"]
    return {
        "mode": "managed",
        "type": planned["type"],
        "name": planned["name"],
        "provider": 'provider["registry.terraform.io/hashicorp/aws"]',
        "instances": [instance],
    }


def _taken_over(asked: Json) -> Iterator[tuple[str, str]]:
    """Arguments that are the id of one other resource: what it is called there."""
    for name, expression in asked.items():
        whole = [each for each in expression.get("references", ()) if each.count(".") == 2] if _is(expression) else []
        if name.endswith("_id") and len(whole) == 1:
            kind, _, attribute = whole[0].split(".")
            yield name, _made_up(kind, whole[0].rpartition(".")[0], attribute)


def _is(expression: Any) -> bool:
    return isinstance(expression, dict)


def _made_up(kind: str, address: str, name: str) -> Any:
    number = str(uuid5(NAMESPACE_URL, address))
    service = kind.split("_")[1]
    arn = f"arn:aws:{service}:{REGION}:{ACCOUNT}:{kind}/{number}"
    if name == "master_user_secret":
        return [{"secret_arn": arn, "kms_key_id": "", "secret_status": "active"}]
    return arn if name.endswith("arn") else number


def _references(part: Any) -> Iterator[str]:
    """Everything that an expression of the configuration refers to: `aws_kms_key.storage.arn`."""
    if isinstance(part, Mapping):
        for name, value in part.items():
            yield from (each.split("[")[0] for each in value) if name == "references" else _references(value)
    elif isinstance(part, list):
        for each in part:
            yield from _references(each)


def _settle(state: Json, change: Json) -> None:
    instance = _instance(state, change)
    instance["attributes"] |= change["change"]["after"] or {}
    secret = [name for name, hidden in (change["change"]["after_sensitive"] or {}).items() if hidden is True]
    instance["sensitive_attributes"] = [[{"type": "get_attr", "value": name}] for name in secret]


def _instance(state: Json, change: Json) -> Json:
    for resource in state["resources"]:
        for instance in resource["instances"]:
            same = (resource["type"], resource["name"], instance.get("index_key"))
            if same == (change["type"], change["name"], change.get("index")):
                found: Json = instance
                return found
    raise AssertionError(f"{change['address']} is not in the state")
