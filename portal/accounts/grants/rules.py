"""Which roles belong to which kind of organisation, and which none may give themselves."""

from collections.abc import Mapping

KINDS_FOR: Mapping[str, tuple[str, ...]] = {
    "mediator": ("committee",),
    "committee_head": ("committee",),
    "secretary": ("committee",),
    "clerk": ("center",),
    "dispatcher": ("center",),
    "duty": ("center",),
    "centre_head": ("center",),
    "department_handler": ("department",),
}
"""Role → kinds of organisation in which it can be held; other roles in any.

人民调解法 art.13: people's mediators are members of a people's mediation committee or engaged by one (R-08).
"""


def fits(role: str, kind: str) -> bool:
    """Whether this role can be held in such an organisation."""
    return kind in KINDS_FOR.get(role, (kind,))
