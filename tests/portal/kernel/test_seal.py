"""Making signatures that prove themselves: certificates, orders, stamps, and two checkers that accept the result."""

import hashlib
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12

from portal.kernel.seal import SealError, Subject, from_pkcs12, issue
from portal.kernel.seal.signing import Order, sign_all
from portal.kernel.seal.verifying import frozen_part, verify
from tests.portal.kernel.sealing import (
    AT,
    CENTRE,
    COMMITTEE,
    END,
    LATER,
    NAMES,
    authority,
    check,
    frozen_paper,
    jpeg,
    order,
    pdfsig,
    png,
    signed_paper,
    small_paper,
    tool,
)

ONE_AND_SEAL = ("party-1", "committee")


def test_four_signatures_and_the_seal_stand() -> None:
    found = check(signed_paper())
    assert found.genuine
    assert [finding.field for finding in found.signatures] == list(NAMES)
    assert [finding.whole for finding in found.signatures] == [False] * 4 + [True]
    first, last = found.signatures[0], found.signatures[-1]
    assert (first.signer, first.organization, first.reason, first.at) == ("王party-1", "综治中心", "party-1签署", AT)
    assert last.signer == COMMITTEE
    assert len({finding.fingerprint for finding in found.signatures}) == 5


def test_poppler_agrees() -> None:
    said = pdfsig(signed_paper())
    assert said.count("Signature Validation: Signature is Valid.") == 5
    assert said.count("Signature Type: ETSI.CAdES.detached") == 5
    assert said.count("- Total document signed") == 1
    assert "Total document signed" in said.split("Signature #5")[1]


def test_the_frozen_paper_is_the_beginning_of_the_signed_one() -> None:
    signed, frozen = signed_paper(), frozen_paper()
    assert signed.startswith(frozen)
    assert frozen_part(signed) == frozen
    found = check(signed)
    assert found.frozen_sha256 == hashlib.sha256(frozen).hexdigest()
    assert found.sha256 == hashlib.sha256(signed).hexdigest()


def test_stamps_show_and_their_fonts_are_embedded_once() -> None:
    text = tool(signed_paper(), "pdftotext", "FILE", "-")
    for name in (COMMITTEE, "王party-1", "王recorder", "2026年11月20日 16:30:00"):
        assert name in text
    fonts = tool(signed_paper(), "pdffonts", "FILE").splitlines()[2:]
    assert all(line.split()[-5] == "yes" for line in fonts)
    assert len(fonts) == 3  # text, heading, one for all stamps together


def test_a_seal_picture_appears_only_if_one_is_given() -> None:
    bare = sign_all(frozen_paper(("committee",)), [order("committee")], at=AT)
    sealed = sign_all(frozen_paper(("committee",)), [order("committee", picture=png("darkred"))], at=AT)
    assert b"/Image" not in bare
    assert b"/Image" in sealed


@pytest.mark.parametrize(
    "picture", [b"", b"\x89PNG broken", b"GIF89a", b"<svg xmlns=''/>", png()[:60], jpeg()[:-40]], ids=range(6)
)
def test_a_broken_or_foreign_picture_stops_the_signing(picture: bytes) -> None:
    with pytest.raises(SealError, match="PNG or JPEG"):
        sign_all(frozen_paper(("committee",)), [order("committee", picture=picture)], at=AT)


@pytest.mark.parametrize("picture", [png(), jpeg()], ids=["png", "jpeg"])
def test_whole_pictures_are_taken(picture: bytes) -> None:
    assert b"/Image" in sign_all(frozen_paper(("committee",)), [order("committee", picture=picture)], at=AT)


@pytest.mark.parametrize(
    "fields",
    [
        (),
        ("committee",),
        ("party-1", "committee", "recorder"),
        ("party-1", "party-1"),
        ("committee", "party-1"),
    ],
)
def test_orders_must_fill_every_field_with_the_seal_last(fields: tuple[str, ...]) -> None:
    with pytest.raises(SealError):
        sign_all(frozen_paper(ONE_AND_SEAL), [order(field) for field in fields], at=AT)


def test_a_signed_paper_cannot_be_signed_again() -> None:
    with pytest.raises(SealError):
        sign_all(small_paper(), [order("committee")], at=AT)


def bought() -> tuple[bytes, bytes]:
    """A PKCS#12 file as a licensed authority would sell it (RSA), and its own root."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, COMMITTEE)])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), AT, END)
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    certificate = builder.add_extension(usage, critical=True).sign(key, hashes.SHA256())
    bundle = pkcs12.serialize_key_and_certificates(b"seal", key, certificate, None, BestAvailableEncryption(b"pw"))
    return bundle, certificate.public_bytes(Encoding.DER)


def test_a_bought_certificate_seals_as_well() -> None:
    bundle, root = bought()
    with pytest.raises(SealError, match="password"):
        from_pkcs12(bundle, b"wrong")
    seal = Order("committee", from_pkcs12(bundle, b"pw"), order("committee").stamp, COMMITTEE, "签章")
    paper = sign_all(frozen_paper(ONE_AND_SEAL), [order("party-1"), seal], at=AT)
    assert verify(paper, [authority().certificate, root], at=LATER).genuine
    assert not check(paper).genuine
    assert pdfsig(paper).count("Signature is Valid") == 2


def test_an_authority_issues_only_in_its_own_time() -> None:
    with pytest.raises(SealError):
        issue(authority(), CENTRE, valid_from=END + timedelta(days=1), valid_until=END + timedelta(days=2))
    with pytest.raises(SealError):
        issue(from_pkcs12(bought()[0], b"pw"), CENTRE, valid_from=AT, valid_until=END)
    leaf = issue(authority(), CENTRE, valid_from=AT, valid_until=END + timedelta(days=999))
    assert x509.load_der_x509_certificate(leaf.certificate).not_valid_after_utc == END


def test_a_certificate_says_what_it_is_and_hides_its_key() -> None:
    leaf = issue(authority(), Subject("王小明", "综治中心", "42"), valid_from=AT, valid_until=END)
    certificate = x509.load_der_x509_certificate(leaf.certificate)
    assert "非许可电子认证服务机构" in certificate.subject.rfc4514_string()
    assert not certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert "key=" not in repr(leaf)
    assert leaf.fingerprint == hashlib.sha256(leaf.certificate).hexdigest()
    assert issue(authority(), CENTRE, valid_from=AT, valid_until=END).key != leaf.key


def test_a_trust_root_may_be_pem() -> None:
    assert verify(small_paper(), [authority().pem], at=LATER).genuine
