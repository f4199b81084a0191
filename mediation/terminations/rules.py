"""Why a mediation ends, and what everybody is told then: the other routes and the time limits (R-10, R-11)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.kernel.i18n import lazy as _l


@dataclass(frozen=True)
class Reason:
    """How the file calls an end, and its source."""

    words: Any
    source: Any


REASONS: Mapping[str, Reason] = {
    "refusal": Reason(_l("一方当事人明确拒绝调解"), _l("人民调解法第十七条")),
    "withdrew": Reason(_l("当事人要求终止调解"), _l("人民调解法第二十三条")),
    "no_agreement": Reason(_l("期限内没有达成协议"), _l("人民调解法第二十六条")),
    "cannot_contact": Reason(_l("联系不上一方当事人"), _l("中心服务时限（参照人民法院在线调解规则第十五条）")),
    "false_facts": Reason(_l("隐瞒重要事实、提供虚假情况"), _l("参照深圳经济特区矛盾纠纷多元化解条例第二十八条")),
    "collusion": Reason(_l("恶意串通，可能损害他人利益"), _l("参照深圳经济特区矛盾纠纷多元化解条例第二十八条")),
    "other": Reason(_l("其他原因"), _l("人民调解法第二十六条")),
}
"""Domain §2.3, 终止调解通知书. For the file and the statistics: the notice itself names no reason and blames nobody."""

LABOUR = frozenset({"J10", "J11"})
CONSUMER = frozenset({"J12", "J13", "J14"})
CONTRACTED = frozenset({"0801", "0802", "0803"})
TITLE = frozenset({"0801", "0804", "0805", "0806", "0807", "0808"})
TAKING = frozenset({"J08"})
MEDICAL = frozenset({"J15"})
TRAFFIC = frozenset({"J16"})


@dataclass(frozen=True)
class Route:
    """Where else to go: for which classes (the Ministry's or our own; all if none is named), and by which law."""

    words: Any
    source: Any
    only: frozenset[str] = frozenset()
    but: frozenset[str] = frozenset()


ROUTES: Mapping[str, Route] = {
    "labour_arbitration": Route(
        _l("向劳动人事争议仲裁委员会申请仲裁（咨询 12333）；对裁决不服的，再向人民法院起诉"),
        _l("劳动争议调解仲裁法第五条"), LABOUR,
    ),
    "labour_inspection": Route(
        _l("被拖欠工资的，向劳动保障监察机构投诉（12333）"), _l("劳动争议调解仲裁法第九条"), LABOUR
    ),
    "traffic_police": Route(
        _l("各方一致同意的，在三日内书面申请公安交通管理部门调解"), _l("道路交通事故处理程序规定第八十六条"), TRAFFIC
    ),
    "health_authority": Route(_l("申请卫生健康主管部门调解"), _l("医疗纠纷预防和处理条例第二十二条"), MEDICAL),
    "consumer": Route(_l("向市场监督管理部门投诉（12315）"), _l("消费者权益保护法第四十六条"), CONSUMER),
    "land_title": Route(
        _l("土地、林木的所有权和使用权争议，请乡镇或县级人民政府处理"),
        _l("土地管理法第十四条、森林法第二十二条"), TITLE,
    ),
    "land_arbitration": Route(
        _l("承包地的争议，向农村土地承包仲裁委员会申请仲裁"), _l("农村土地承包经营纠纷调解仲裁法第四条"), TITLE
    ),
    "review": Route(_l("对征收、拆迁等行政行为不服的，申请行政复议（咨询 12348）"), _l("行政复议法第二十条"), TAKING),
    "court": Route(
        _l("向人民法院起诉（诉讼服务热线 12368）"), _l("人民调解法第二十六条"), but=LABOUR
    ),
    "government": Route(_l("请主管的行政机关处理；不知道归谁管，拨打 12345 询问"), _l("人民调解法第二十六条")),
    "notary": Route(_l("对已经没有争议的部分，可以到公证机构办理公证"), _l("公证法第二条")),
    "legal_aid": Route(_l("免费的法律咨询和法律援助：拨打 12348"), _l("法律援助法第二十二条")),
}  # fmt: skip


@dataclass(frozen=True)
class Limit:
    """A period after which a right is hard to enforce: its words, its source, the clock that counts it if it runs."""

    words: Any
    source: Any
    clock: str
    only: frozenset[str] = frozenset()
    but: frozenset[str] = frozenset()


LIMITS: Mapping[str, Limit] = {
    "labour": Limit(
        _l("申请劳动仲裁：一年，从知道或者应当知道权利被侵害之日起；劳动关系存续期间的拖欠工资，从劳动关系终止之日起一年"),
        _l("劳动争议调解仲裁法第二十七条"), "CLK-21", LABOUR,
    ),
    "traffic_police": Limit(
        _l("申请公安交通管理部门调解：调解终止后三日内"), _l("道路交通事故处理程序规定第八十六条"), "CLK-17", TRAFFIC
    ),
    "contracted_land": Limit(
        _l("申请承包地仲裁：二年，从知道或者应当知道权利被侵害之日起"),
        _l("农村土地承包经营纠纷调解仲裁法第十八条"), "CLK-22", CONTRACTED,
    ),
    "review": Limit(_l("申请行政复议：六十日，从知道该行政行为之日起"), _l("行政复议法第二十条"), "CLK-25", TAKING),
    "general": Limit(
        _l("向人民法院请求保护民事权利：三年，从知道或者应当知道权利受到损害以及义务人之日起"),
        _l("民法典第一百八十八条"), "CLK-23", but=LABOUR,
    ),
}  # fmt: skip

INTERRUPTED = _l("最高人民法院关于审理民事案件适用诉讼时效制度若干问题的规定第十二条")
"""Asking a people's mediation committee to protect a civil right interrupts the general limitation on that day."""


def _for(row: Route | Limit, classes: frozenset[str]) -> bool:
    return (not row.only or bool(row.only & classes)) and not row.but & classes


def routes_for(classes: frozenset[str]) -> list[str]:
    """The routes to name for a class (its own code and the Ministry's), the nearest first; never none."""
    return [key for key, route in ROUTES.items() if _for(route, classes)]


def limits_for(classes: frozenset[str]) -> list[str]:
    """The time limits to name."""
    return [key for key, limit in LIMITS.items() if _for(limit, classes)]
