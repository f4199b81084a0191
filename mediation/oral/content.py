"""What was agreed, as it was written down: frozen with the record, printed on the sheet, shown to both sides."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from portal.documents.agreement.clauses import chinese_date
from portal.kernel.money import both


@dataclass(frozen=True)
class Promise:
    """Who (``debtor``) does or pays what, to whom (nobody by name: ``creditor`` empty), how much (fen), by when.

    ``kept``: done at the accord itself; else ``due_on`` says by when.
    """

    debtor: str
    creditor: str
    what: str
    amount: int | None
    due_on: date | None
    kept: bool


def sentence(promise: Promise) -> str:
    """One paragraph of the sheet, in Chinese."""
    to = promise.creditor
    if promise.amount:
        deed = f"{f'向{to}' if to else ''}支付{promise.what}{both(promise.amount)}"
    else:
        deed = f"{f'为{to}' if to else ''}完成以下事项：{promise.what.rstrip('。；')}"
    if promise.kept:
        return f"{promise.debtor}{deed}。已当场履行。"
    assert promise.due_on is not None
    return f"{promise.debtor}应于{chinese_date(promise.due_on)}前（含当日）{deed}。"


@dataclass(frozen=True)
class Someone:
    """One party as the sheet names them; numbers and doors are masked, for the other side reads it too."""

    name: str
    kind: str
    head: str
    gender: str
    age: str
    phone: str
    address: str


@dataclass(frozen=True)
class Content:
    """All words of both forms. ``agreed_at`` is the accord as an ISO instant."""

    parties: tuple[Someone, ...]
    mediator: str
    class_name: str
    story: str
    place: str
    agreed_at: str
    public: bool
    terms: tuple[str, ...]
    kept: bool

    def at(self) -> datetime:
        """The accord."""
        return datetime.fromisoformat(self.agreed_at)


def dump(content: Content) -> str:
    """For the row."""
    return json.dumps(asdict(content), ensure_ascii=False, sort_keys=True)


def load(text: str) -> Content:
    """From the row."""
    stored: dict[str, Any] = json.loads(text)
    people = tuple(Someone(**one) for one in stored["parties"])
    return Content(**{**stored, "parties": people, "terms": tuple(stored["terms"])})


def promises(known: Mapping[str, Any]) -> list[Promise]:
    """The duties of a draft."""
    names = [one["name"] for one in known["parties"]]
    return [
        Promise(
            debtor=names[duty["debtor"]],
            creditor=names[duty["creditor"]] if duty["creditor"] is not None else "",
            what=duty["what"],
            amount=duty["amount"],
            due_on=date.fromisoformat(duty["due_on"]) if duty["due_on"] else None,
            kept=duty["when"] == "once",
        )
        for duty in known["duties"]
    ]


Rows = Sequence[tuple[str, str]]


def person_rows(one: Someone) -> Rows:
    """The party block of both forms (domain §2.3), as far as it is known."""
    named = "名称" if one.kind == "legal" else "姓名"
    told = (
        (named, one.name), ("代表人", one.head), ("性别", one.gender), ("年龄", one.age), ("联系方式", one.phone),
        ("单位或住址", one.address),
    )  # fmt: skip
    return [row for row in told if row[1]]


def in_one_line(one: Someone) -> str:
    """The same person where the block stands above already."""
    told = (one.name, f"代表人{one.head}" if one.head else "", one.gender, one.age, one.phone, one.address)
    return "，".join(part for part in told if part)


def party_lines(content: Content) -> Rows:
    """Everybody, a line each."""
    return [(f"当事人{number}", in_one_line(one)) for number, one in enumerate(content.parties, start=1)]


def accord(content: Content, zone: str) -> str:
    """2026年3月5日 14:03, when they agreed."""
    local = content.at().astimezone(ZoneInfo(zone))
    return f"{chinese_date(local.date())} {local:%H:%M}"


def acceptance_rows(content: Content, zone: str) -> Rows:
    """受理登记表."""
    return [
        ("受理依据", "人民调解委员会主动调解，各方当事人口头同意"),
        ("案件来源", "主动调解"),
        ("纠纷类型", content.class_name),
        ("发生地点", content.place),
        ("受理时间", accord(content, zone)),
        ("是否公开", "公开" if content.public else "不公开"),
        ("权利义务", "调解开始前已向各方当事人告知权利、义务和不收费"),
        ("利害关系", f"调解员{content.mediator}声明与各方当事人及本纠纷没有利害关系"),
    ]


def accord_rows(content: Content, zone: str) -> Rows:
    """口头协议登记表."""
    return [
        ("达成协议时间", accord(content, zone)),
        ("达成协议地点", content.place),
        ("是否当场履行", "是，已全部履行" if content.kept else "否，按下列约定履行"),
        ("书面协议", "各方当事人认为不需要制作书面协议（人民调解法第二十八条）"),
    ]


def text_of(content: Content, committee: str, number: str, zone: str) -> str:
    """The words without their layout, for the hash in the register."""
    lines = [number, committee, content.mediator, content.story, *content.terms]
    for one in content.parties:
        lines += [f"{label}：{value}" for label, value in person_rows(one)]
    lines += [f"{label}：{value}" for label, value in (*acceptance_rows(content, zone), *accord_rows(content, zone))]
    return "\n".join(lines)
