"""Where everything is: what the live APIs return in every region, against the jurisdiction."""

import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from botocore.exceptions import BotoCoreError, ClientError

from drills.arena import Arena
from drills.checkers import Verdict, residence

DENIED = (
    "AccessDenied",
    "AccessDeniedException",
    "UnauthorizedOperation",
    "AuthFailure",
    "UnrecognizedClientException",
)
WORKERS = 8
ARN = re.compile(r"arn:aws[a-z-]*:[a-z0-9-]+:([a-z]{2}(?:-[a-z]+)+-\d):[0-9]*:[^\s\"',]+")


@dataclass(frozen=True, slots=True)
class Query:
    """One list of the APIs: the service, the operation, and where the items lie in the answer."""

    service: str
    operation: str
    items: str
    name: str
    arguments: Mapping[str, Any]


def run(arena: Arena) -> list[Verdict]:
    """Holds the drill."""
    session = arena.site.session(region=arena.subject.region)
    regions = sorted(set(session.get_available_regions("rds")) | set(arena.subject.regions))
    work = [(region, query) for region in regions for query in queries()]
    # The SDK's sessions are not made for threads; clients are, once they are there.
    clients = {
        (region, service): session.client(service, region_name=region)  # type: ignore[call-overload]
        for region in regions
        for service in {query.service for query in queries()}
    }
    with ThreadPoolExecutor(WORKERS) as pool:
        asked = pool.map(lambda each: (*each, _ask(clients[each[0], each[1].service], each[1])), work)
        for number, (region, query, (found, problem)) in enumerate(asked):
            arena.tell(f"{region}: {query.operation}")
            _record(arena, number, region, query, found, problem)
    _buckets(arena, len(work))
    return [residence.check(arena.recorder.operations(), arena.subject.regions)]


def _record(arena: Arena, number: int, region: str, query: Query, found: Sequence[Any], problem: str | None) -> None:
    what = {"region": region, "list": f"{query.service} {query.operation}"}
    arena.recorder.record("invoke", number, residence.CHECK, "list", what)
    kind = "ok" if problem is None else "fail"
    answer = list(described(region, query, found)) if problem is None else None
    arena.recorder.record(kind, number, residence.CHECK, "list", answer, error=problem)  # type: ignore[arg-type]


def described(region: str, query: Query, found: Sequence[Any]) -> Iterator[dict[str, Any]]:
    """Each thing with the region that it is in, and the regions that its description names by an ARN."""
    for each in found:
        text = yaml.safe_dump(each, width=float("inf"))
        named = sorted({match[1] for match in ARN.finditer(text)} | set(_replicas(each)))
        name = each if isinstance(each, str) else str(each.get(query.name, "?"))
        yield {"what": name, "region": region, "names": named}


def _replicas(each: Any) -> Iterator[str]:
    """Regions that a description names in other words than an ARN."""
    if isinstance(each, Mapping):
        for status in each.get("ReplicationStatus", []) or []:
            yield status["Region"]


def _ask(client: Any, query: Query) -> tuple[list[Any], str | None]:
    try:
        if client.can_paginate(query.operation):
            pages = list(client.get_paginator(query.operation).paginate(**query.arguments))
        else:
            pages = [getattr(client, query.operation)(**query.arguments)]
    except ClientError as error:
        code = error.response["Error"]["Code"]
        return [], "denied" if code in DENIED else f"{code}: {error.response['Error'].get('Message')}"
    except BotoCoreError as error:
        return [], str(error)
    return [each for page in pages for each in page.get(query.items, [])], None


def _buckets(arena: Arena, number: int) -> None:
    """Buckets have no region in their names, so each is asked where it is."""
    query = Query("s3", "list_buckets", "Buckets", "Name", {})
    client = arena.site.session(region=arena.subject.region).client("s3")
    found, problem = _ask(client, query)
    arena.recorder.record("invoke", number, residence.CHECK, "list", {"region": "all", "list": "s3 buckets"})
    if problem:
        arena.recorder.record("fail", number, residence.CHECK, "list", error=problem)
        return
    places = [(each["Name"], client.get_bucket_location(Bucket=each["Name"])["LocationConstraint"]) for each in found]
    answer = [{"what": name, "region": place or "us-east-1", "names": []} for name, place in places]
    arena.recorder.record("ok", number, residence.CHECK, "list", answer)


@cache
def queries() -> tuple[Query, ...]:
    """What is listed in each region, from `residency.yaml`."""
    known = yaml.safe_load((Path(__file__).parent / "residency.yaml").read_text(encoding="utf-8"))
    return tuple(
        Query(each["service"], each["operation"], each["items"], each["name"], each.get("arguments", {}))
        for each in known["lists"]
    )
