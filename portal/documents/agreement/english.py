"""An agreement read out in English for whoever does not read Chinese: a help, never the text that binds.

Names, and words that somebody typed, stay as they are; who does what for whom, by when and how much is said in English.
"""

from collections.abc import Mapping
from datetime import date

from portal.documents.agreement import wording
from portal.documents.agreement.clauses import Clause, ClauseKind
from portal.documents.agreement.rules import AgreementPaper, NaturalParty, Signing

TITLE = "People's mediation agreement"

LABELS: Mapping[str, str] = {
    wording.DISPUTE: "The facts, what is in dispute, and who is responsible",
    wording.TERMS: "What was agreed",
    wording.PERFORMANCE: "How, where and by when it is carried out",
    wording.EFFECT: "Effect, and number of copies",
    wording.CONFIRMATION: "On judicial confirmation",
    wording.TERMS_LEAD: "After mediation the parties, of their own free will and as equals, have agreed as follows:",
    "主要事实": "Main facts",
    "争议事项": "In dispute",
    "各方责任": "Responsibility",
    "履行方式": "How",
    "履行地点": "Where",
    "履行时限": "By when",
    "姓名": "Name",
    "性别": "Sex",
    "民族": "Ethnicity",
    "年龄": "Age",
    "职业或职务": "Occupation",
    "联系方式": "Contact",
    "证件": "Identity document",
    "单位或住址": "Employer or address",
    "名称": "Name",
    "统一社会信用代码": "Unified social credit code",
    "法定代表人": "Legal representative",
    "主要负责人": "Person in charge",
    "经营者": "Owner of the business",
    "联系人": "Contact person",
    "住所": "Registered address",
    "监护人": "Guardian",
    "委托代理人": "Agent",
}

CONFIRMATION_TIP = (
    "If the parties think it useful, they may within thirty days of this agreement's taking effect apply together to "
    "the people's court that has jurisdiction for judicial confirmation. Once the court has confirmed it and a party "
    "refuses to perform, or performs only in part, the other may ask the court to enforce it."
)
ELECTRONIC_NOTE = (
    "This agreement is signed electronically. A party who signs electronically in its signature field thereby shows "
    "that they had agreed before signing to sign it so. It is an electronic text: the digital signatures and the "
    "committee's seal are within this file. A print is for reading only; whether it is genuine is told by checking "
    "the file."
)
ANNEX_NOTE = (
    "The full identity numbers, phones and addresses of the parties (or why one is missing) stand in a separately "
    "sealed annex, for lawful use by the people's court and the people's mediation committee alone."
)


def label(text: str) -> str:
    """A heading, lead or label of the form; nothing if it is not one of the form's own words."""
    return LABELS.get(text, "")


def party_heading(number: int, party: object) -> str:
    """Party 1 (natural person)."""
    return f"Party {number} ({'natural person' if isinstance(party, NaturalParty) else 'organisation'})"


def paragraphs(key: str, paper: AgreementPaper) -> tuple[str, ...]:
    """The plain paragraphs of a section, one for each Chinese one."""
    if key == wording.CONFIRMATION:
        return (CONFIRMATION_TIP,)
    if key != wording.EFFECT:
        return ()
    electronic = (ELECTRONIC_NOTE,) if paper.signing is Signing.ELECTRONIC else ()
    return (_effect(paper), *electronic, ANNEX_NOTE)


def _effect(paper: AgreementPaper) -> str:
    return (
        "This agreement takes effect on the day on which all parties have signed, stamped or pressed a finger on it, "
        "the people's mediator has signed and the people's mediation committee has put its seal. It then binds the "
        "parties, who shall perform it as agreed. If they come to dispute its performance or its content, a party may "
        f"sue in the people's court. There are {paper.originals} originals: one for each party, one for the committee."
    )


def clause(one: Clause) -> str:
    """Who does what, for whom, by when, how much; words in quotation marks are the Chinese ones."""
    sentence = _SENTENCES[one.kind](one)
    remedy = f" If not performed: {_said(one.remedy)}." if one.remedy else ""
    return f"{sentence}.{remedy}"


def day(value: date) -> str:
    """5 March 2026."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip


def money(fen: int) -> str:
    """CNY 1,234.50."""
    return f"CNY {fen // 100:,}.{fen % 100:02d}"


def _said(words: str) -> str:
    return f"“{words.strip().rstrip('。；')}”"


def _when(one: Clause) -> str:
    if one.by is not None:
        return f" by {day(one.by)} (that day included)"
    if one.within_days is not None:
        return f" within {one.within_days} days of this agreement's taking effect"
    return " at once when signing" if one.at_once else ""


def _how(one: Clause) -> str:
    parts = (f", by way of {_said(one.how)}" if one.how else "", f", at {_said(one.place)}" if one.place else "")
    return "".join(parts)


def _to(one: Clause, word: str = "to") -> str:
    return f" {word} {one.creditor}" if one.creditor else ""


def _pay(one: Clause) -> str:
    for_what = f" for {_said(one.what)}" if one.what else ""
    whole = f"{one.debtor} pays {one.creditor} {money(one.amount or 0)}{for_what}"
    if not one.instalments:
        return f"{whole}{_when(one)}{_how(one)}"
    parts = "; ".join(
        f"no. {number}: {money(part.amount)} by {day(part.by)} (that day included)"
        for number, part in enumerate(one.instalments, start=1)
    )
    return f"{whole} in {len(one.instalments)} instalments{_how(one)}: {parts}"


def _deliver(one: Clause) -> str:
    return f"{one.debtor} hands over {_said(one.what)}{_to(one)}{_when(one)}{_how(one)}"


def _act(one: Clause) -> str:
    return f"{one.debtor} does the following{_to(one, 'for')}{_when(one)}: {_said(one.what)}{_how(one)}"


def _apologise(one: Clause) -> str:
    about = f" for {_said(one.what)}" if one.what else ""
    return f"{one.debtor} apologises{_to(one)}{about}{_when(one)}{_how(one)}"


def _refrain(one: Clause) -> str:
    start = f"From {day(one.by)} on" if one.by else "From this agreement's taking effect on"
    return f"{start}, {one.debtor} must not do the following: {_said(one.what)}"


def _other(one: Clause) -> str:
    return f"In the words of the Chinese text: {_said(one.what)}"


_SENTENCES = {
    ClauseKind.PAY: _pay,
    ClauseKind.DELIVER: _deliver,
    ClauseKind.ACT: _act,
    ClauseKind.APOLOGISE: _apologise,
    ClauseKind.REFRAIN: _refrain,
    ClauseKind.OTHER: _other,
}
