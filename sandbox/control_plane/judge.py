"""What the data plane asks the control plane: who may log in, whose packets arrive, and what it must be told."""

import sys
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network
from typing import Any

from moto.ec2.models import ec2_backends
from moto.rds.models import rds_backends
from moto.route53.models import route53_backends

from sandbox.backing import ClusterKey
from sandbox.control_plane.context import CONTEXT, LOCK
from sandbox.control_plane.rds.cluster import MultiAzCluster
from sandbox.control_plane.rds.events import report
from sandbox.identity import Login, refusal

PARTITION = "aws"


class ControlPlaneJudge:
    """Answers from IAM, EC2 and RDS as they are now."""

    def may_login(self, key: ClusterKey, *, user: str, token: str, host: str, port: int) -> bool:
        """Whether an IAM token opens a session; why not is written to standard error, as to RDS's own log."""
        with LOCK:
            cluster = _cluster(key)
            login = Login(
                account=key.account,
                region=key.region,
                resource_id=cluster.db_cluster_resource_id,
                hosts=frozenset({host}),
                port=port,
                user=user,
                token=token,
            )
            why = refusal(login, CONTEXT.now()) if cluster.iam_auth else "the cluster takes no IAM tokens"
        if why:
            sys.stderr.write(f"login of {user} to {key.identifier} refused: {why}\n")
        return why is None

    def admitted(self, key: ClusterKey) -> Sequence[IPv4Network]:
        """The networks of the VPC that may reach the cluster's port.

        https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
        """
        with LOCK:
            cluster = _cluster(key)
            ec2 = ec2_backends[key.account][key.region]
            networks: set[IPv4Network] = set()
            for group_id in cluster.vpc_security_group_ids:
                group = ec2.get_security_group_from_id(group_id)
                for rule in group.ingress_rules if group else []:
                    if _opens(rule, int(cluster.port)):
                        networks |= _sources(key, ec2, rule)
            return sorted(networks)

    def alias(self, name: str) -> str | None:
        """What a CNAME record of a private hosted zone leads to, in whichever account; None if no zone has the name."""
        with LOCK:
            zones = [zone for account in route53_backends.values() for zone in account[PARTITION].zones.values()]
            for record in (record for zone in zones if zone.private_zone for record in zone.rrsets):
                if record.type == "CNAME" and record.name.rstrip(".").lower() == name and record.records:
                    return str(record.records[0]).rstrip(".").lower()
        return None

    def event(self, key: ClusterKey, source: str, event_id: str, message: str) -> None:
        """Keeps an event and tells who subscribed; the writer may be another one since."""
        with LOCK:
            cluster = _cluster(key)
            kind = "db-cluster" if source == key.identifier else "db-instance"
            report(cluster.backend, event_id, kind, source, message)
            CONTEXT.changed()


def _cluster(key: ClusterKey) -> MultiAzCluster:
    return rds_backends[key.account][key.region].multi_az_cluster(key.identifier)


def _opens(rule: Any, port: int) -> bool:
    if rule.ip_protocol == "-1":
        return True
    return rule.ip_protocol == "tcp" and int(rule.from_port) <= port <= int(rule.to_port)


def _sources(key: ClusterKey, ec2: Any, rule: Any) -> set[IPv4Network]:
    network = (rule.ip_range or {}).get("CidrIp") if isinstance(rule.ip_range, dict) else None
    if network:
        return {IPv4Network(network)}
    group = (rule.source_group or {}).get("GroupId")
    if not group:
        return set()
    named = CONTEXT.members.get((key.account, key.region, group), [])
    held = [each.private_ip_address for each in ec2.enis.values() if group in [one.id for one in each.group_set]]
    return {IPv4Network(IPv4Address(each)) for each in [*named, *held]}
