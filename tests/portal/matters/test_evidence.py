"""Evidence: who hands in, who sees, who decides; the list, the policy and the page give one answer."""

from itertools import product

import pytest

from portal.app import Portal
from portal.kernel.db import Db
from portal.kernel.files.services import StoredFile, store
from portal.kernel.policy import SYSTEM, Actor, Refused
from portal.matters.evidence import queries
from portal.matters.evidence.services import add_evidence, change_visibility
from portal.matters.models import Evidence, Party
from portal.matters.policy import DECIDE_EVIDENCE, SEE_EVIDENCE
from portal.matters.queries import timeline_for
from portal.matters.rules import VISIBILITIES
from portal.matters.services import Opened, involve, move
from portal.people.persons.services import PersonData, add_person
from tests.portal.matters.filing import ANN, CAI, everybody, file_matter, mediate
from tests.world import World

HANDLERS = {"clerk", "dispatcher", "clerk of this area", "head", "secretary", "mediator"}


@pytest.fixture
def opened(world: World, db: Db) -> Opened:
    """Two applicants, a respondent who was let in, a mediator, an officer on the team."""
    made = file_matter(db, world, applicants=[ANN, CAI])
    mediate(db, world, made.matter)
    involve(db, SYSTEM, made.matter, "party", person_id=made.respondents[0].person_id, side="b", act="test")
    involve(db, SYSTEM, made.matter, "team", account_id=world.accounts["police"].id, act="test")
    return made


def stored(db: Db, portal: Portal, words: str = "一份材料") -> StoredFile:
    return store(db, words.encode(), "a.txt", portal.settings)


def cast(db: Db, world: World, opened: Opened) -> dict[str, Actor]:
    """Everybody, a second applicant, and an agent who acts for the respondent."""
    agent = add_person(db, SYSTEM, world.center.id, PersonData(name="代理人"))
    involve(db, SYSTEM, opened.matter, "agent", person_id=agent.id, side="b", act="test")
    more = {
        "second applicant": world.visitor(opened.applicants[1].person_id, opened.matter.id),
        "agent of the respondent": world.visitor(agent.id, opened.matter.id),
    }
    return {**everybody(world, opened), **more}


def sees(db: Db, actor: Actor, piece: Evidence) -> bool:
    """The one answer of policy, list and loading; fails when they differ."""
    by_policy = SEE_EVIDENCE.allows(db, actor, piece)
    by_list = db.scalar(queries.visible_to(actor).where(Evidence.id == piece.id)) is not None
    try:
        queries.get(db, actor, piece.id)
        by_get = True
    except Refused:
        by_get = False
    assert by_policy == by_list == by_get
    return by_policy


def test_who_sees_what(world: World, db: Db, portal: Portal, opened: Opened) -> None:
    actors = cast(db, world, opened)
    owners: dict[str, Party | None] = {"a": opened.applicants[0], "b": opened.respondents[0], "staff": None}
    alone = {"a": {"applicant"}, "b": {"respondent", "agent of the respondent"}, "staff": HANDLERS}
    everyone = HANDLERS | {"applicant", "second applicant", "respondent", "agent of the respondent", "police"}
    for owner, visibility in product(owners, VISIBILITIES):
        piece = add_evidence(db, SYSTEM, opened.matter, stored(db, portal), owners[owner], visibility=visibility)
        seen = {name for name, actor in actors.items() if sees(db, actor, piece)}
        wanted = {"mine": alone[owner], "mediator": alone[owner] | HANDLERS, "joint": everyone}
        assert seen == wanted[visibility], (owner, visibility)


def test_nobody_else_sees_it_until_its_owner_decides(world: World, db: Db, portal: Portal, opened: Opened) -> None:
    ann, ben = opened.applicants[0], opened.respondents[0]
    applicant = world.visitor(ann.person_id, opened.matter.id)
    piece = add_evidence(db, applicant, opened.matter, stored(db, portal), ann)
    assert piece.visibility == "mediator"
    assert not sees(db, world.visitor(ben.person_id, opened.matter.id), piece)


def test_only_its_owner_decides(world: World, db: Db, portal: Portal, opened: Opened) -> None:
    actors = cast(db, world, opened)
    piece = add_evidence(db, SYSTEM, opened.matter, stored(db, portal), opened.applicants[0], visibility="joint")
    assert {name for name, actor in actors.items() if DECIDE_EVIDENCE.allows(db, actor, piece)} == {"applicant"}
    with pytest.raises(Refused):
        change_visibility(db, world.actor("mediator"), piece, "mine")
    change_visibility(db, actors["applicant"], piece, "mine")
    assert not sees(db, actors["mediator"], piece)
    own = add_evidence(db, actors["mediator"], opened.matter, stored(db, portal))
    assert {name for name, actor in actors.items() if DECIDE_EVIDENCE.allows(db, actor, own)} == HANDLERS


def test_who_hands_in_for_whom(world: World, db: Db, portal: Portal, opened: Opened) -> None:
    actors = cast(db, world, opened)
    ann, ben = opened.applicants[0], opened.respondents[0]
    elsewhere = file_matter(db, world).applicants[0]
    may = {target: set() for target in ("ann", "ben", "staff", "elsewhere")}  # type: dict[str, set[str]]
    for name, actor in actors.items():
        for target, party in (("ann", ann), ("ben", ben), ("staff", None), ("elsewhere", elsewhere)):
            try:
                with db.begin_nested():
                    add_evidence(db, actor, opened.matter, stored(db, portal), party)
                may[target].add(name)
            except Refused:
                pass
    assert may == {
        "ann": {"applicant", *HANDLERS},
        "ben": {"respondent", "agent of the respondent", *HANDLERS},
        "staff": HANDLERS,
        "elsewhere": set(),
    }


def test_nothing_is_handed_in_after_the_end(world: World, db: Db, portal: Portal, opened: Opened) -> None:
    ann = opened.applicants[0]
    applicant = world.visitor(ann.person_id, opened.matter.id)
    piece = add_evidence(db, applicant, opened.matter, stored(db, portal), ann)
    move(db, SYSTEM, opened.matter, "closed", "resolved")
    for actor in (applicant, world.actor("clerk"), SYSTEM):
        with pytest.raises(Refused):
            add_evidence(db, actor, opened.matter, stored(db, portal), ann)
    with pytest.raises(Refused):
        change_visibility(db, applicant, piece, "joint")
    assert sees(db, applicant, piece), "parties keep reading what is theirs"


def test_the_story_tells_no_side_what_the_other_handed_in(world: World, db: Db, portal: Portal, opened: Opened) -> None:
    ann = opened.applicants[0]
    applicant = world.visitor(ann.person_id, opened.matter.id)
    respondent = world.visitor(opened.respondents[0].person_id, opened.matter.id)

    def told(actor: Actor) -> list[str]:
        return [line.text for line in timeline_for(db, actor, opened.matter) if line.key.startswith("evidence.")]

    piece = add_evidence(db, applicant, opened.matter, stored(db, portal), ann, caption="客厅墙面")
    add_evidence(db, applicant, opened.matter, stored(db, portal), ann, caption="日记", visibility="mine")
    assert told(applicant) == ["交来一份材料。"]
    assert told(respondent) == []
    assert "日记" not in "".join(told(world.actor("mediator")))
    change_visibility(db, applicant, piece, "joint")
    assert told(respondent) == ["一份材料已经给各方看。"]


def test_the_list_asks_a_fixed_number_of_questions(world: World, db: Db, portal: Portal, opened: Opened) -> None:
    from tests.portal.matters.counting import queries_of

    def add(n: int) -> None:
        for _ in range(n):
            add_evidence(db, SYSTEM, opened.matter, stored(db, portal), opened.applicants[0], visibility="joint")
        db.commit()

    def ask() -> int:
        with portal.database.reading() as fresh, queries_of(portal) as asked:
            rows = queries.listed(fresh, world.actor("clerk"), opened.matter)
            assert [(row.file.name, row.party and row.party.person.name) for row in rows]
        return len(asked)

    add(2)
    few = ask()
    add(20)
    assert ask() == few == 1
