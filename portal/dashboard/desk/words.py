"""What a role will do here, for roles whose work is still done as before: said on the desk instead of an empty page."""

from collections.abc import Iterable, Mapping
from typing import Any

from portal.kernel.i18n import lazy as _l

TO_COME: Mapping[str, Any] = {
    "supervisor": _l("督办超期的事项、发督办单"),
    "legal_aid_officer": _l("受理和审查法律援助申请"),
    "counselling_supervisor": _l("分派心理咨询的个案"),
    "archivist": _l("保管和借阅已经归档的案卷"),
    "statistician": _l("统计数字和报表"),
    "auditor": _l("查阅操作记录、复核权限"),
}
"""Role → its work (domain §5.1). Whoever has a queue is led there by the menu; a row goes when its work comes."""


def to_come(roles: Iterable[str]) -> list[Any]:
    """The work of these roles that is not done here yet."""
    held = set(roles)
    return [words for role, words in TO_COME.items() if role in held]
