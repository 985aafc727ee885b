"""Servers speak TLS 1.2 and 1.3 alone."""

from policies.engine.adapter import register
from policies.engine.transport import TransportParameter


class TlsVersion(TransportParameter):
    """`tls_version` in the group that the database uses."""

    id = "CKV_TDG_202"
    title = "Databases speak TLS 1.2 or newer"
    why = "Older versions of TLS can be broken, and an empty list turns it off. The default depends on the version."
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MySQL.Concepts.SSLSupport.html"
    fix = "Set tls_version to TLSv1.2,TLSv1.3 in the cluster's parameter group."
    parameter = "tls_version"


check = register(TlsVersion)
