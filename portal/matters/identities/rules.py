"""Which documents show who somebody is."""

from collections.abc import Mapping

DOCUMENTS: Mapping[str, tuple[str, ...]] = {
    "natural": ("id_card", "household", "passport", "hk_macau", "taiwan", "residence"),
    "legal": ("legal_rep",),
}
"""Kind of person → documents (居民身份证法 art.13, 14; 法定代表人身份证明 for a company: 民事诉讼法 art.51)."""
ALL = tuple(name for names in DOCUMENTS.values() for name in names)


def suits(document: str, kind: str) -> bool:
    """Whether such a document shows who this kind of person is."""
    return document in DOCUMENTS[kind]
