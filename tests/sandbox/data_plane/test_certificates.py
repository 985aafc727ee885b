"""Who a server is, and who says so: judged by OpenSSL, as a client judges."""

import socket
import ssl
import stat
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from sandbox.data_plane.certificates import Authority, Certificate
from sandbox.data_plane.errors import DataPlaneError

NAMES = [
    "a-rather-long-name-of-a-cluster.cluster-c0ffee.eu-west-1.rds.amazonaws.com",
    "orders.cluster-ro-c0ffee.eu-west-1.rds.amazonaws.com",
]


def shake_hands(issued: Certificate, bundle: Path, name: str) -> None:
    """Connects as a client that trusts `bundle` alone, to a server that it takes for `name`."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(issued.certificate, issued.key)
    client = ssl.create_default_context(cafile=str(bundle))
    ours, theirs = socket.socketpair()
    answering = Thread(target=_answer, args=(server, theirs))
    answering.start()
    try:
        with client.wrap_socket(ours, server_hostname=name):
            pass
    finally:
        ours.close()
        answering.join()


def _answer(context: ssl.SSLContext, connection: socket.socket) -> None:
    with connection, suppress(OSError):
        context.wrap_socket(connection, server_side=True).close()


@pytest.mark.parametrize("name", NAMES)
def test_a_client_that_trusts_the_sandbox_knows_the_server_by_each_of_its_names(tmp_path: Path, name: str) -> None:
    authority = Authority(tmp_path)
    shake_hands(authority.issue(tmp_path / "orders", NAMES), authority.bundle, name)


def test_another_name_is_refused(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    issued = authority.issue(tmp_path / "orders", NAMES)
    with pytest.raises(ssl.SSLCertVerificationError, match="Hostname mismatch"):
        shake_hands(issued, authority.bundle, "billing.cluster-c0ffee.eu-west-1.rds.amazonaws.com")


def test_a_client_that_trusts_another_sandbox_refuses(tmp_path: Path) -> None:
    issued = Authority(tmp_path / "one").issue(tmp_path / "orders", NAMES)
    with pytest.raises(ssl.SSLCertVerificationError, match="CERTIFICATE_VERIFY_FAILED"):
        shake_hands(issued, Authority(tmp_path / "two").bundle, NAMES[0])


def test_the_same_folder_keeps_its_authority(tmp_path: Path) -> None:
    issued = Authority(tmp_path).issue(tmp_path / "orders", NAMES)
    shake_hands(issued, Authority(tmp_path).bundle, NAMES[0])


@pytest.mark.parametrize(
    ("identifier", "kind", "bits"),
    [
        ("rds-ca-rsa2048-g1", rsa.RSAPublicKey, 2048),
        ("rds-ca-rsa4096-g1", rsa.RSAPublicKey, 4096),
        ("rds-ca-ecc384-g1", ec.EllipticCurvePublicKey, 384),
    ],
)
def test_the_key_is_of_the_type_of_the_authority(tmp_path: Path, identifier: str, kind: type, bits: int) -> None:
    issued = Authority(tmp_path).issue(tmp_path / "orders", NAMES, identifier)
    key = x509.load_pem_x509_certificate(issued.certificate.read_bytes()).public_key()
    assert isinstance(key, kind)
    assert getattr(key, "key_size", None) == bits


def test_an_authority_that_rds_does_not_have_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataPlaneError, match="rds-ca-2019 is no certificate authority of RDS"):
        Authority(tmp_path).issue(tmp_path / "orders", NAMES, "rds-ca-2019")


def test_keys_are_for_their_owner_alone(tmp_path: Path) -> None:
    issued = Authority(tmp_path).issue(tmp_path / "orders", NAMES)
    modes = {file: stat.S_IMODE(file.stat().st_mode) for file in (issued.key, tmp_path / "ca-key.pem")}
    assert set(modes.values()) == {0o600}
