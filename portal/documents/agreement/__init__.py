"""The people's mediation agreement (人民调解协议书), its annex with full personal data, and its evidence record."""

from portal.documents.agreement.clauses import Clause, ClauseKind, Instalment, clause_text
from portal.documents.agreement.documents import (
    agreement_html,
    agreement_pdf,
    annex_html,
    annex_pdf,
    evidence_html,
    evidence_pdf,
)
from portal.documents.agreement.ink_evidence import InkEvidencePaper, InkSigner, ink_evidence_html, ink_evidence_pdf
from portal.documents.agreement.masking import find_unmasked
from portal.documents.agreement.records import (
    AnnexPaper,
    AnnexPerson,
    EvidencePaper,
    SignerEvidence,
    annex_fields,
    evidence_fields,
)
from portal.documents.agreement.rules import (
    AgreementPaper,
    LegalParty,
    NaturalParty,
    Representative,
    SignatureSlot,
    Signing,
    UnmaskedNumber,
    agreement_fields,
)
from portal.documents.agreement.stamps import closing_stamp, seal_stamp, signer_stamp
from portal.documents.agreement.wording import agreement_text, text_digest

__all__ = [
    "AgreementPaper",
    "AnnexPaper",
    "AnnexPerson",
    "Clause",
    "ClauseKind",
    "EvidencePaper",
    "InkEvidencePaper",
    "InkSigner",
    "Instalment",
    "LegalParty",
    "NaturalParty",
    "Representative",
    "SignatureSlot",
    "SignerEvidence",
    "Signing",
    "UnmaskedNumber",
    "agreement_fields",
    "agreement_html",
    "agreement_pdf",
    "agreement_text",
    "annex_fields",
    "annex_html",
    "annex_pdf",
    "clause_text",
    "closing_stamp",
    "evidence_fields",
    "evidence_html",
    "evidence_pdf",
    "find_unmasked",
    "ink_evidence_html",
    "ink_evidence_pdf",
    "seal_stamp",
    "signer_stamp",
    "text_digest",
]
