"""Logins that must work, at every moment of a rotation."""

from collections.abc import Sequence

from drills.checkers.verdict import Anomaly, Verdict, judged, untested
from drills.history import Operation

CHECK = "logins"


def check(operations: Sequence[Operation]) -> Verdict:
    """Judges `login` (asked: who): each must work."""
    tried = [each for each in operations if each.name == "login"]
    if not any(each.ok for each in tried):
        return untested(CHECK, "nobody ever logged in")
    anomalies = [Anomaly("refused", f"{each.asked}: {each.error}", (each.index,)) for each in tried if not each.ok]
    names = {each.asked for each in tried}
    note = f"{len(tried)} logins of {len(names)} users"
    return judged(CHECK, note, anomalies, {"logins": len(tried), "users": len(names)})


def replaced(changed: Sequence[str], dead: Sequence[str], wanted: Sequence[str]) -> Verdict:
    """Whether each of the passwords `wanted` was `changed`, and the old one is `dead` afterwards."""
    if not wanted:
        return untested("rotation", "there is no password to rotate")
    anomalies = [
        Anomaly("unchanged", f"the password of {each} is the old one") for each in wanted if each not in changed
    ]
    anomalies += [Anomaly("alive", f"the old password of {each} still works") for each in changed if each not in dead]
    return judged("rotation", f"{len(wanted)} passwords rotated under load", anomalies, {"passwords": len(wanted)})


def expiring(before: bool, after: bool, kept: bool) -> Verdict:
    """Whether a token worked before it ran out and not `after`, and the connection that it opened was `kept`."""
    if not before:
        return untested("token", "a token that runs out soon was never accepted")
    anomalies = []
    if after:
        anomalies.append(Anomaly("alive", "a token that has run out still opens a connection"))
    if not kept:
        anomalies.append(Anomaly("refused", "the connection ended with the token that had opened it"))
    return judged("token", "a token ran out, the connection that it opened went on", anomalies, {})
