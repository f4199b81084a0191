"""How a matter's states, parts and people are called on pages."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from portal.directory.taxonomy.rules import load
from portal.kernel.i18n import lazy as _l
from portal.kernel.i18n import pick
from portal.notices.kinds import Kind

STAGES: Mapping[str, tuple[str, Any]] = {
    "registered": ("todo", _l("已登记，等待分流")),
    "triaged": ("todo", _l("已分流，等待交办")),
    "routed": ("waiting", _l("已交办，等待接手")),
    "active": ("doing", _l("正在办理")),
    "closed": ("done", _l("已经办结")),
    "archived": ("done", _l("已经归档")),
    "restricted": ("stopped", _l("已经封存")),
}
"""Stage → shape (components/status.html) and word."""

CLOSED: Mapping[str, Any] = {
    "resolved": _l("已经化解"),
    "procedural": _l("程序性办结"),
    "declined": _l("没有受理"),
    "transferred": _l("已经移送"),
}
SOURCES: Mapping[str, Any] = {
    "web": _l("网上提交"),
    "counter": _l("窗口登记"),
    "phone": _l("电话登记"),
    "grid": _l("网格员上报"),
    "hotline": _l("热线转来"),
    "police": _l("公安转来"),
    "court": _l("法院转来"),
    "petition": _l("信访转来"),
    "committee": _l("调委会登记"),
}
ROLES: Mapping[str, Any] = {
    "applicant": _l("申请人"),
    "respondent": _l("被申请人"),
    "third_party": _l("第三人"),
}
GUARDIAN = _l("监护人")
CAPACITIES: Mapping[str, Any] = {
    "desk": _l("中心窗口"),
    "counter": _l("代为登记的人"),
    "committee": _l("调委会"),
    "mediator": _l("人民调解员"),
    "secretary": _l("记录人"),
    "team": _l("会商团队成员"),
    "department": _l("部门承办人"),
    "lawyer": _l("律师"),
}
VISIBILITIES: Mapping[str, Any] = {
    "mine": _l("只有交材料的人自己能看"),
    "mediator": _l("交材料的人、调解员和经办人员能看"),
    "joint": _l("各方都能看"),
}
CHANNELS: Mapping[str, Any] = {
    "sms": _l("发短信"),
    "call": _l("打电话"),
    "email": _l("发邮件"),
    "letter": _l("寄信"),
    "visit": _l("上门"),
    "none": _l("不要主动联系"),
}
NOT_SENT: Mapping[str, Any] = {
    "sms": _l("打电话（登记的是短信，这里还发不了短信）"),
    "email": _l("发邮件（这里还发不了邮件）"),
}
"""How a way is called where the house cannot go it (portal.matters.reaching): what was written down stays readable."""

GENDERS: Mapping[str, Any] = {"男": _l("男"), "女": _l("女")}
RELATIONS: Mapping[str, Any] = {
    "父亲": _l("父亲"),
    "母亲": _l("母亲"),
    "祖父母或外祖父母": _l("祖父母或外祖父母"),
    "成年的兄姐": _l("成年的兄姐"),
    "其他愿意担任监护人的人": _l("其他愿意担任监护人的人"),
    "居委会、村委会或民政部门": _l("居委会、村委会或民政部门"),
}
"""Who may be a guardian, in the order of the law (民法典 art.27, 32); papers carry the Chinese words."""

SAID_AGES: Mapping[str, Any] = {"teen": _l("满十四岁，不满十八岁"), "child": _l("不满十四岁")}
CONSENT_WAYS: Mapping[str, Any] = {"counter": _l("当面听完告知内容后同意"), "phone": _l("在电话里听完告知内容后同意")}
GAPS: Mapping[str, Any] = {
    "guardian": _l("未满十八周岁，还没有登记监护人"),
    "consent": _l("未满十四周岁，还没有监护人对处理个人信息的同意"),
}
DOCUMENTS: Mapping[str, Any] = {
    "id_card": _l("居民身份证"),
    "household": _l("户口簿"),
    "passport": _l("护照"),
    "hk_macau": _l("港澳居民来往内地通行证或居住证"),
    "taiwan": _l("台湾居民来往大陆通行证或居住证"),
    "residence": _l("外国人永久居留身份证"),
    "legal_rep": _l("法定代表人的证件和身份证明书"),
}
"""Documents of portal.matters.identities."""

REASONS: Mapping[str, Any] = {
    "contact": _l("联系本人"),
    "deliver": _l("送达文书"),
    "visit": _l("上门走访"),
    "identity": _l("核对身份"),
    "emergency": _l("紧急情况"),
}
"""Why staff want to see a number in full; the chosen one goes into the record."""


def class_name(code: str | None) -> str:
    """The name of a class in the reader's language; empty before anybody has decided."""
    minor = load().minors.get(code or "")
    return pick(minor.name_zh, minor.name_en) if minor else ""


def majors() -> list[tuple[str, str]]:
    """The twelve major classes to choose from."""
    return [(major.code, pick(major.name_zh, major.name_en)) for major in load().majors.values()]


def _to_clocks(notice: Any) -> str:
    return url_for("matters.show", matter_id=notice.matter_id, tab="clocks")


NEW_PIN = Kind(
    "matter.new_pin",
    page=_l("您的查询密码已在窗口补办，以前的作废。不是您办的，请马上打电话告诉我们。"),
    outside=_l("您好，这里是%(centre)s。您的查询密码刚在窗口补办。不是您本人办的，请马上打电话 %(phone)s。"),
)

CONTACT_CHANGED = Kind(
    "matter.contact_changed",
    page=_l("您登记的电话由工作人员改了，以后的消息和验证码发到新的号码。不是您要改的，请马上打电话告诉我们。"),
    outside=_l("您好，这里是%(centre)s。您登记的电话刚由工作人员改了号码。不是您要改的，请马上打电话 %(phone)s。"),
)

OUTSIDE = _l(
    "您好，这里是%(centre)s。您有一条新消息，请打开 %(way_in)s，"
    "用案件编码 %(case_code)s 和密码查看，或打电话 %(phone)s。"
)
"""For every notice of a matter to a person: neutral, with an address short enough to type."""

CLOCK_RED = Kind("clock.red", page=_l("%(code)s 超过了时限，请看“期限”一栏。"), where=_to_clocks)
"""For whoever is alerted when a clock runs out (portal.matters.timing)."""

ACTS: Mapping[str, Any] = {
    "person.corrected": _l("更正了信息"),
    "person.number_seen": _l("看过证件，登记了号码"),
    "matter.classified": _l("定了分类"),
    "matter.moved": _l("改了进展"),
    "matter.respondent_added": _l("补上了对方当事人"),
    "matter.danger": _l("标明有危险情形"),
}
"""Acts of the record, where a page that shows an older state says what has happened since."""
