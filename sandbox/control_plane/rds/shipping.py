"""New lines of the members' exported logs, on their way into the cluster's log groups.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.MySQLDB.PublishtoCloudWatchLogs.html
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from moto.logs.models import logs_backends

from sandbox.backing import BackingError, LogPart
from sandbox.control_plane.context import CONTEXT, LOCK
from sandbox.control_plane.rds.cluster import MultiAzCluster
from sandbox.control_plane.services.logs import ingest

ENTRY = {
    "slowquery": re.compile(r"# Time: "),
    "general": re.compile(r"\d{4}-\d\d-\d\dT"),
    "error": re.compile(r"\d{4}-\d\d-\d\dT"),
}
"""How an entry of a log begins; a line that does not is the rest of the one before it."""
LONGEST_LINE = 1 << 18
"""Bytes of a line for whose end nobody waits."""


@dataclass(frozen=True, slots=True)
class Text:
    """What a member wrote to one of its logs since it was last shipped: whole lines."""

    member: str
    log: str
    lines: Sequence[str]
    begin: int
    end: int


def unshipped(cluster: MultiAzCluster) -> list[Text]:
    """What the members of a cluster wrote to the logs that it exports."""
    with LOCK:
        members = [member.db_instance_identifier for member in cluster._members]
        wanted = [(name, log, _shipped(cluster, name, log)) for name in members for log in _exports(cluster)]
    texts = []
    for name, log, begin in wanted:
        with suppress(BackingError, KeyError, OSError):
            texts.append(_whole_lines(name, log, begin, CONTEXT.backing.log(cluster.key, name, log, begin)))
    return texts


def _exports(cluster: MultiAzCluster) -> Sequence[str]:
    exports: list[str] = cluster.enabled_cloudwatch_logs_exports
    return exports


def _shipped(cluster: MultiAzCluster, member: str, log: str) -> int:
    return CONTEXT.shipped.get((cluster.db_cluster_resource_id, member, log), 0)


def _whole_lines(member: str, log: str, begin: int, part: LogPart) -> Text:
    whole = part.content[: part.content.rfind(b"\n") + 1]
    if len(part.content) - len(whole) >= LONGEST_LINE:
        whole = part.content
    end = part.end - len(part.content) + len(whole)
    return Text(member, log, whole.decode(errors="replace").splitlines(), begin, end)


def ship(written: Iterable[tuple[MultiAzCluster, Sequence[Text]]]) -> bool:
    """Puts entries into `/aws/rds/cluster/<cluster>/<log>`, a stream for each member; whether there were any."""
    shipped = False
    for cluster, texts in written:
        # Somebody else may have shipped it since it was read.
        for text in [each for each in texts if each.begin == _shipped(cluster, each.member, each.log)]:
            CONTEXT.shipped[cluster.db_cluster_resource_id, text.member, text.log] = text.end
            if text.lines:
                logs = logs_backends[cluster.account_id][cluster.region]
                group = f"/aws/rds/cluster/{cluster.db_cluster_identifier}/{text.log}"
                ingest(logs, group, text.member, list(entries(text.log, text.lines)))
                shipped = True
    return shipped


def entries(log: str, lines: Iterable[str]) -> Iterator[str]:
    """Lines put together to what is one event each."""
    begins, entry = ENTRY.get(log), list[str]()
    for line in lines:
        if entry and (begins is None or begins.match(line)):
            yield "\n".join(entry)
            entry = []
        entry.append(line)
    if entry:
        yield "\n".join(entry)
