"""Servers show certificates of an authority that clients can check."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.facts import facts
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Resource, Stack, shown

_ARGUMENTS = {
    "aws_rds_cluster": "ca_certificate_identifier",
    "aws_db_instance": "ca_cert_identifier",
    "aws_rds_cluster_instance": "ca_cert_identifier",
    "aws_rds_certificate": "certificate_identifier",
}


class CertificateAuthority(Policy):
    """The authority is named, and is one of those that RDS has today."""

    id = "CKV_TDG_203"
    title = "Certificates are of a current authority, named in full"
    category = "transit"
    why = (
        "Terraform takes any name. The retired rds-ca-2019 breaks each client that verifies the server; left out, the "
        "account's default counts, which somebody else can change."
    )
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html"
    fix = "Set it to rds-ca-rsa2048-g1, or to another authority that RDS has today."
    types = tuple(_ARGUMENTS)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes it."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation unless the authority is certainly one of those."""
        del stack
        argument = _ARGUMENTS[resource.type]
        given = resource.get(argument)
        current = facts("transport")["certificate_authorities"]["values"]
        if given not in current:
            yield Violation(f"{argument} is {shown(given)}, and none of {', '.join(current)}", attribute=argument)


check = register(CertificateAuthority)
