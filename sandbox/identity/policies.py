"""What policy documents say of one action on one resource: an explicit denial wins, and nothing is allowed by silence.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

Document = Mapping[str, object]


def allowed(documents: Iterable[Document], action: str, resource: str) -> bool:
    """Whether policies together allow an action.

    Conditions are not read: a statement that has one denies as if it were met, and allows nothing.
    """
    about = [each for document in documents for each in _statements(document) if _is_about(each, action, resource)]
    if any(statement.get("Effect") == "Deny" for statement in about):
        return False
    return any(statement.get("Effect") == "Allow" and not statement.get("Condition") for statement in about)


def _statements(document: Document) -> Sequence[Document]:
    found = document.get("Statement", [])
    return [each for each in (found if isinstance(found, list) else [found]) if isinstance(each, Mapping)]


def _is_about(statement: Document, action: str, resource: str) -> bool:
    return _element(statement, "Action", action, case=False) and _element(statement, "Resource", resource, case=True)


def _element(statement: Document, name: str, value: str, *, case: bool) -> bool:
    if name in statement:
        return _any_matches(statement[name], value, case=case)
    return f"Not{name}" in statement and not _any_matches(statement[f"Not{name}"], value, case=case)


def _any_matches(patterns: object, value: str, *, case: bool) -> bool:
    listed = patterns if isinstance(patterns, list) else [patterns]
    return any(_pattern(str(pattern), case).fullmatch(value) for pattern in listed)


@lru_cache(maxsize=1024)
def _pattern(text: str, case: bool) -> re.Pattern[str]:
    expression = re.escape(text).replace(r"\*", ".*").replace(r"\?", ".")
    return re.compile(expression, re.DOTALL if case else re.DOTALL | re.IGNORECASE)
