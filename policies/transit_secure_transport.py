"""Servers refuse connections without TLS."""

from policies.engine.adapter import register
from policies.engine.transport import TransportParameter


class SecureTransport(TransportParameter):
    """`require_secure_transport` in the group that the database uses."""

    id = "CKV_TDG_201"
    title = "Databases refuse connections without TLS"
    why = (
        "RDS for MySQL offers TLS and does not insist on it: a client without it sends the password and the data in "
        "the clear. What counts is the group that the cluster uses, whatever a second one says."
    )
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mysql-ssl-connections.require-ssl.html"
    fix = "Set require_secure_transport to ON, to be applied immediately, in the cluster's parameter group."
    parameter = "require_secure_transport"
    at_once = True


check = register(SecureTransport)
