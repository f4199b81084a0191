"""What people on the roster are told."""

from typing import Any

from flask import url_for

from portal.kernel.i18n import lazy as _l
from portal.notices.kinds import Kind
from portal.teams.roster.rules import POST_NAMES


def to_docket(_notice: Any) -> str:
    """The bell leads to one's days of duty and the matters one is asked into."""
    return url_for("team_seats.index")


KINDS = (
    *(
        Kind(f"roster.entered.{post}", page=_l("中心把您列入了会商团队名册：%(post)s。", post=name), where=to_docket)
        for post, name in POST_NAMES.items()
    ),
    Kind("roster.days", page=_l("您在会商团队名册上的值班日改了，请看一看。"), where=to_docket),
    Kind("roster.removed", page=_l("您不再列在会商团队名册上。已经参加的案件照常。"), where=to_docket),
)
