"""What a case may become, who may speak for whom at which age, and how long anything is kept."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from portal.kernel.i18n import lazy as _l

MOVES: Mapping[str, frozenset[str]] = {
    "draft": frozenset({"open", "erased"}),
    "open": frozenset({"withdrawn", "erased"}),
    "withdrawn": frozenset({"open", "erased"}),
    "erased": frozenset(),
}
"""draft: agreed, no time taken yet. withdrawn: consent taken back, it is kept and no more (个人信息保护法 art.47)."""
STATES = tuple(MOVES)

BANDS: Mapping[str, Any] = {
    "adult": _l("我已满 18 岁"),
    "teen": _l("我 14 到 17 岁"),
    "child": _l("我是家长，替未满 14 岁的孩子约"),
    "alone": _l("我未满 14 岁，自己来的"),
}
"""民法典 art.19, 20: under 18 a guardian consents to the service; 个人信息保护法 art.31: under 14 also to the data."""
MINORS = frozenset({"teen", "child"})

CHANNELS: Mapping[str, Any] = {
    "phone": _l("打电话"),
    "email": _l("发电子邮件"),
    "none": _l("不要联系我，我自己来看"),
}
ANSWERS: Mapping[str, Any] = {"yes": _l("有"), "no": _l("没有过"), "unsaid": _l("现在不想说")}
SIGNS: Mapping[str, Any] = {
    "death": _l("最近两周，有过不想活或者伤害自己的念头"),
    "plan": _l("想过具体怎么做，或者手边有准备好的东西"),
}
"""The quick screen of two items (domain §2.5)."""

DRAFT_LIFE = timedelta(days=2)
KEPT_YEARS = 5
"""No law names a number for counselling; five years after the last contact (domain §1.9)."""
MINORS_KEPT_UNTIL = 23
"""… and for minors at least until this age."""


def may_become(state: str, target: str) -> bool:
    """Whether a case in this state may move to that one."""
    return target in MOVES[state]


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)


def kept_until(last_contact: date, born_on: date | None) -> date:
    """Until when the records are kept if nobody asks for their end earlier; ``born_on`` is known of minors only."""
    usual = _years_later(last_contact, KEPT_YEARS)
    return usual if born_on is None else max(usual, _years_later(born_on, MINORS_KEPT_UNTIL))


@dataclass(frozen=True)
class Details:
    """What somebody says of themselves before the first talk; sealed as one text."""

    band: str
    name: str = ""
    phone: str = ""
    email: str = ""
    channel: str = "none"
    hours: str = ""
    words: str = ""
    locale: str = "zh"
    emergency_name: str = ""
    emergency_relation: str = ""
    emergency_phone: str = ""
    guardian_name: str = ""
    guardian_relation: str = ""
    guardian_phone: str = ""
    born_on: str = ""
    concern: str = ""
    wanted: str = ""
    past_care: str = ""
    past_harm: str = ""
    signs: tuple[str, ...] = ()
    in_words: bool = False

    @property
    def urgent(self) -> bool:
        """Whether their words or their answers speak of danger."""
        return bool(self.signs) or self.in_words

    def birthday(self) -> date | None:
        """Known of minors only."""
        return date.fromisoformat(self.born_on) if self.born_on else None

    def plain(self) -> dict[str, Any]:
        """As it is sealed."""
        return asdict(self)

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Details":
        """As it was sealed."""
        return cls(**{**plain, "signs": tuple(plain.get("signs", ()))})
