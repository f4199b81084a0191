"""Why a mediator must step back (domain §5.3)."""

from collections.abc import Mapping
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
