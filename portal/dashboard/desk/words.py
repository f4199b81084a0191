"""What a role will do here, for roles whose work is still done as before: said on the desk instead of an empty page."""

from collections.abc import Iterable, Mapping
from typing import Any

from portal.kernel.i18n import lazy as _l

TO_COME: Mapping[str, Any] = {
    "archivist": _l("保管和借阅已经归档的案卷"),
    "auditor": _l("查阅操作记录、复核权限"),
}
"""Role → its work (domain §5.1). Whoever has a queue is led there by the menu; a row goes when its work comes."""


def to_come(roles: Iterable[str]) -> list[Any]:
    """The work of these roles that is not done here yet."""
    held = set(roles)
    return [words for role, words in TO_COME.items() if role in held]
