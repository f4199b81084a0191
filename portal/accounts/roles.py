"""The roles of domain §5.1; only ``mediator`` gives a mediator's rights, whatever other tags a person holds."""

from portal.kernel.i18n import lazy as _l

NAMES = {
    "clerk": _l("窗口受理员"),
    "dispatcher": _l("分流员"),
    "mediator": _l("人民调解员"),
    "committee_head": _l("调委会主任"),
    "secretary": _l("记录人（立卷人）"),
    "police": _l("警官"),
    "judge": _l("法官"),
    "procurator": _l("检察官"),
    "lawyer": _l("律师"),
    "social_worker": _l("社工师"),
    "counsellor": _l("心理咨询师"),
    "counselling_supervisor": _l("心理督导"),
    "legal_aid_officer": _l("法律援助工作人员"),
    "department_handler": _l("部门承办人"),
    "grid_worker": _l("网格员"),
    "supervisor": _l("督办员"),
    "centre_head": _l("中心主任"),
    "archivist": _l("档案员"),
    "statistician": _l("统计员"),
    "admin": _l("系统管理员"),
    "auditor": _l("审计员"),
    "dpo": _l("个人信息保护负责人"),
    "duty": _l("值班员"),
}
ROLES = tuple(NAMES)
