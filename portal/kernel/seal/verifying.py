"""Checks a signed paper offline with pyHanko's validator. For the worker and the command line alone."""

import asyncio
import hashlib
import logging
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from asn1crypto import cms as asn1_cms
from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import EmbeddedPdfSignature, SignatureCoverageLevel, async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from portal.kernel.seal.finding import NotAPaper, SignatureFinding, Verification

Roots = Sequence[asn1_x509.Certificate]
#: What a damaged or hostile file can make the parsers raise; it is a finding, not a failure of ours.
_DAMAGE = (PdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OSError)
#: Later changes that leave earlier signatures standing: validation data and further signatures in empty fields.
_ALLOWED = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING)

# pyHanko logs each finding with a traceback; the findings themselves are our answer.
logging.getLogger("pyhanko.sign.diff_analysis").setLevel(logging.CRITICAL)


def verify(paper: bytes, trust_roots: Sequence[bytes], *, at: datetime) -> Verification:
    """What the signatures of this file prove at the instant ``at``, trusting only these roots (DER or PEM).

    Raises :class:`NotAPaper` if the bytes are no PDF. A signature's own container can never cover itself (unsigned
    attributes, unused certificates): compare the file's hash with the registered one as well.
    """
    if b"%PDF-" not in paper[:1024]:
        raise NotAPaper("not a PDF file")
    roots = [_certificate(root) for root in trust_roots]
    sha256 = hashlib.sha256(paper).hexdigest()
    try:
        reader = PdfFileReader(BytesIO(paper))
        frozen = hashlib.sha256(_frozen_part(paper, reader)).hexdigest()
        unsigned = tuple(name for name, _, _ in enumerate_sig_fields(reader, filled_status=False))
        findings = asyncio.run(_findings(paper, reader, roots, at))
    except _DAMAGE as error:
        return Verification(sha256, "", (), problem=f"the file is damaged: {error}")
    return Verification(sha256, frozen, tuple(findings), unsigned, "" if findings else "the file carries no signature")


def frozen_part(paper: bytes) -> bytes:
    """The paper as it was before the first signature: what all signers read."""
    return _frozen_part(paper, PdfFileReader(BytesIO(paper)))


def _frozen_part(paper: bytes, reader: PdfFileReader) -> bytes:
    start = reader.xrefs.get_startxref_for_revision(0)
    end = paper.index(b"%%EOF", start) + len(b"%%EOF")
    return paper[: end + 1] if paper[end : end + 1] == b"\n" else paper[:end]


async def _findings(paper: bytes, reader: PdfFileReader, roots: Roots, at: datetime) -> list[SignatureFinding]:
    return [await _finding(paper, signature, roots, at) for signature in reader.embedded_regular_signatures]


async def _finding(paper: bytes, signature: EmbeddedPdfSignature, roots: Roots, at: datetime) -> SignatureFinding:
    context = ValidationContext(trust_roots=roots, moment=at, allow_fetching=False)
    status = await async_validate_pdf_signature(signature, signer_validation_context=context)
    subject = status.signing_cert.subject.native
    return SignatureFinding(
        field=signature.field_name,
        signer=_text(subject.get("common_name")),
        organization=_text(subject.get("organization_name")),
        at=signature.self_reported_timestamp,
        reason=_text(signature.sig_object.get("/Reason")),
        fingerprint=status.signing_cert.sha256.hex(),
        intact=status.intact and status.valid and _is_tidy(paper, signature),
        trusted=status.trusted,
        whole=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        allowed=bool(status.docmdp_ok) and status.modification_level in _ALLOWED,
    )


def _is_tidy(paper: bytes, signature: EmbeddedPdfSignature) -> bool:
    """Whether the one gap that a signature cannot cover holds that signature, zeros, and nothing hidden beside it."""
    _, length, gap_end, _ = (int(number) for number in signature.byte_range)
    content: bytes = signature.pkcs7_content
    padding = content[len(asn1_cms.ContentInfo.load(content).dump()) :]
    digits = content.hex()
    as_written = [f"<{case}>".encode() for case in (digits.upper(), digits)]
    return paper[length:gap_end] in as_written and not any(padding)


def _text(value: Any) -> str:
    """A name as one string; certificates may hold several values."""
    if isinstance(value, list):
        return " ".join(str(part) for part in value)
    return "" if value is None else str(value)


def _certificate(data: bytes) -> asn1_x509.Certificate:
    der = pem.unarmor(data)[2] if pem.detect(data) else data
    try:
        certificate = asn1_x509.Certificate.load(der, strict=True)
        certificate.native  # noqa: B018  (asn1crypto parses lazily; let a bad root fail here)
    except (ValueError, TypeError) as error:
        raise ValueError("a trust root is not a certificate") from error
    return certificate
