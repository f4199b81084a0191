"""How the fields of a service record are called, on pages and on the paper."""

from collections.abc import Mapping
from typing import Any

from portal.kernel.i18n import lazy as _l
from portal.notices.kinds import Kind

FIELDS: Mapping[str, Any] = {
    "refused": _l("本人不愿说明身份"),
    "gender": _l("性别"),
    "age": _l("年龄段"),
    "groups": _l("人群"),
    "class_code": _l("事项类别"),
    "facts": _l("基本事实"),
    "question": _l("咨询的问题"),
    "advice": _l("解答意见"),
    "law": _l("依据的法律"),
    "referral": _l("转介或指引"),
    "aid": _l("是否符合法律援助条件"),
    "aid_told": _l("已告知怎样申请法律援助"),
    "aid_shared": _l("本人同意把这份记录转给法律援助工作人员"),
    "follow_up_on": _l("约定再答复的日期"),
    "minutes": _l("时长（分钟）"),
    "licence": _l("律师执业证号"),
}
AGES: Mapping[str, Any] = {
    "": _l("没有登记"),
    "minor": _l("未满 18 岁"),
    "adult": _l("18 至 44 岁"),
    "middle": _l("45 至 59 岁"),
    "old": _l("60 岁以上"),
}
GROUPS: Mapping[str, Any] = {
    "migrant": _l("农民工"),
    "elder": _l("老年人"),
    "disabled": _l("残疾人"),
    "woman": _l("妇女"),
    "minor": _l("未成年人"),
    "veteran": _l("军人、军属、退役军人"),
    "poor": _l("低收入家庭"),
    "student": _l("学生"),
}
AID: Mapping[str, Any] = {"unclear": _l("还不能判断"), "yes": _l("符合"), "no": _l("不符合")}
STATES: Mapping[str, tuple[str, Any]] = {
    "draft": ("todo", _l("草稿")),
    "sealing": ("doing", _l("正在签出")),
    "sealed": ("done", _l("已签好")),
    "failed": ("danger", _l("没有打印成，请修改后重新签出")),
}
KINDS = (
    Kind("consultation_record.failed", page=_l("有一份咨询记录没有打印成：里面有字体里没有的字，请改写后重新签出。")),
    Kind("consultation_record.sealed", page=_l("咨询记录已经签好：%(number)s。")),
)
