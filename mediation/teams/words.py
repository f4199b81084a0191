"""What the mediator is told of the team, and what stands in the story."""

import uuid
from typing import Any

from flask import url_for

from portal.kernel.i18n import lazy as _l
from portal.matters.sentences import Sentence
from portal.notices.kinds import Kind
from portal.notices.models import Notice


def to_team(notice: Notice) -> str:
    """The bell leads to the team's page of the case."""
    return url_for("case_teams.show", case_id=uuid.UUID(notice.params["case"]))


SENTENCES: dict[str, Any] = {"team.brought_in": Sentence(_l("%(post)s%(name)s受邀进了会议室。"), kind="doing")}

KINDS = (
    Kind("mediation.team_asked", page=_l("%(code)s 请的人没有利害关系，正在问各方愿不愿意。"), where=to_team),
    Kind(
        "mediation.team_seated", page=_l("%(code)s 各方都愿意，团队多了一位。请把问题和会前计划看一遍。"), where=to_team
    ),
    Kind("mediation.team_declined", page=_l("%(code)s 请的人不便参加，可以另请一位。"), where=to_team),
    Kind("mediation.team_lapsed", page=_l("%(code)s 请的人没有按时说明，可以另请一位。"), where=to_team),
    Kind("mediation.team_refused", page=_l("%(code)s 有一个岗位这次不来，调解照常。"), where=to_team),
    Kind("mediation.team_left", page=_l("%(code)s 团队少了一位，调解照常。"), where=to_team),
    Kind("mediation.team_advised", page=_l("%(code)s 团队有一条新的意见。"), where=to_team),
)
