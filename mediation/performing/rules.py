"""Following up what was promised, when it counts as not kept, and what whoever is owed can do then."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.followup.obligations.rules import SETTLED, overdue
from portal.kernel.i18n import lazy as _l

WAYS: Mapping[str, Any] = {
    "phone": _l("打电话"),
    "visit": _l("上门"),
    "counter": _l("来调委会当面谈"),
    "message": _l("发消息"),
}
FOUND: Mapping[str, Any] = {
    "kept": _l("说已经做到，等对方确认"),
    "promised": _l("答应做，说了新的日子"),
    "unable": _l("一时做不到"),
    "refused": _l("不愿意做"),
    "unreachable": _l("联系不上"),
}
"""人民调解回访记录, 回访情况 (domain §2.3)."""

CONFIRMATION = "CLK-18"


def late(state: str, due_on: date | None, today: date) -> bool:
    """Past its day, or said not to have been done."""
    return state == "disputed" or overdue(state, due_on, today)


def may_break(duties: Iterable[tuple[str, date | None]], today: date, *, followed_up: bool) -> bool:
    """Never by itself: something is late, and the mediator has followed it up (人民调解法 art.31)."""
    return followed_up and any(state not in SETTLED and late(state, due_on, today) for state, due_on in duties)


@dataclass(frozen=True)
class Remedy:
    """What can be done now, and its source. ``when``: 'confirm' while the thirty days run, 'confirmed' once both have
    applied, 'money' and 'labour' where such a thing is owed; without it, always."""

    words: Any
    source: Any
    when: str | None = None


REMEDIES: Mapping[str, Remedy] = {
    "confirm": Remedy(
        _l("和对方一起申请司法确认，最后一天是%(day)s；法院裁定有效后，对方不履行，可以申请强制执行"),
        _l("人民调解法第三十三条，民事诉讼法第二百零五条、第二百零六条"), "confirm",
    ),
    "enforce": Remedy(
        _l("你们已经申请司法确认：法院裁定有效的，可以向法院申请强制执行，期间是二年"),
        _l("民事诉讼法第二百零六条、第二百五十条"), "confirmed",
    ),
    "sue": Remedy(
        _l("拿着协议书向人民法院起诉，请求对方履行：协议书和合同一样有约束力（诉讼服务热线 12368）"),
        _l("人民调解法第三十一条、第三十二条"),
    ),
    "payment_order": Remedy(
        _l("欠的是钱，没有别的争议，可以向法院申请支付令"), _l("民事诉讼法第二百二十五条"), "money"
    ),
    "labour_order": Remedy(
        _l("欠的是劳动报酬、工伤医疗费、经济补偿或者赔偿金，可以凭协议书申请支付令"),
        _l("劳动争议调解仲裁法第十六条"), "labour",
    ),
    "mediate": Remedy(_l("双方都愿意，可以再来调解，重新约定"), _l("人民调解法第三十三条")),
    "aid": Remedy(_l("免费的法律咨询和法律援助：拨打 12348"), _l("法律援助法第二十二条")),
}  # fmt: skip


def remedies(true: Iterable[str]) -> list[Remedy]:
    """Those that are open, in the order of the table; ``true`` are the conditions that hold."""
    held = set(true)
    return [one for one in REMEDIES.values() if one.when is None or one.when in held]
