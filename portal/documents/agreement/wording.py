"""The words of an agreement without its layout: the same for the page, for the PDF, for the hash on an ink copy."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from portal.documents.agreement.clauses import Clause, clause_text
from portal.documents.agreement.rules import AgreementPaper, LegalParty, NaturalParty, Representative, Signing

#: Chinese ordinals of the sections.
ORDINALS = "一二三四五六七八九十"

DISPUTE = "纠纷主要事实、争议事项及各方责任"
TERMS = "协议内容"
PERFORMANCE = "履行方式、地点、时限"
EFFECT = "效力与份数"
CONFIRMATION = "司法确认提示"

Rows = tuple[tuple[str, str], ...]


def party_rows(party: NaturalParty | LegalParty) -> Rows:
    """Label and value of everything the form asks about a party and that is known, in the form's order."""
    rows = _natural(party) if isinstance(party, NaturalParty) else _legal(party)
    people = tuple(_representative(person) for person in party.representatives)
    return tuple(row for row in (*rows, *people) if row[1])


def _natural(party: NaturalParty) -> Rows:
    return (
        ("姓名", party.name),
        ("性别", party.gender),
        ("民族", party.ethnicity),
        ("年龄", "" if party.age is None else f"{party.age}岁"),
        ("职业或职务", party.occupation),
        ("联系方式", party.phone),
        ("证件", f"{party.id_kind} {party.id_number}" if party.id_number else ""),
        ("单位或住址", party.address),
    )


def _legal(party: LegalParty) -> Rows:
    return (
        ("名称", party.name),
        ("统一社会信用代码", party.credit_code),
        (party.title, "，".join(filter(None, (party.legal_representative, party.position)))),
        ("联系人", party.contact),
        ("联系方式", party.phone),
        ("住所", party.address),
    )


def _representative(person: Representative) -> tuple[str, str]:
    authority = f"权限：{person.authority}" if person.authority else ""
    parts = (person.name, person.relation, person.id_number, person.phone, authority)
    return person.kind, "，".join(filter(None, parts))


def party_heading(number: int, party: NaturalParty | LegalParty) -> str:
    """当事人一（自然人）."""
    kind = "自然人" if isinstance(party, NaturalParty) else "单位"
    return f"当事人{ordinal(number)}（{kind}）"


def ordinal(number: int) -> str:
    """一, 二 … 十, 十一 … for counting parties and sections from 1 to 99."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else ORDINALS[tens - 1] + "十")
    return head + (ORDINALS[ones - 1] if ones else "")


def dispute_rows(paper: AgreementPaper) -> Rows:
    """Facts, issues and each party's responsibility (人民调解法 art.29)."""
    rows = (("主要事实", paper.facts), ("争议事项", paper.issues), ("各方责任", paper.responsibility))
    return tuple(row for row in rows if row[1])


def performance_rows(paper: AgreementPaper) -> Rows:
    """Way, place and time limit of performance (履行方式、地点、时限)."""
    rows = (
        ("履行方式", paper.performance_way),
        ("履行地点", paper.performance_place),
        ("履行时限", paper.performance_limit),
    )
    return tuple(row for row in rows if row[1])


def effect_text(paper: AgreementPaper) -> str:
    """From when the agreement binds, and how many originals there are (人民调解法 art.29, 31, 32)."""
    return (
        "本协议自各方当事人签名、盖章或者按指印，人民调解员签名并加盖人民调解委员会印章之日起生效，对各方当事人具有法律约束力，"
        "各方应当按照约定履行。当事人之间就本协议的履行或者内容发生争议的，一方当事人可以向人民法院提起诉讼。"
        f"本协议一式{ordinal(paper.originals)}份，当事人各执一份，人民调解委员会留存一份。"
    )


#: 人民调解法 art.33, 民事诉讼法 (2023) art.205. The last day is left to the seal: it is not known before.
CONFIRMATION_TIP = (
    "各方当事人认为有必要的，可以自本协议生效之日起三十日内共同向有管辖权的人民法院申请司法确认；"
    "经人民法院依法确认有效，一方拒绝履行或者未全部履行的，对方可以向人民法院申请强制执行。"
)

TERMS_LEAD = "经调解，各方当事人在自愿、平等的基础上达成如下协议："

#: 电子签名法 art.3 and 14, in words that are true whenever somebody has signed and claim nothing of who has not.
ELECTRONIC_NOTE = (
    "本协议以电子签名方式签署。当事人在本协议签名栏作出电子签名，即表明其在签名以前已经同意使用电子签名签署本协议。"
    "协议为电子文本，各签名栏所载数字签名及人民调解委员会的签章附于本文件之内，打印件仅供阅览，真伪以电子文本核验结果为准。"
)
#: The annex exists because copies travel.
ANNEX_NOTE = (
    "当事人的完整证件号码、电话和住址（没有登记的，写明原因）载于另行封存的《当事人信息附件》，"
    "仅供人民法院和人民调解委员会依法使用。"
)

TITLE = "人民调解协议书"


@dataclass(frozen=True)
class Section:
    """One numbered section: what it is called, then its lead, labelled paragraphs, clauses and plain paragraphs."""

    key: str
    heading: str
    lead: str = ""
    rows: Rows = ()
    clauses: tuple[Clause, ...] = ()
    paragraphs: tuple[str, ...] = ()


def number_line(paper: AgreementPaper) -> str:
    """编号：（2026）乌达人调字第12号（第1版）."""
    return f"编号：{paper.number}（第{paper.edition}版）"


def sections(paper: AgreementPaper) -> tuple[Section, ...]:
    """Everything between the parties and the signatures, in order; whoever shows it adds and leaves out nothing."""
    electronic = (ELECTRONIC_NOTE,) if paper.signing is Signing.ELECTRONIC else ()
    found = [
        Section(DISPUTE, DISPUTE, rows=dispute_rows(paper)),
        Section(TERMS, TERMS, TERMS_LEAD, clauses=paper.clauses),
        Section(PERFORMANCE, PERFORMANCE, rows=performance_rows(paper)),
        Section(EFFECT, EFFECT, paragraphs=(effect_text(paper), *electronic, ANNEX_NOTE)),
    ]
    if paper.confirmable:
        found.append(Section(CONFIRMATION, CONFIRMATION, paragraphs=(CONFIRMATION_TIP,)))
    there = [one for one in found if one.rows or one.clauses or one.paragraphs]
    return tuple(replace(one, heading=f"{ordinal(n)}、{one.heading}") for n, one in enumerate(there, start=1))


def agreement_text(paper: AgreementPaper) -> str:
    """The whole agreement as plain lines, without signatures, codes and page numbers."""
    return "\n".join(_lines(paper)) + "\n"


def text_digest(paper: AgreementPaper) -> str:
    """SHA-256 of :func:`agreement_text` in UTF-8: ties a page that was printed and signed in ink to its version."""
    return hashlib.sha256(agreement_text(paper).encode()).hexdigest()


def _lines(paper: AgreementPaper) -> Iterator[str]:
    yield TITLE
    yield number_line(paper)
    for number, party in enumerate(paper.parties, start=1):
        yield party_heading(number, party)
        for label, value in party_rows(party):
            yield f"{label}：{value}"
    for section in sections(paper):
        yield section.heading
        if section.lead:
            yield section.lead
        for label, value in section.rows:
            yield f"{label}：{value}"
        for number, clause in enumerate(section.clauses, start=1):
            yield f"{number}. {clause_text(clause)}"
        yield from section.paragraphs
