"""All signatures of a paper in one job, in order, the closing one last (PAdES baseline B-B). For the worker alone.

Each signature is an incremental update: the frozen paper stays the beginning of the file, byte for byte, and what
follows it is signature fields, their stamps and signatures, nothing else.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.signers import PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata
from pyhanko_certvalidator.registry import SimpleCertificateStore

from portal.kernel.seal.authority import Credential
from portal.kernel.seal.placing import PlacedStamp, import_stamps
from portal.kernel.seal.stamps import Size, Stamp, stamps_pdf
from portal.kernel.seal.trouble import SealError

#: Bytes: signed attributes and an RSA signature of up to 8192 bits, with room to spare.
_SIGNATURE_WITHOUT_CERTIFICATES = 2048


@dataclass(frozen=True)
class Order:
    """One signature to make: in which field, with which key, looking how, and what a reader is told about it."""

    field: str
    credential: Credential
    stamp: Stamp
    name: str
    reason: str
    place: str = ""


@dataclass(frozen=True)
class Field:
    """An empty signature field of a frozen paper."""

    name: str
    size: Size
    final: bool


class _Update(IncrementalPdfFileWriter):
    """An update that leaves title, dates and producer of the frozen paper alone."""

    def _update_meta(self) -> None:
        """Nothing: pyHanko would rewrite Info and XMP with each signature, at the machine's own time."""


def empty_fields(paper: bytes) -> list[Field]:
    """The signature fields of a paper that nobody has filled yet."""
    return [
        Field(name, _size(reference.get_object()), "/Lock" in reference.get_object())
        for name, _, reference in enumerate_sig_fields(PdfFileReader(BytesIO(paper)), filled_status=False)
    ]


def sign_all(paper: bytes, orders: Sequence[Order], *, at: datetime) -> bytes:
    """Fill every signature field of the frozen paper, in the order given, and return the whole signed file.

    ``at`` is the instant of this job and becomes the claimed signing time of each signature; when a person acted
    belongs into the stamp, the reason and the evidence record. Raises :class:`SealError` unless the orders name
    exactly the empty fields, the closing field last.
    """
    fields = {field.name: field for field in empty_fields(paper)}
    _check(fields, orders)
    pages = stamps_pdf([(order.stamp, fields[order.field].size) for order in orders])
    return asyncio.run(_sign(paper, orders, fields, pages, at))


def _check(fields: dict[str, Field], orders: Sequence[Order]) -> None:
    if not orders or sorted(fields) != sorted(order.field for order in orders):
        raise SealError(f"empty fields {sorted(fields)}, signatures for {[order.field for order in orders]}")
    closing = [number for number, order in enumerate(orders) if fields[order.field].final]
    if closing not in ([], [len(orders) - 1]):
        raise SealError("the closing signature must come last")


async def _sign(paper: bytes, orders: Sequence[Order], fields: dict[str, Field], stamps: bytes, at: datetime) -> bytes:
    placed: list[PlacedStamp] = []
    for number, order in enumerate(orders):
        writer = _Update(BytesIO(paper))
        placed = placed or import_stamps(writer, stamps)
        paper = await _sign_one(writer, order, placed[number], fields[order.field].final, at)
    return paper


async def _sign_one(writer: _Update, order: Order, stamp: PlacedStamp, final: bool, at: datetime) -> bytes:
    metadata = PdfSignatureMetadata(
        field_name=order.field,
        name=order.name,
        reason=order.reason,
        location=order.place or None,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        docmdp_permissions=MDPPerm.NO_CHANGES if final else MDPPerm.FILL_FORMS,
    )
    session = PdfSigner(metadata, _signer(order.credential), stamp_style=stamp).init_signing_session(
        writer, existing_fields_only=True
    )
    session.system_time = at
    to_sign = session.prepare_tbs_document(None, _room(order.credential))
    output = BytesIO()
    digest, _ = to_sign.digest_tbs_document(output=output)
    await to_sign.perform_signature(digest.document_digest, PdfCMSSignedAttributes())
    return output.getvalue()


def _room(credential: Credential) -> int:
    """Hexadecimal digits to keep free for a signature: its certificates and ample space for the rest.

    pyHanko would find out by signing twice, which costs a tenth of the job.
    """
    return 2 * (len(credential.certificate) + sum(map(len, credential.chain)) + _SIGNATURE_WITHOUT_CERTIFICATES)


def _signer(credential: Credential) -> SimpleSigner:
    chain = [asn1_x509.Certificate.load(certificate) for certificate in credential.chain]
    return SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(credential.certificate),
        signing_key=asn1_keys.PrivateKeyInfo.load(credential.key),
        cert_registry=SimpleCertificateStore.from_certs(chain),
    )


def _size(field: Any) -> Size:
    left, bottom, right, top = (float(number) for number in field["/Rect"])
    return Size(right - left, top - bottom)
