"""The log files of members: what is read of them, and the one that the login verifier writes."""

import json
from datetime import UTC, datetime
from pathlib import Path

from sandbox.backing import LogPart
from sandbox.data_plane.clusters.cluster import Cluster
from sandbox.data_plane.login import Attempt

FAILED_LOGINS = "iam-db-auth-error"
MOST_BYTES = 1 << 20


def part(file: Path, offset: int, most: int = MOST_BYTES) -> LogPart:
    """At most so many bytes of a file from `offset` on; of one that is shorter than that, from its start."""
    try:
        with file.open("rb") as log:
            start = offset if offset <= log.seek(0, 2) else 0
            log.seek(start)
            content = log.read(most)
    except FileNotFoundError:
        return LogPart(b"", 0)
    return LogPart(content, start + len(content))


def note_failed_login(cluster: Cluster, attempt: Attempt) -> None:
    """Writes a line to the log of the member whose server asked; never the token.

    RDS does not document its line. A user's name is written as JSON, so that it cannot make up a line of its own.
    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.Troubleshooting.html
    """
    asked = next((each for each in cluster.members.values() if each.pid == attempt.pid), None)
    if asked is None:
        return
    who = f"{json.dumps(attempt.user)}@{json.dumps(attempt.client)}"
    line = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%fZ} [ERROR] IAM authentication failed for {who}\n"
    with asked.log(FAILED_LOGINS).open("a", encoding="utf-8") as log:
        log.write(line)
