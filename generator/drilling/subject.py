"""What a drill must know of a database, out of its spec."""

from drills.subject import DatabaseUser, Objectives, Origin, Subject
from generator.facts.regions import regions
from generator.spec.model import Database, Environment


def subject_of(environment: Environment, name: str) -> Subject:
    """What a drill must know of a database of the environment."""
    database = environment.databases[name]
    known = regions().jurisdictions
    inside = known[environment.residency.jurisdiction]
    outside = [region for members in known.values() for region in members if region not in inside]
    return Subject(
        environment=environment.environment,
        account=environment.account_id,
        region=environment.region,
        jurisdiction=environment.residency.jurisdiction,
        regions=inside,
        elsewhere=outside[0],
        cluster=name,
        schema=database.database_name or name.replace("-", ""),
        network=environment.network.cidr,
        users=tuple(
            DatabaseUser(
                name=user.name, role=user.role, endpoint=user.endpoint, auth=user.auth, privileges=user.granted
            )
            for user in database.users
        ),
        origins=tuple(
            Origin(name=client.name, cidr=client.cidr, security_group=client.security_group)
            for client in environment.network.clients
        ),
        objectives=_objectives(database),
        log_exports=tuple(database.logs.exports),
        tags={},
    )


def _objectives(database: Database) -> Objectives:
    told = database.objectives
    return Objectives(
        failover_seconds=told.failover_seconds,
        replica_lag_seconds=told.replica_lag_seconds,
        write_latency_ms=told.write_latency_ms,
        read_latency_ms=told.read_latency_ms,
        transactions_per_second=told.transactions_per_second,
    )
