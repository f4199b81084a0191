"""When an oral agreement binds, which disputes may be recorded as settled on the spot, and the steps of doing so."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from portal.kernel.i18n import lazy as _l

PAPER = "oral.paper"
"""What the worker does for a sheet."""
BACK = timedelta(days=5)
"""So many days back an accord may lie: what is remembered longer is not "on the spot" any more."""
CONTEST = timedelta(days=7)
"""So long a party may say on its page that this is not what was agreed: our own measure (art.32 stays open)."""
DRAFT_LIFE = timedelta(days=7)
MOST_PARTIES, MOST_DUTIES = 4, 3
STORY_MAX, WHAT_MAX = 1000, 300

STEPS = ("happened", "people", "terms", "check")
NEEDED: Mapping[str, str] = {"happened": "story", "people": "parties", "terms": "duties", "check": "confirmed"}
"""Step → the answer without which it has not been done."""
SAID = ("agree", "rights", "data", "oral")
"""What must be said by everybody for a record on the spot: they wish to be mediated (人民调解法 art.17, 23), were told
their rights and duties and how their data are used, and need nothing in writing (art.28)."""

BOUND = frozenset({"effective", "performing", "performed", "breached"})
"""States of a mediation that may have come from an oral agreement."""

Answers = Mapping[str, Any]


def effective_at(agreed_at: datetime) -> datetime:
    """R-02: an oral agreement binds from the time of the accord, as the mediator recorded it (人民调解法 art.28, 30);
    neither a signature nor the committee's seal moves it."""
    return agreed_at


def accord_fits(agreed_at: datetime, now: datetime, days_back: int) -> str | None:
    """'future' or 'long_ago' where the time cannot be that of an accord on the spot; ``days_back`` by the calendar."""
    if agreed_at > now:
        return "future"
    return "long_ago" if days_back > BACK.days else None


def contest_until(recorded_at: datetime, zone: str) -> date:
    """The last day on which a party may say "this is not what we agreed" on its page."""
    return recorded_at.astimezone(ZoneInfo(zone)).date() + CONTEST


def may_contest(recorded_at: datetime, today: date, zone: str) -> bool:
    """Whether that time still runs; its last day counts in full."""
    return today <= contest_until(recorded_at, zone)


@dataclass(frozen=True)
class Unfit:
    """Why disputes of some classes are not recorded on the spot: flags or Ministry's classes, words, source."""

    key: str
    words: Any
    source: Any
    flags: frozenset[str] = frozenset()
    moj: frozenset[str | None] = frozenset()


UNFIT: Sequence[Unfit] = (
    Unfit(
        "safety",
        _l("这类事先要保证人身安全，不在当场了结，由中心安排专人办理。"),
        _l("人民调解法第二十五条"),
        flags=frozenset("X"),
    ),
    Unfit("listed", _l("这类事限定知情的人，由中心指定人员办理。"), _l("中心限知人员范围"), flags=frozenset("P")),
    Unfit(
        "reserved",
        _l("这类事的核心归行政机关或者专门机关处理，不能用口头协议了结。"),
        _l("人民调解工作若干规定第二十二条"),
        flags=frozenset("A"),
    ),
    Unfit(
        "service",
        _l("这是要办的事项，不是双方的纠纷，由中心转给主管部门。"),
        _l("司法行政统计分类"),
        moj=frozenset({None}),
    ),
    Unfit(
        "paper",
        _l("婚姻、抚养、收养、继承和停水停电这些事，约定要写成书面、由本人在纸上签字。"),
        _l("民法典第一千零七十六条等，电子签名法第三条"),
        flags=frozenset("SN"),
    ),
    Unfit(
        "labour",
        _l("劳动争议的调解协议应当写成书面，由双方和调解员签名、盖章。"),
        _l("劳动争议调解仲裁法第十四条"),
        moj=frozenset({"J10", "J11"}),
    ),
    Unfit(
        "medical",
        _l("医疗纠纷的调解协议应当写成书面，由双方和调解员签名、盖章。"),
        _l("医疗纠纷预防和处理条例第三十九条"),
        moj=frozenset({"J15"}),
    ),
    Unfit(
        "group",
        _l("牵涉很多人的事要登记人数、书面约定，由中心会商办理。"),
        _l("重大、复杂、疑难的纠纷采用书面协议（参照宁波市人民调解条例第二十四条）"),
        flags=frozenset("G"),
    ),
)
"""In the order in which the first that fits is told."""


def unfit(flags: Collection[str], moj: str | None) -> Unfit | None:
    """Why a class cannot be recorded on the spot; None where it can."""
    return next((one for one in UNFIT if one.flags & set(flags) or moj in one.moj), None)


OBSTACLES: Mapping[str, Any] = {
    "danger": _l("您刚才说到了危险。先保证人身安全；这件事不当场登记，由值班人员和中心接着办。"),
    "minor": _l("有当事人不满十八岁，要有监护人在场，按普通程序办理。"),
    "class": _l("这一类纠纷不能当场登记口头协议。"),
    "interest": _l("您与这件事有关系，不能由您来登记，由中心另请一位调解员。"),
    "written": _l("有一方要求写成书面协议，按普通程序由调解员起草、各方签字。"),
}
"""Why a draft goes the ordinary way, as the mediator reads it (R-12; 人民调解法 art.25, 28)."""


def obstacle(known: Answers, today: date) -> str | None:
    """What bars a record on the spot, by what was answered so far; the gravest first."""
    if known.get("danger"):
        return "danger"
    if known.get("adults") == "no" or any(minor(one, today) for one in known.get("parties", ())):
        return "minor"
    if known.get("barred"):
        return "class"
    if known.get("interest", "none") != "none":
        return "interest"
    return "written" if known.get("written") == "yes" else None


def minor(person: Answers, today: date) -> bool:
    """Whether what was said of somebody's age makes them a child (民法典 art.17)."""
    told = person.get("age") or ""
    years = age_of(told, today) if told and person.get("kind") != "legal" else None
    return years is not None and years < 18


AGE = re.compile(r"(\d{1,3})\s*(?:周?岁)?")
BIRTHDAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?")


class NotAnAge(ValueError):
    """What was typed is neither an age nor a birthday."""


def born_of(typed: str) -> date | None:
    """The birthday that was typed (1980-3-2, 1980年3月2日, 19800302); None where only an age was; NotAnAge else."""
    found = BIRTHDAY.fullmatch(typed.strip())
    if found is None and AGE.fullmatch(typed.strip()) is None:
        raise NotAnAge(typed)
    try:
        return date(*(int(part) for part in found.groups())) if found is not None else None
    except ValueError as error:
        raise NotAnAge(typed) from error


def age_of(typed: str, today: date) -> int:
    """Full years, from an age or a birthday as typed; NotAnAge for what is neither, or nobody's age."""
    born = born_of(typed)
    if born is not None:
        years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    else:
        found = AGE.fullmatch(typed.strip())
        years = int(found[1]) if found else -1
    if not 0 <= years <= 120:
        raise NotAnAge(typed)
    return years


def first_missing(known: Answers, upto: str = "check") -> str | None:
    """The first step before ``upto`` that has not been done yet."""
    before = STEPS[: STEPS.index(upto)]
    return next((step for step in before if NEEDED[step] not in known), None)


def after(step: str) -> str:
    """The next step."""
    return STEPS[STEPS.index(step) + 1]
