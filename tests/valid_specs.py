"""Specs that no rule has anything against, in all the shapes that a spec can have."""

import json
from typing import Any

from hypothesis import strategies as st

ACCOUNT = "222222222222"
Mapping = dict[str, Any]

# Any text at all, save what no YAML file can hold and the marks of the renderer.
texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\ue000\ue001\ufffe\uffff"),
    min_size=1,
    max_size=40,
).filter(lambda text: "${TfToken[" not in text and text.strip() == text)

tag_texts = st.text(
    st.characters(categories=("L", "N"), include_characters=" _.:/=+-@"), min_size=1, max_size=40
).filter(lambda text: text.strip() == text)
descriptions = st.from_regex(r"[a-zA-Z0-9][a-zA-Z0-9 ._\-:/()#,@\[\]+=&;{}!$*]{0,39}", fullmatch=True)

names = st.from_regex(r"[a-z][a-z0-9]{2,9}(-[a-z0-9]{1,5})?", fullmatch=True)

storages = st.one_of(
    st.builds(lambda size: {"type": "gp3", "size_gib": size}, st.integers(20, 399)),
    st.builds(lambda size: {"type": "gp3", "size_gib": size, "iops": 12_000}, st.integers(400, 1000)),
    st.builds(lambda size: {"type": "io1", "size_gib": size, "iops": size * 10}, st.integers(100, 1000)),
    st.builds(lambda size: {"type": "io2", "size_gib": size, "iops": size * 50}, st.integers(100, 1000)),
)


def _users(kept: list[tuple[str, str, str, int]]) -> list[Mapping]:
    return [
        {
            "name": f"u_{name.replace('-', '_')}",
            "role": f"arn:aws:iam::{ACCOUNT}:role/{name}",
            "endpoint": at,
            "auth": auth,
            "rotation_days": days,
        }
        for name, at, auth, days in kept
    ]


users = st.lists(
    st.tuples(names, st.sampled_from(["writer", "reader"]), st.sampled_from(["iam", "secret"]), st.integers(1, 90)),
    max_size=4,
    unique_by=lambda user: user[0].replace("-", "_"),
).map(_users)

databases = st.fixed_dictionaries(
    {"instance_class": st.sampled_from(["db.r6gd.large", "db.m6gd.xlarge", "db.c6gd.medium", "db.r8gd.48xlarge"])},
    optional={
        "storage": storages,
        "users": users,
        "port": st.sampled_from([3306, 3307, 65535]),
        "engine_version": st.sampled_from(["8.4", "8.4.11"]),
        "parameters": st.sampled_from(
            [{}, {"max_connections": "900"}, {"wait_timeout": "60", "max_connections": "80"}]
        ),
        "backup": st.builds(lambda days: {"retention_days": days}, st.integers(7, 35)),
        "logs": st.sampled_from([{"retention_days": 90}, {"retention_days": 3653}]),
        "monitoring": st.builds(lambda seconds: {"interval_seconds": seconds}, st.sampled_from([1, 5, 10, 30, 60])),
        "master_rotation_days": st.integers(1, 90),
        "alarms": st.sampled_from([{}, {"CPUUtilization": 80}, {"ReplicaLag": 3, "WriteLatency": 0.05}]),
    },
)

clients = st.lists(
    st.tuples(names, st.one_of(st.just("sg-0a1b2c3d4e5f60718"), st.integers(1, 200)), descriptions),
    max_size=3,
    unique_by=(lambda client: client[0], lambda client: str(client[1])),
).map(
    lambda kept: [
        {
            "name": name,
            "description": text,
            **({"cidr": f"10.20.48.{origin}/32"} if isinstance(origin, int) else {"security_group": origin}),
        }
        for name, origin, text in kept
    ]
)

environments = st.builds(
    lambda team, kept, admitted, vault: {
        "environment": "eu-west-1",
        "region": "eu-west-1",
        "account_id": ACCOUNT,
        "owner": {"team": team, "email": "orders@example.com"},
        "residency": {"jurisdiction": "EU"},
        "network": {
            "cidr": "10.20.0.0/16",
            "availability_zones": ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
            "clients": admitted,
        },
        "databases": kept,
        "vault": vault,
    },
    tag_texts,
    st.dictionaries(names, databases, min_size=1, max_size=3),
    clients,
    st.sampled_from([{}, {"lock": "compliance"}, {"min_retention_days": 7}]),
)

documents = environments.map(lambda spec: json.dumps(spec, ensure_ascii=False))
"""The text of a spec file: JSON, which is YAML too."""
