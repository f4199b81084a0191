"""The centre's own certificate authority, and the certificates it issues to those who sign.

This is not an electronic certification service under 电子签名法 art.16 and 18: the centre vouches only for what it saw.
Keys are elliptic (P-256), which both pyHanko and pdfsig check and which are made in under a millisecond, so that each
party can have a key of its own that lives for one job.
"""

from dataclasses import dataclass, field
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from portal.kernel.seal.trouble import SealError

#: Said in every certificate of the centre, so that a stranger's tool shows it too.
NOT_LICENSED = "非许可电子认证服务机构，仅供本中心文书使用"


@dataclass(frozen=True)
class Subject:
    """Whom a certificate names: the person as the paper may show them, the body they act for, an opaque number."""

    name: str
    organization: str
    number: str = ""


@dataclass(frozen=True)
class Credential:
    """A certificate with its private key. ``key`` (PKCS#8, DER) is for the caller to encrypt or to forget."""

    certificate: bytes
    key: bytes = field(repr=False)
    chain: tuple[bytes, ...] = ()

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, in hexadecimal: what an evidence record names."""
        return x509.load_der_x509_certificate(self.certificate).fingerprint(hashes.SHA256()).hex()

    @property
    def pem(self) -> bytes:
        """The certificate alone, as a file that others may import as a trust root."""
        return x509.load_der_x509_certificate(self.certificate).public_bytes(Encoding.PEM)


def create_authority(subject: Subject, *, valid_from: datetime, valid_until: datetime) -> Credential:
    """A new authority: a self-signed certificate that may issue to signers and to no further authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(subject)
    builder = _builder(name, name, key.public_key(), valid_from, valid_until)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(issues=True), critical=True)
    return Credential(builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER), _dump(key))


def issue(authority: Credential, subject: Subject, *, valid_from: datetime, valid_until: datetime) -> Credential:
    """A new key and certificate for one signer.

    Without a trusted timestamp a signature is judged at the time of checking, so let certificates last as long as the
    papers are kept; a party's key is gone with the job, hence the long life opens no door. A certificate never
    outlives its authority.
    """
    parent = x509.load_der_x509_certificate(authority.certificate)
    parent_key = load_der_private_key(authority.key, None)
    if not isinstance(parent_key, ec.EllipticCurvePrivateKey):
        raise SealError("the authority's key is not one that create_authority makes")
    if not parent.not_valid_before_utc <= valid_from < parent.not_valid_after_utc:
        raise SealError("the authority itself is not valid at that time")
    key = ec.generate_private_key(ec.SECP256R1())
    until = min(valid_until, parent.not_valid_after_utc)
    builder = _builder(_name(subject), parent.subject, key.public_key(), valid_from, until)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(issues=False), critical=True)
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(parent_key.public_key())
    builder = builder.add_extension(issuer, critical=False)
    certificate = builder.sign(parent_key, hashes.SHA256())
    return Credential(certificate.public_bytes(Encoding.DER), _dump(key), (authority.certificate,))


def from_pkcs12(data: bytes, password: bytes | None) -> Credential:
    """A credential that the committee bought from a licensed authority (电子认证服务机构), as a PKCS#12 file."""
    try:
        bundle = pkcs12.load_pkcs12(data, password)
    except ValueError as error:
        raise SealError("not a PKCS#12 file, or the wrong password") from error
    if bundle.key is None or bundle.cert is None:
        raise SealError("the PKCS#12 file lacks the key or the certificate")
    key = bundle.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    chain = tuple(extra.certificate.public_bytes(Encoding.DER) for extra in bundle.additional_certs)
    return Credential(bundle.cert.certificate.public_bytes(Encoding.DER), key, chain)


def _name(subject: Subject) -> x509.Name:
    parts = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, subject.organization[:64]),
        x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, NOT_LICENSED),
        x509.NameAttribute(NameOID.COMMON_NAME, subject.name[:64]),
    ]
    if subject.number:
        parts.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, subject.number[:64]))
    return x509.Name(parts)


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    public_key: ec.EllipticCurvePublicKey,
    valid_from: datetime,
    valid_until: datetime,
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder(subject_name=subject, issuer_name=issuer, public_key=public_key)
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(valid_from).not_valid_after(valid_until)
    return builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)


def _usage(*, issues: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not issues,
        content_commitment=not issues,  # 不可否认: the usage that validators ask of a signature on a document
        key_cert_sign=issues,
        crl_sign=issues,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _dump(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
