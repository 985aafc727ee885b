"""Rules of composite alarms: `ALARM("a") OR (OK("b") AND NOT ALARM("c"))`.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
"""

import re
from collections.abc import Iterator, Mapping

TOKEN = re.compile(
    r"\s*(?:(?P<state>ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*\"?(?P<name>[^\")]+)\"?\s*\)|(?P<word>AND|OR|NOT|TRUE|FALSE|[()]))"
)


class BadRuleError(ValueError):
    """A rule that cannot be read."""


def holds(rule: str, states: Mapping[str, str]) -> bool:
    """Whether a rule holds for alarms' states by their names or ARNs. Raises BadRuleError."""
    parser = _Parser(list(_tokens(rule)), states)
    verdict = parser.either()
    if parser.tokens:
        raise BadRuleError(f"{parser.tokens[0]} is one too many in {rule}")
    return verdict


def _tokens(rule: str) -> Iterator[tuple[str, str]]:
    at, text = 0, rule.strip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if not match:
            raise BadRuleError(f"{text[at:]!r} cannot be read")
        yield (match["state"], match["name"]) if match["state"] else (match["word"], "")
        at = match.end()


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]], states: Mapping[str, str]) -> None:
        self.tokens, self._states = tokens, states

    def either(self) -> bool:
        verdict = self._both()
        while self._take("OR"):
            # The right side is read whatever the left one is.
            verdict = self._both() or verdict
        return verdict

    def _both(self) -> bool:
        verdict = self._one()
        while self._take("AND"):
            verdict = self._one() and verdict
        return verdict

    def _one(self) -> bool:
        if self._take("NOT"):
            return not self._one()
        if self._take("("):
            verdict = self.either()
            if not self._take(")"):
                raise BadRuleError("a parenthesis is not closed")
            return verdict
        if not self.tokens:
            raise BadRuleError("the rule ends too early")
        word, name = self.tokens.pop(0)
        if word in ("TRUE", "FALSE"):
            return word == "TRUE"
        if not name:
            raise BadRuleError(f"{word} stands where an alarm should")
        return self._states.get(name.rpartition(":alarm:")[2] or name) == word

    def _take(self, word: str) -> bool:
        if self.tokens and self.tokens[0] == (word, ""):
            self.tokens.pop(0)
            return True
        return False
