"""Meetings under the roof."""

from mediation.cases.policy import DOCKET
from mediation.meetings import interruptions, jobs, today, views
from mediation.meetings.models import Meeting, NoticeWaiver
from mediation.meetings.sentences import KINDS, SENTENCES
from portal.contracts.events import DangerRaised, MatterClosed
from portal.kernel.feature import Feature, Panel, Today
from portal.matters import sentences
from portal.notices import kinds


def _speak(_app: object) -> None:
    sentences.register(SENTENCES)
    for kind in KINDS:
        kinds.register(kind)


FEATURE = Feature(
    name="mediation.meetings",
    tables=(Meeting, NoticeWaiver),
    blueprints=(views.bp,),
    listeners=((MatterClosed, interruptions.matter_closed), (DangerRaised, interruptions.danger_raised)),
    jobs={"meetings.unattended": jobs.call_off_unattended},
    panels=(Panel("meetings", "case", 25, views.case_panel), Panel("meetings", "person", 25, views.person_panel)),
    today=(Today(DOCKET, today.find),),
    setup=_speak,
)
