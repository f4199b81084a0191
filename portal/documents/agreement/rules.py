"""The agreement as plain data: the official form (人民调解协议书), its parties and the places to sign.

Fields follow the Ministry of Justice's forms of December 2010 and 人民调解法 art.29. Whoever fills them masks numbers,
phones and addresses: only the annex holds them in full.
"""

from dataclasses import dataclass
from enum import StrEnum

from portal.documents.agreement.clauses import Clause
from portal.kernel.pdf import SignatureField

#: The name of the field that closes a paper.
COMMITTEE_FIELD = "committee"


class UnmaskedNumber(ValueError):
    """An agreement would show these identity or phone numbers in full."""

    def __init__(self, numbers: tuple[str, ...]) -> None:
        super().__init__(f"{len(numbers)} personal numbers stand unmasked in the agreement")
        self.numbers = numbers


class Signing(StrEnum):
    """How a paper is signed: on screen, or printed and signed by hand (电子签名法 art.3 or a party's wish)."""

    ELECTRONIC = "electronic"
    INK = "ink"


@dataclass(frozen=True)
class Representative:
    """Who acts for a party: ``kind`` as the form says it (法定代理人, 监护人, 委托代理人), ``authority`` its extent."""

    kind: str
    name: str
    relation: str = ""
    id_number: str = ""
    phone: str = ""
    authority: str = ""


@dataclass(frozen=True)
class NaturalParty:
    """A person; ``id_number``, ``phone`` and ``address`` masked."""

    name: str
    gender: str = ""
    ethnicity: str = ""
    age: int | None = None
    occupation: str = ""
    address: str = ""
    phone: str = ""
    id_kind: str = "居民身份证"
    id_number: str = ""
    representatives: tuple[Representative, ...] = ()


@dataclass(frozen=True)
class LegalParty:
    """A body: its code is public, the phone of its contact is masked. ``title``: as what its head speaks for it."""

    name: str
    credit_code: str = ""
    address: str = ""
    legal_representative: str = ""
    position: str = ""
    contact: str = ""
    phone: str = ""
    title: str = "法定代表人"
    representatives: tuple[Representative, ...] = ()


@dataclass(frozen=True)
class SignatureSlot:
    """A place at the end of the agreement: ``field`` names it in the file, ``name`` who signs, ``note`` for whom.

    Parties may press a finger on the paper instead of signing; whoever signs by office (``official``) may not.
    """

    field: str
    label: str
    name: str
    note: str = ""
    official: bool = False


@dataclass(frozen=True)
class AgreementPaper:
    """人民调解协议书. ``copies`` defaults to one for each party and one for the committee (art.29).

    ``confirmable`` is False for matters of personal status and title (民诉法解释 2022 art.355): then no tip is printed.
    ``verify_url`` is the opaque address in the QR code, ``verify_address`` the short one to type, with ``verify_code``.
    """

    number: str
    committee: str
    parties: tuple[NaturalParty | LegalParty, ...]
    facts: str
    issues: str
    clauses: tuple[Clause, ...]
    slots: tuple[SignatureSlot, ...]
    verify_code: str
    verify_url: str
    verify_address: str
    edition: int = 1
    responsibility: str = ""
    performance_way: str = ""
    performance_place: str = ""
    performance_limit: str = ""
    confirmable: bool = True
    copies: int = 0
    signing: Signing = Signing.ELECTRONIC
    demonstration: bool = False

    def __post_init__(self) -> None:
        if len(self.parties) < 2 or not self.clauses or not self.slots:
            raise ValueError("an agreement has two parties or more, terms, and people who sign")
        names = [slot.field for slot in self.slots]
        if len(set(names)) != len(names) or COMMITTEE_FIELD in names:
            raise ValueError("every signer has a field of their own; the committee's comes by itself")

    @property
    def originals(self) -> int:
        """How many originals there are."""
        return self.copies or len(self.parties) + 1


def agreement_fields(paper: AgreementPaper) -> tuple[SignatureField, ...]:
    """The fields of the electronic form in signing order, the committee's last; none on paper signed in ink."""
    if paper.signing is Signing.INK:
        return ()
    signers = tuple(SignatureField(slot.field, f"{slot.label} {slot.name} 签名") for slot in paper.slots)
    return (*signers, committee_field(paper.committee))


def committee_field(committee: str) -> SignatureField:
    """The field that closes a paper of this committee."""
    return SignatureField(COMMITTEE_FIELD, f"{committee} 印章", final=True)
