"""The certificate authority of a sandbox, and the certificates of its servers."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from sandbox.data_plane.errors import DataPlaneError

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

BUNDLE = "ca.pem"
AUTHORITY_KEY = "ca-key.pem"
# As long as a folder may be kept; nobody but its owner's clients trusts it.
VALID_FOR = timedelta(days=3650)
CLOCK_SKEW = timedelta(minutes=5)
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
KEY_TYPES: Mapping[str, Callable[[], Key]] = {
    "rds-ca-rsa2048-g1": lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048),
    "rds-ca-rsa4096-g1": lambda: rsa.generate_private_key(public_exponent=65537, key_size=4096),
    "rds-ca-ecc384-g1": lambda: ec.generate_private_key(ec.SECP384R1()),
}


@dataclass(frozen=True, slots=True)
class Certificate:
    """Files of a server: its certificate, and its key, which its owner alone can read."""

    certificate: Path
    key: Path


class Authority:
    """The one that a sandbox's clients trust. It is made once a folder: `ca.pem`, and its key, which stays there."""

    def __init__(self, folder: Path) -> None:
        self.bundle = folder / BUNDLE
        key_file = folder / AUTHORITY_KEY
        if not (self.bundle.exists() and key_file.exists()):
            folder.mkdir(parents=True, exist_ok=True)
            _found(self.bundle, key_file)
        self._certificate = x509.load_pem_x509_certificate(self.bundle.read_bytes())
        self._key = _loaded_key(key_file)

    def issue(self, folder: Path, names: Sequence[str], ca_identifier: str = "rds-ca-rsa2048-g1") -> Certificate:
        """A certificate for a server that is reached by all of `names`, in a folder of its own.

        Raises DataPlaneError if RDS has no authority of this identifier.
        """
        if ca_identifier not in KEY_TYPES:
            raise DataPlaneError(
                f"{ca_identifier} is no certificate authority of RDS", fix=f"name one of {', '.join(KEY_TYPES)}"
            )
        key = KEY_TYPES[ca_identifier]()
        certificate = self._signed(key, names)
        folder.mkdir(parents=True, exist_ok=True)
        issued = Certificate(folder / "server-cert.pem", folder / "server-key.pem")
        _write_key(issued.key, key)
        issued.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        return issued

    def _signed(self, key: Key, names: Sequence[str]) -> x509.Certificate:
        # A common name holds 64 characters; clients look at the alternative names alone.
        return (
            _builder(names[0][:64], self._certificate.subject, key)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
            .sign(self._key, hashes.SHA384())
        )


def _found(bundle: Path, key_file: Path) -> None:
    key = ec.generate_private_key(ec.SECP384R1())
    name = "Tidegate sandbox, for this machine alone"
    certificate = (
        _builder(name, x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]), key)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_may_sign(), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA384())
    )
    _write_key(key_file, key)
    bundle.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def _builder(common_name: str, issuer: x509.Name, key: Key) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)]))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - CLOCK_SKEW)
        .not_valid_after(now + VALID_FOR)
    )


def _may_sign() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )


def _write_key(file: Path, key: Key) -> None:
    file.unlink(missing_ok=True)
    text = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(text)


def _loaded_key(file: Path) -> Key:
    key = serialization.load_pem_private_key(file.read_bytes(), password=None)
    assert isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey)
    return key
