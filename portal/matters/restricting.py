"""封存: at the wish of whoever it is about, a matter is shut to everybody and only kept (个人信息保护法 art.47).

The protection officer does it, by the case code that the person names; they read nothing of the matter themselves.
"""

from portal.kernel import audit
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, Permission, role
from portal.matters.models import Matter
from portal.matters.queries import by_code
from portal.matters.staging import move

SHUTTABLE = frozenset({"registered", "triaged", "closed", "archived"})
"""While somebody works on it the matter is ended first: nobody is left in the middle of a mediation."""


RESTRICT = Permission("matter.restrict", role("dpo"))
"""At the door alone: there is no list of matters for them, only a code that somebody names."""


def restrict(db: Db, actor: Actor, code: str, reason: str) -> Matter:
    """Shut it for good; why stands in the record of acts."""
    matter = by_code(db, code)
    if matter is None or not actor.has("dpo", organisation=matter.center_id):
        raise Conflict(_("没有找到这个案件编码，请核对。"))
    if matter.stage == "restricted":
        raise Conflict(_("这件事已经封存了。"))
    if matter.stage not in SHUTTABLE:
        raise Conflict(_("这件事还在办理。请先请经办的人办结或者终止，再封存。"))
    audit.record(db, actor, "matter.restricted", matter, [f"reason:{reason}"])
    move(db, actor, matter, "restricted")
    return matter
