"""One of several never answers: nobody waits for ever, nobody is blamed, and the others decide anew (R-03, R-11)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from mediation.cases.models import MediationCase
from mediation.consents import queries, rules
from mediation.consents.silence import part
from mediation.invitations.queries import by_party
from mediation.terminations import queries as notices
from portal.app import Portal
from portal.clocks.queries import of_subjects
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.db.ids import born_at, new_id
from portal.kernel.policy import Conflict, Refused
from portal.matters.models import Party
from portal.matters.telling import timeline_for
from tests.mediation import dispute
from tests.world import World

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
FRIDAY = MONDAY + timedelta(days=4)
TRIED = "23日、24日打过两次电话，25日上门没有人"
DAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("answer", "later_on", "day"),
    [
        ("pending", None, date(2026, 11, 27)),
        ("later", date(2026, 11, 25), date(2026, 11, 27)),
        ("later", date(2026, 11, 30), date(2026, 12, 1)),
        ("yes", None, None),
        ("no", None, None),
    ],
)
def test_how_long_one_waits(answer: str, later_on: date | None, day: date | None) -> None:
    assert rules.wait_over(answer, later_on, DAY) == day


def test_a_row_knows_when_it_was_made() -> None:
    with clock.held(MONDAY):
        assert abs(born_at(new_id()) - MONDAY) < timedelta(seconds=1)


def asked(db: Db, world: World, respondents: int = 2, *, invite: bool = True) -> tuple[MediationCase, Party, Party]:
    """Everybody is written to; one says yes, the other nothing."""
    case = dispute.opened(db, world, respondents=respondents)
    others = [party for party in dispute.parties(db, case) if party.role == "respondent"]
    for party in others if invite else others[:1]:
        dispute.invited(db, world, case, party)
    dispute.says(db, case, dispute.applicant(db, case), "yes")
    dispute.says(db, case, others[0], "yes")
    return case, others[0], others[-1]


def running(db: Db, case: MediationCase) -> set[str]:
    """The clocks that count."""
    rows = of_subjects(db, "matter", [case.matter_id], running=True)
    return {row.code for row in rows.get(case.matter_id, ())}


def test_the_others_agree_anew_and_it_goes_on(db: Db, world: World) -> None:
    with clock.held(MONDAY):
        case, talks, silent = asked(db, world)
        first = dispute.applicant(db, case)
        with pytest.raises(Conflict, match="11月27日"):
            part(db, world.actor("mediator"), case.id, silent.id, TRIED)
    with clock.held(FRIDAY):
        part(db, world.actor("mediator"), case.id, silent.id, TRIED)
        assert (silent.left_at is not None, case.round, case.state) == (True, 2, "consent_pending")
        assert not queries.all_yes(db, case)
        assert (case.matter.next_key, case.matter.next_due_at is not None) == ("next.decide_anew", True)
        for party in (first, talks):
            assert "mediation.asked_anew" in dispute.told(db, person_id=party.person_id)
            dispute.says(db, case, party, "yes")
        assert case.state == "accepted"


def test_the_silent_one_is_told_where_else_to_go_and_nobody_why(db: Db, world: World) -> None:
    with clock.held(MONDAY):
        case, talks, silent = asked(db, world)
    with clock.held(FRIDAY):
        part(db, world.actor("head"), case.id, silent.id, TRIED)
        assert dispute.told(db, person_id=silent.person_id)[-1] == "mediation.goes_on_without"
        notice = notices.of_matter(db, world.actor("head"), case.matter_id)[-1]
        assert (notice.reason, notice.party_id, notice.words) == ("cannot_contact", silent.id, TRIED)
        assert notice.routes
        assert notice.limits
        line = timeline_for(db, dispute.visitor(talks), case.matter)[1]
        assert line.key == "mediation.party_left"
        assert "答复" not in line.text
        dispute.known(db, case, silent)  # the link still lets them in, to read that
        assert notices.concerning(db, dispute.visitor(silent)) is notice
        with pytest.raises(Refused):
            dispute.says(db, case, silent, "yes")


def test_whoever_could_have_been_written_to_and_was_not_is_not_silent(db: Db, world: World) -> None:
    with clock.held(MONDAY):
        case, _talks, silent = asked(db, world, invite=False)
    with clock.held(FRIDAY), pytest.raises(Conflict, match="还没有收到邀请"):
        part(db, world.actor("mediator"), case.id, silent.id, TRIED)


def test_a_wrong_number_is_not_silence(db: Db, world: World) -> None:
    with clock.held(MONDAY):
        case, _talks, silent = asked(db, world)
        by_party(db, case)[silent.id].denied_at = clock.now()
    with clock.held(FRIDAY), pytest.raises(Conflict, match="还没有收到邀请"):
        part(db, world.actor("mediator"), case.id, silent.id, TRIED)


def test_whoever_cannot_be_written_to_hears_nothing_and_the_contact_counts_as_made(db: Db, world: World) -> None:
    with clock.held(MONDAY):
        case, _talks, silent = asked(db, world, invite=False)
        silent.person.phone = silent.person.email = silent.person.address = None
        assert "CLK-05" in running(db, case)
    with clock.held(FRIDAY):
        part(db, world.actor("mediator"), case.id, silent.id, TRIED)
        assert dispute.told(db, person_id=silent.person_id) == []
        assert "CLK-05" not in running(db, case)


def test_in_the_second_round_there_is_time_again(db: Db, world: World) -> None:
    with clock.held(MONDAY):
        case, _talks, silent = asked(db, world, respondents=3)
        middle = dispute.respondent(db, case, 1)
    with clock.held(FRIDAY):
        part(db, world.actor("mediator"), case.id, silent.id, TRIED)
        with pytest.raises(Conflict):
            part(db, world.actor("mediator"), case.id, middle.id, TRIED)


def test_without_the_only_respondent_there_is_no_dispute(db: Db, world: World) -> None:
    with clock.held(MONDAY):
        case = dispute.opened(db, world)
        dispute.invited(db, world, case, dispute.respondent(db, case))
    with clock.held(FRIDAY), pytest.raises(Conflict):
        part(db, world.actor("mediator"), case.id, dispute.respondent(db, case).id, TRIED)


def test_whoever_has_answered_is_not_silent(db: Db, world: World) -> None:
    with clock.held(MONDAY):
        case, talks, _silent = asked(db, world)
    with clock.held(FRIDAY), pytest.raises(Conflict):
        part(db, world.actor("mediator"), case.id, talks.id, TRIED)


@pytest.mark.parametrize("login", ["mediator2", "secretary", "outsider", "clerk", "police"])
def test_nobody_else_parts_with_anybody(db: Db, world: World, login: str) -> None:
    with clock.held(MONDAY):
        case, _talks, silent = asked(db, world)
    with clock.held(FRIDAY), pytest.raises(Refused):
        part(db, world.actor(login), case.id, silent.id, TRIED)


def test_the_pages(portal: Portal, world: World, client: FlaskClient) -> None:
    with clock.held(clock.now() - timedelta(days=30)), portal.database.writing() as db:
        case, talks, silent = asked(db, world)
        case_id, party_id, name = case.id, silent.id, silent.person.name
    world.sign_in(client, portal.database, "mediator")
    path = f"/cases/{case_id}/silent/{party_id}"
    assert path in dispute.body(client, f"/cases/{case_id}")
    assert name in dispute.body(client, path)
    seen = client.get(path).get_data(as_text=True).split('name="seen"')[1].split('value="')[1].split('"')[0]
    assert client.post(path, data={"seen": seen}).status_code == 422
    client.post(path, data={"seen": seen, "words": TRIED, "sure": "y"})
    page = dispute.body(client, f"/cases/{case_id}")
    assert "第 2 次征求意见" in page
    assert "联系不上一方当事人" in page
    with portal.database.reading() as db:
        assert "mediation.asked_anew" in dispute.told(db, person_id=talks.person_id)
