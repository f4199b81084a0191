"""R-18: a lawyer who advised one side of a case cannot advise the other, however the two sides are found out."""

import threading

import pytest

from legal.consultations import booking, changing, conflicts, meeting, times
from legal.consultations.booking import Booked
from legal.consultations.models import Consultation
from mediation.cases.models import MediationCase
from portal.app import Portal
from portal.intake.filing import services as filing
from portal.intake.filing.queries import draft_of
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Conflict
from portal.matters.models import Party
from portal.matters.opening import add_respondent
from portal.matters.services import involve
from portal.people.persons.identity import phone_mac
from portal.people.persons.services import PersonData
from tests.legal import office
from tests.mediation import dispute
from tests.world import World

ONE, OTHER = ("申小明", "13800004321"), ("卞立言", "13800008765")
LATER = office.at(25, 9)


def asks(db: Db, world: World, who: tuple[str, str], against: tuple[str, str] | None, **how: object) -> Booked:
    """Somebody books, perhaps naming whom it is against."""
    named = {"other_name": against[0], "other_phone": against[1]} if against else {}
    return office.booked(db, world, name=who[0], phone=who[1], **named, **how)  # type: ignore[arg-type]


def from_dispute(db: Db, world: World, case: MediationCase, party: Party, start: object, login: str) -> Consultation:
    """A party books from the page of their dispute."""
    mode = "visit" if login == "lawyer" else "phone"
    actor = dispute.visitor(party)
    token = booking.begin_from(db, actor, case.matter, party, world.center)
    draft = draft_of(db, token)
    assert draft is not None
    filing.keep(db, draft, {"topic": "neighbour", "story": "谁赔", "dangers": ["none"]})
    chosen = office.wanted(db, world, start, login, mode)  # type: ignore[arg-type]
    made, _token = booking.by_person(db, actor, draft, world.center, chosen, "test", "zh")
    return made.consultation


def test_r18_the_one_who_was_named_cannot_ask_the_same_lawyer(db: Db, world: World) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW):
        asks(db, world, ONE, OTHER)
        with pytest.raises(Conflict, match="另一位律师"):
            asks(db, world, OTHER, None, start=LATER)
        assert asks(db, world, OTHER, None, start=office.at(25, 14), login="lawyer2", mode="phone")


def test_r18_nobody_asks_the_lawyer_of_the_one_they_name(db: Db, world: World) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW):
        asks(db, world, ONE, None)
        with pytest.raises(Conflict, match="另一位律师"):
            asks(db, world, OTHER, ONE, start=LATER)


def test_r18_two_sides_of_a_dispute(db: Db, world: World) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW):
        case = dispute.accepted(db, world)
        applicant, respondent = dispute.applicant(db, case), dispute.respondent(db, case)
        from_dispute(db, world, case, applicant, office.at(24, 9), "lawyer")
        with pytest.raises(Conflict, match="另一位律师"):
            from_dispute(db, world, case, respondent, LATER, "lawyer")
        assert from_dispute(db, world, case, respondent, office.at(25, 14), "lawyer2")


def test_r18_by_matter_also_when_nobody_has_a_number(db: Db, world: World) -> None:
    """Without phone or identity number only the dispute itself tells who stands where."""
    office.furnish(db, world)
    with clock.held(office.NOW):
        case = dispute.accepted(db, world)
        parties = (dispute.applicant(db, case), dispute.respondent(db, case))
        for party in parties:
            party.person.phone = party.person.phone_mac = None
            party.person.contact_channel = "visit"
        db.flush()
        from_dispute(db, world, case, parties[0], office.at(24, 9), "lawyer")
        with pytest.raises(Conflict):
            from_dispute(db, world, case, parties[1], LATER, "lawyer")


def test_r18_by_hash_also_when_nobody_speaks_of_the_dispute(db: Db, world: World) -> None:
    """Both come by the home page; their dispute lies with the committee, and their numbers are known there."""
    office.furnish(db, world)
    with clock.held(office.NOW):
        case = dispute.accepted(db, world)
        sides = [dispute.applicant(db, case), dispute.respondent(db, case)]
        people = [(party.person.name, dispute.phone_of(party.person.name)) for party in sides]
        sides[1].person.phone = people[1][1]
        sides[1].person.phone_mac = phone_mac(people[1][1])
        db.flush()
        asks(db, world, people[0], None)
        with pytest.raises(Conflict):
            asks(db, world, people[1], None, start=LATER)


def test_r18_whoever_works_on_the_dispute_advises_nobody_in_it(db: Db, world: World) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW):
        case = dispute.accepted(db, world)
        involve(db, world.actor("dispatcher"), case.matter, "team", account_id=world.accounts["lawyer"].id, act="test")
        with pytest.raises(Conflict):
            from_dispute(db, world, case, dispute.applicant(db, case), office.at(24, 9), "lawyer")


def test_r18_the_same_side_may_come_again(db: Db, world: World) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW):
        asks(db, world, ONE, OTHER)
        assert asks(db, world, ONE, OTHER, start=LATER)
        case = dispute.accepted(db, world, applicants=2)
        from_dispute(db, world, case, dispute.applicant(db, case), office.at(26, 9), "lawyer")
        assert from_dispute(db, world, case, dispute.applicant(db, case, 1), office.at(27, 9), "lawyer")


def test_r18_who_was_never_advised_binds_nobody(db: Db, world: World) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW):
        row = asks(db, world, ONE, OTHER).consultation
        changing.cancel(db, office.client_of(row), row.id)
        assert asks(db, world, OTHER, ONE, start=LATER)


def test_r18_the_lawyer_simply_has_no_time(db: Db, world: World) -> None:
    """Nobody is told why: that would say who else has asked."""
    office.furnish(db, world)
    with clock.held(office.NOW):
        asks(db, world, ONE, OTHER)
        sides = conflicts.sides_of(db, OTHER[1])
        everybody = [one.id for one in times.lawyers(db, world.center.id)]
        assert conflicts.barred(db, everybody, sides) == {world.accounts["lawyer"].id}
        assert conflicts.barred(db, everybody, conflicts.sides_of(db, "13800009999")) == set()
        assert conflicts.barred(db, everybody, conflicts.sides_of(db, None)) == set()


def test_r18_is_asked_again_when_the_consultation_begins(db: Db, world: World) -> None:
    """The other side of a dispute was found out between the booking and the day."""
    office.furnish(db, world)
    with clock.held(office.NOW):
        asks(db, world, OTHER, None, start=office.at(24, 9, 45))
        mine = asks(db, world, ONE, None).consultation
        add_respondent(db, world.actor("lawyer"), mine.matter, PersonData(OTHER[0], phone=OTHER[1]))
    with clock.held(office.at(24, 9)):
        with pytest.raises(Conflict, match="另一位律师"):
            meeting.begin(db, world.actor("lawyer"), mine.id)
        assert mine.state == "booked"
        chosen = office.wanted(db, world, office.at(24, 14), "lawyer2", "phone")
        assert changing.move(db, world.actor("clerk"), mine.id, chosen).lawyer_id == world.accounts["lawyer2"].id


def test_r18_a_move_to_the_other_sides_lawyer_is_refused(db: Db, world: World) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW):
        asks(db, world, ONE, OTHER)
        mine = asks(db, world, OTHER, None, start=office.at(25, 14), login="lawyer2", mode="phone").consultation
        with pytest.raises(Conflict):
            changing.move(db, office.client_of(mine), mine.id, office.wanted(db, world, LATER))


@pytest.mark.both_engines
def test_r18_two_sides_who_book_at_the_same_moment(portal: Portal, world: World) -> None:
    with portal.database.writing() as db:
        office.furnish(db, world)
    outcomes: list[str] = []
    gate = threading.Barrier(2)

    def click(who: tuple[str, str], against: tuple[str, str], start: object) -> None:
        gate.wait()
        try:
            with portal.database.writing() as db:
                asks(db, world, who, against, start=start)
            outcomes.append("booked")
        except Conflict:
            outcomes.append("another lawyer")

    with clock.held(office.NOW):
        threads = [
            threading.Thread(target=click, args=(ONE, OTHER, office.at(24, 9))),
            threading.Thread(target=click, args=(OTHER, ONE, LATER)),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(outcomes) == ["another lawyer", "booked"]
