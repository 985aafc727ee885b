"""Reads YAML into a `Document`: positions by construction, all syntax findings in one go."""

from collections.abc import Callable
from dataclasses import dataclass, field

import yaml

from generator.findings import Finding
from generator.spec.document import Document, Path, Position, dotted
from generator.spec.scalars import AmbiguousScalarError, read_scalar

YAML_SOURCE = "https://yaml.org/spec/1.2.2/"
_QUOTED = ("'", '"', "|", ">")
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class _Reader:
    file: str
    values: dict[Path, Position] = field(default_factory=dict)
    keys: dict[Path, Position] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def convert(self, node: yaml.Node, path: Path) -> object:
        self.values[path] = _position(node.start_mark)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.convert(child, (*path, index)) for index, child in enumerate(node.value)]
        assert isinstance(node, yaml.ScalarNode)
        return self._scalar(node, path)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, object]:
        result: dict[str, object] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            child = (*path, key)
            if key in result:
                first = self.keys[child]
                self.report(
                    "SPEC003",
                    f"`{key}` stands twice in this mapping, first in line {first.line}",
                    "keep one of the two",
                    key_node.start_mark,
                    child,
                )
                continue
            self.keys[child] = _position(key_node.start_mark)
            result[key] = self.convert(value_node, child)
        return result

    def _scalar(self, node: yaml.ScalarNode, path: Path) -> object:
        try:
            return read_scalar(node.value, plain=node.style not in _QUOTED)
        except AmbiguousScalarError as ambiguous:
            self.report("SPEC004", str(ambiguous), ambiguous.fix, node.start_mark, path)
            return str(node.value)

    def report(self, rule: str, message: str, fix: str, mark: yaml.Mark, path: Path) -> None:
        position = _position(mark)
        self.findings.append(
            Finding(
                rule=rule,
                severity="error",
                message=message,
                fix=fix,
                source=YAML_SOURCE,
                file=self.file,
                line=position.line,
                column=position.column,
                path=dotted(path) or None,
            )
        )


def parse(text: str, file: str) -> tuple[Document | None, list[Finding]]:
    """The document in `text`, and what is wrong with its YAML; no document where nothing can be read.

    `file` is the name that positions carry. Never raises.
    """
    reader = _Reader(file)
    compose: Callable[..., yaml.Node | None] = yaml.compose
    try:
        node = compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark or yaml.Mark(file, 0, 0, 0, None, 0)
        problem = " ".join(part for part in (error.context, error.problem) if part)
        reader.report("SPEC002", f"not YAML: {problem}", "mend the YAML at this place", mark, ())
        return None, reader.findings
    if node is None:
        mark = yaml.Mark(file, 0, 0, 0, None, 0)
        reader.report("SPEC001", "the file is empty", "start from the example in the README", mark, ())
        return None, reader.findings
    data = reader.convert(node, ())
    return Document(file, text, data, reader.values, reader.keys), reader.findings


def _position(mark: yaml.Mark) -> Position:
    return Position(mark.line + 1, mark.column + 1)
