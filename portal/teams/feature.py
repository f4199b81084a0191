"""三官三师 under the roof: the roster, the seats, and what keeps people away."""

from flask import Flask

from portal.contracts.events import InvolvementChanged, MatterClosed
from portal.kernel.feature import Feature, MenuEntry, Panel, Today
from portal.kernel.i18n import lazy as _l
from portal.matters import sentences
from portal.notices import kinds
from portal.teams.roster import views as roster
from portal.teams.roster import words as roster_words
from portal.teams.roster.models import RosterEntry
from portal.teams.roster.policy import KEEP
from portal.teams.seats import jobs, my_views, queries, today, views, words
from portal.teams.seats.models import Advice, CaseTeam, Seat, SeatConsent, TeamReview
from portal.teams.seats.policy import READ


def _speak(_app: Flask) -> None:
    sentences.register(words.SENTENCES)
    for kind in (*roster_words.KINDS, *words.KINDS):
        kinds.register(kind)


FEATURE = Feature(
    name="teams",
    tables=(RosterEntry, CaseTeam, Seat, SeatConsent, Advice, TeamReview),
    blueprints=(roster.bp, views.bp, my_views.bp),
    listeners=((MatterClosed, jobs.matter_closed), (InvolvementChanged, jobs.involvement_changed)),
    jobs={"team.lapse": jobs.lapse, "team.read_no_more": jobs.read_no_more},
    today=(Today(READ, today.find),),
    menu=(
        MenuEntry(_l("我的会商"), "team_seats.index", READ, 15, queries.count),
        MenuEntry(_l("会商团队名册"), "roster.index", KEEP, 65),
    ),
    panels=(Panel("teams", "person", 8, my_views.on_person),),
    setup=_speak,
)
