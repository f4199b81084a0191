"""Why a mediator must step back, and what the house can see of it by itself (domain §5.3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.kernel.i18n import lazy as _l


@dataclass(frozen=True)
class Ground:
    """A ground for stepping back, and its source."""

    words: Any
    source: Any


_INVITED = _l("最高人民法院关于人民法院特邀调解的规定第十五条")

GROUNDS: Mapping[str, Ground] = {
    "party": Ground(_l("我是当事人，或者是当事人、代理人的近亲属"), _INVITED),
    "interest": Ground(_l("我与这件事有利害关系"), _INVITED),
    "relation": Ground(_l("我与当事人、代理人有其他关系，可能影响公正（同事、雇佣、同住、债务、旧怨等）"), _INVITED),
    "earlier": Ground(
        _l("我在这件事里做过代理人、证人、鉴定人或者处理过它"), _l("最高人民法院关于人民法院特邀调解的规定第十六条")
    ),
}
"""The people's-mediation law leaves recusal to each committee; these are the grounds of court-invited mediation."""


@dataclass(frozen=True, slots=True)
class Known:
    """What can be compared of a person: the name and the HMAC of the phone."""

    name: str
    phone_mac: bytes | None


HINTS: Mapping[str, Any] = {
    "account": _l("您的账号就是本案当事人。"),
    "phone": _l("有当事人留的手机号和您的相同：%(name)s。"),
    "name": _l("有当事人和您同名：%(name)s。"),
}


def hints(mediator: Known, parties: Iterable[Known], *, is_party: bool) -> list[tuple[str, str]]:
    """(kind, name of the party): what looks like an interest. A hint only reminds; the mediator decides and answers
    for it, except that nobody mediates in a matter of their own."""
    found = [("account", "")] if is_party else []
    for party in parties:
        if mediator.phone_mac is not None and party.phone_mac == mediator.phone_mac:
            found.append(("phone", party.name))
        elif party.name.strip() == mediator.name.strip():
            found.append(("name", party.name))
    return found
