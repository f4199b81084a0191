"""A caucus leaves no trace, time or count on any page of the other side: booked, opened, called off."""

import re
import uuid

import pytest
from flask.testing import FlaskClient

from mediation.cases.models import MediationCase
from mediation.meetings import services as meetings
from mediation.rooms.services import open_caucus
from portal.app import Portal
from portal.kernel.db import Db
from portal.rooms.rooms import services as talk
from tests.mediation import dispute
from tests.mediation.meetings.test_meetings import HOUR, times
from tests.world import World

PAGES = (
    "/my/matter", "/my/stop", "/my/mediator", "/my/papers", "/my/details", "/my/consents", "/my/matter/story",
    "/my/rights/paper", "/bell", "/account",
)  # fmt: skip
CHANCE = re.compile(r'(name="(?:csrf_token|once)" value|nonce)="[^"]*"|(?<=value="\d)\.\d+(?=")')
"""What differs from one answer to the next in any case: tokens, and when a form was shown."""


def looks(client: FlaskClient) -> dict[str, str]:
    """Every page of a person in the matter as they see it now, headers that may tell something included."""
    found = {}
    for path in PAGES:
        answer = client.get(path)
        found[path] = f"{answer.status_code} {answer.headers.get('Location')} {CHANCE.sub('', answer.text)}"
    return found


def alone(db: Db, world: World, case_id: uuid.UUID) -> None:
    """Everything that happens between the mediator and one side."""
    mediator, case = world.actor("mediator"), db.get_one(MediationCase, case_id)
    meeting = meetings.book(db, mediator, case_id, world.venue.id, times(db, world, case, "a")[0], HOUR, "a")
    room = open_caucus(db, mediator, case_id, "a")
    talk.say(db, dispute.visitor(dispute.applicant(db, case)), room.id, "我最低三千", "1")
    talk.say(db, mediator, room.id, "我去问问", "2")
    meetings.cancel(db, mediator, case_id, meeting.id)


@pytest.mark.parametrize("state", ["accepted", "preparing", "in_session"])
def test_the_other_sides_pages_are_the_same_word_for_word(
    portal: Portal, world: World, client: FlaskClient, state: str
) -> None:
    with portal.database.writing() as db:
        case = dispute.at(db, world, state)
        other = dispute.respondent(db, case)
        if state == "in_session":
            dispute.open_joint(db, world.actor("mediator"), case)
    world.come_with_code(client, portal.database, other.person_id, case.matter_id)
    looks(client)
    before = looks(client)
    assert before["/my/stop"].startswith("200")
    with portal.database.writing() as db:
        alone(db, world, case.id)
    after = looks(client)
    assert {path for path in PAGES if before[path] != after[path]} == set()
