"""What a record says (domain §2.5), how a risk is graded, and what each grade asks for (domain §1.6)."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from portal.kernel.i18n import lazy as _l

STATES = ("writing", "signed")

DIMENSIONS: Mapping[str, Any] = {
    "ideation": _l("意念：不想活或伤害自己、别人的念头"),
    "plan": _l("计划：想过具体怎么做"),
    "means": _l("手段：手边有能用的东西"),
    "intent": _l("意图：打算这样做"),
    "past": _l("以前做过伤害自己的事"),
}
"""Four dimensions and past attempts, as in the crisis form (危机评估表)."""
MARKS: Mapping[str, Any] = {"no": _l("没有"), "some": _l("模糊、偶尔"), "clear": _l("明确")}
WEIGHTS = {"no": 0, "some": 1, "clear": 2}


@dataclass(frozen=True)
class Level:
    """A grade: its name, how soon the next contact must be, what must be done."""

    words: Any
    within: timedelta | None
    duty: Any


LEVELS: Mapping[str, Level] = {
    "none": Level(_l("未见"), None, _l("不需要特别安排。")),
    "low": Level(_l("低"), timedelta(days=7), _l("一起写安全计划，7 天内再见一次，告诉来访者 12356。")),
    "medium": Level(
        _l("中"), timedelta(hours=48), _l("当天请教督导，48 小时内再联系，建议去医院，经同意联系紧急联系人。")
    ),
    "high": Level(
        _l("高"), timedelta(hours=24), _l("不让本人独处，告知监护人或近亲属，马上写就医转介，24 小时内再联系。")
    ),
    "imminent": Level(
        _l("极高"), timedelta(hours=24), _l("立即拨打 110、120，陪在身边或不挂电话，位置只告诉救援的人。")
    ),
}
"""低/中/高/极高 and what the centre does: 上海市精神卫生条例 art.26, 精神卫生法 art.28, 伦理守则 (2018) cl.3.2-3.3."""
ORDER = tuple(LEVELS)
WATCHED = ("medium", "high", "imminent")
"""From here on the supervisor is told, and the record must say what was done."""

STEPS: Mapping[str, Any] = {
    "plan": _l("一起写了安全计划"),
    "hotline": _l("告知了 12356、120、110"),
    "hospital": _l("建议到医院就诊"),
    "supervisor": _l("请教了督导"),
    "emergency_contact": _l("经本人同意，联系了紧急联系人"),
    "family": _l("因生命危险，告知了监护人或近亲属"),
    "rescue": _l("拨打了 110 或 120"),
    "report": _l("依法向公安、民政、教育部门报告"),
    "accompanied": _l("没有让本人独处"),
}
GROUNDS: Mapping[str, str] = {
    "family": "伦理守则 (2018) cl.3.2(1)",
    "rescue": "伦理守则 (2018) cl.3.2(1); 个人信息保护法 art.13(4)",
    "report": "未成年人保护法 art.11",
}
"""Steps that break confidentiality, and what allows them."""


def least(marks: Mapping[str, str]) -> str:
    """The grade that the answers ask for at least; the counsellor decides, and a lower one needs words of its own."""
    weight = {name: WEIGHTS[marks.get(name, "no")] for name in DIMENSIONS}
    if weight["intent"] == 2:
        return "imminent"
    if weight["plan"] == 2 or weight["means"] == 2 or weight["past"] == 2:
        return "high"
    if weight["ideation"] == 2 or weight["plan"] == 1 or weight["means"] == 1 or weight["intent"] == 1:
        return "medium"
    return "low" if weight["ideation"] or weight["past"] else "none"


def lower(level: str, other: str) -> bool:
    """Whether a grade is lower than another."""
    return ORDER.index(level) < ORDER.index(other)


@dataclass(frozen=True)
class Risk:
    """The assessment: the only part of a record that anybody but its author may see, and then without its words."""

    level: str = ""
    marks: Mapping[str, str] | None = None
    basis: str = ""
    steps: tuple[str, ...] = ()

    def follow_up_by(self, signed_at: datetime) -> datetime | None:
        """When there must have been contact again."""
        within = LEVELS[self.level].within if self.level else None
        return signed_at + within if within else None


@dataclass(frozen=True)
class Content:
    """The record proper. ``summary`` and ``plan`` are written for the client, who may read them when it is signed."""

    present: str = ""
    theme: str = ""
    condition: str = ""
    did: str = ""
    plan: str = ""
    summary: str = ""


def dump(value: Content | Risk) -> str:
    """One canonical text: what is sealed, and what the lock is taken over."""
    return json.dumps(asdict(value), ensure_ascii=False, sort_keys=True)


def content_of(text: str) -> Content:
    """As it was sealed."""
    return Content(**json.loads(text))


def risk_of(text: str) -> Risk:
    """As it was sealed."""
    plain = json.loads(text)
    return Risk(**{**plain, "steps": tuple(plain["steps"])})


def unfinished(content: Content, risk: Risk) -> list[str]:
    """What still keeps a record from being signed, by field."""
    missing = [name for name in ("theme", "summary") if not getattr(content, name)]
    if not risk.level:
        return [*missing, "level"]
    if not risk.basis and (risk.level in WATCHED or lower(risk.level, least(risk.marks or {}))):
        missing.append("basis")
    if risk.level in WATCHED and not risk.steps:
        missing.append("steps")
    return missing
