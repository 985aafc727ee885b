"""Answers held against botocore's service model: nothing that the model has not, and each value of its type."""

import json
from typing import Any
from xml.etree import ElementTree

from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape

JSON_TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "character": str,
    "boolean": bool,
    "integer": int,
    "long": int,
    "float": (int, float),
    "double": (int, float),
    "timestamp": (int, float, str),
    "blob": str,
}


def strange(operation: OperationModel, body: bytes) -> list[str]:
    """What an answer holds that its model does not explain, as paths; nothing if all is well."""
    shape = operation.output_shape
    if shape is None or not body.strip():
        return []
    if "payload" in shape.serialization:
        return []
    if operation.service_model.metadata["protocol"] in ("query", "ec2", "rest-xml"):
        return _in_answer(operation, ElementTree.fromstring(body), shape)
    return list(_json(json.loads(body), shape, operation.name))


def _in_answer(operation: OperationModel, root: ElementTree.Element, shape: Shape) -> list[str]:
    wrapper = shape.serialization.get("resultWrapper")
    found = root
    if wrapper:
        found = next((each for each in root if _name(each) == wrapper), ElementTree.Element("none"))
        if found.tag == "none":
            return [f"{operation.name}: no {wrapper}"]
    skipped = ("ResponseMetadata", "RequestId", "requestId")
    return [each for each in _xml(found, shape, operation.name) if each.split("/")[-1] not in skipped]


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _xml(element: ElementTree.Element, shape: Shape, path: str) -> list[str]:
    if isinstance(shape, StructureShape):
        return _xml_structure(element, shape, path)
    if isinstance(shape, ListShape):
        items = element if not shape.serialization.get("flattened") else [element]
        return [wrong for item in items for wrong in _xml(item, shape.member, f"{path}[]")]
    if isinstance(shape, MapShape):
        return []
    text = element.text or ""
    if len(element) or not _fits(text, shape.type_name):
        return [f"{path}: {text!r} is no {shape.type_name}"]
    return []


def _xml_structure(element: ElementTree.Element, shape: StructureShape, path: str) -> list[str]:
    by_name = {_wire_name(name, member): member for name, member in shape.members.items()}
    wrong = []
    for child in element:
        name = _name(child)
        wrong += _xml(child, by_name[name], f"{path}/{name}") if name in by_name else [f"{path}/{name}"]
    return wrong


def _wire_name(name: str, member: Shape) -> str:
    if isinstance(member, ListShape) and member.serialization.get("flattened"):
        return str(member.member.serialization.get("name", member.serialization.get("name", name)))
    return str(member.serialization.get("name", name))


def _fits(text: str, type_name: str) -> bool:
    if type_name == "boolean":
        return text in ("true", "false")
    if type_name in ("integer", "long"):
        return text.lstrip("-").isdecimal()
    if type_name in ("float", "double"):
        return text.replace(".", "", 1).replace("e-", "", 1).lstrip("-").isdecimal()
    if type_name == "timestamp":
        return "T" in text and text.endswith("Z")
    return True


def _json(value: Any, shape: Shape, path: str) -> list[str]:
    if value is None:
        return []
    if isinstance(shape, StructureShape):
        if not isinstance(value, dict):
            return [f"{path}: {value!r} is no structure"]
        members = {_wire_name(name, member): member for name, member in shape.members.items()}
        return [
            wrong
            for name, each in value.items()
            for wrong in (_json(each, members[name], f"{path}/{name}") if name in members else [f"{path}/{name}"])
        ]
    if isinstance(shape, ListShape):
        return [wrong for each in value for wrong in _json(each, shape.member, f"{path}[]")]
    if isinstance(shape, MapShape):
        return [wrong for name, each in value.items() for wrong in _json(each, shape.value, f"{path}/{name}")]
    wanted = JSON_TYPES[shape.type_name]
    is_number = isinstance(value, bool) and shape.type_name != "boolean"
    return [f"{path}: {value!r} is no {shape.type_name}"] if is_number or not isinstance(value, wanted) else []
