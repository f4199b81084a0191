"""For what a mediation stands still, which clocks stand still with it, and until which day talks may be put off."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from portal.kernel.i18n import lazy as _l

KINDS = ("adjourned", "suspended")
"""Each is a state of the mediation, too."""

BEGINS: Mapping[str, frozenset[str]] = {
    "adjourned": frozenset({"in_session"}),
    "suspended": frozenset({"accepted", "preparing", "scheduled", "in_session", "adjourned"}),
}
"""Kind → states of the mediation in which it begins: talks are put off while one talks, and what stands still is
resumed before anything else."""

HOLDS: Mapping[str, str] = {"adjourned": "adjourned", "scheduled": "adjourned", "suspended": "suspended"}
"""State of the mediation → the kind of pause that is on its pages, if there was one: also once the next session is
booked, the parties still have to do what was said."""


@dataclass(frozen=True)
class Ground:
    """Why a mediation stands still: for the file, for the parties (``told``: nobody's illness), its source, and the
    events by which the clocks learn of it; which of them stand still then is the catalogue's matter (R-09)."""

    words: Any
    told: Any
    source: Any
    began: str = "mediation.suspended"
    ended: str = "mediation.resumed"


_LAWSUIT = _l("参照民事诉讼法第一百五十三条")

GROUNDS: Mapping[str, Ground] = {
    "appraisal": Ground(
        _l("要等鉴定、评估的结果"), _l("要等鉴定、评估的结果"), _l("医疗纠纷预防和处理条例第三十八条；其他纠纷参照"),
        "appraisal.started", "appraisal.ended",
    ),
    "illness": Ground(_l("一方生病或者暂时不能参加"), _l("有一方暂时不能参加"), _LAWSUIT),
    "force_majeure": Ground(
        _l("不可抗力"), _l("遇到了不可抗力"), _LAWSUIT, "force_majeure.began", "force_majeure.ended"
    ),
    "proceedings": Ground(
        _l("要以另一案件、另一程序的结果为依据"), _l("要等另一个案件或者程序的结果"), _LAWSUIT
    ),
    "succession": Ground(
        _l("一方去世或者单位终止，等待继承人、承受人表明态度"), _l("要等接替参加的人确定下来"), _LAWSUIT
    ),
    "verification": Ground(
        _l("怀疑虚假调解，需要核实"), _l("调委会要先核实一些情况"), _l("最高人民法院关于人民法院特邀调解的规定第十八条")
    ),
}  # fmt: skip
"""The people's-mediation law does not know suspension; the grounds are those of neighbouring procedures."""

MOST = timedelta(days=30)
"""Until when talks may be put off at most where no legal period says so."""
LONGEST = timedelta(days=180)
"""The farthest day on which the mediator looks again whether a mediation can go on."""


def last_day(kind: str, today: date, limit: date | None) -> date:
    """The farthest day that may be named. Talks go on within the legal period: a longer one needs an extension."""
    if kind == "suspended":
        return today + LONGEST
    return limit if limit is not None and limit > today else today + MOST


def day_fits(kind: str, day: date, today: date, limit: date | None) -> bool:
    """From tomorrow on."""
    return today < day <= last_day(kind, today, limit)
