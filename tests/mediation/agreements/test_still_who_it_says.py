"""A document seen at the table shows a child, or another number: nothing more is signed or sealed on those words."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from mediation.agreements import services
from mediation.agreements.models import AgreementVersion, Signer
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Conflict
from portal.matters.identities import services as identities
from portal.people.persons.models import Person
from portal.people.persons.services import correct
from tests.mediation import dispute
from tests.mediation.agreements import deal
from tests.world import World

ADULT, OTHER_ADULT, CHILD = "110105198601011004", "33010219900307123X", "11010520180101123"


def child_number() -> str:
    weights, body = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), CHILD
    return body + "10X98765432"[sum(int(a) * b for a, b in zip(body, weights, strict=True)) % 11]


def party(version: AgreementVersion) -> Signer:
    return deal.places(version, "party")[1]


def seen(db: Db, world: World, version: AgreementVersion, number: str) -> None:
    person = party(version).person_id
    assert person is not None
    matter = deal.case_of(version).matter
    identities.see(db, world.actor("clerk"), matter, person, "id_card", number[-4:], number)


def a_child(db: Db, world: World, version: AgreementVersion) -> None:
    seen(db, world, version, child_number())


def another_number(db: Db, world: World, version: AgreementVersion) -> None:
    seen(db, world, version, OTHER_ADULT)


def another_name(db: Db, world: World, version: AgreementVersion) -> None:
    correct(db, world.actor("mediator"), db.get_one(Person, party(version).person_id), name="卞立行")


def nothing_new(db: Db, world: World, version: AgreementVersion) -> None:
    seen(db, world, version, ADULT)


CHANGES = [(a_child, False), (another_number, False), (another_name, False), (nothing_new, True)]


def frozen(db: Db, world: World, *, known: bool = True) -> AgreementVersion:
    agreement = deal.drafted(db, world)
    person = dispute.respondent(db, agreement.case).person
    if known:
        correct(db, world.actor("mediator"), person, id_number=ADULT)
    return deal.printed(db, services.freeze(db, world.actor("mediator"), agreement.case_id))


@pytest.mark.parametrize(("change", "goes_on"), CHANGES)
def test_r12_the_party_does_not_sign(
    db: Db, world: World, change: Callable[[Db, World, AgreementVersion], None], goes_on: bool
) -> None:
    version = frozen(db, world)
    change(db, world, version)
    if goes_on:
        return deal.signs(db, party(version))
    with pytest.raises(Conflict, match=r"重新定稿|监护人"):
        deal.signs(db, party(version))
    return None


@pytest.mark.parametrize(("change", "goes_on"), CHANGES)
def test_r12_nothing_is_sealed(
    db: Db, world: World, change: Callable[[Db, World, AgreementVersion], None], goes_on: bool
) -> None:
    version = frozen(db, world)
    deal.all_sign(db, world, version)
    change(db, world, version)
    head, case = world.actor("head"), deal.case_of(version)
    if goes_on:
        services.seal(db, head, case.id, 1, asked=True)
    else:
        with pytest.raises(Conflict, match=r"重新定稿|监护人"):
            services.seal(db, head, case.id, 1, asked=True)


def test_the_mediator_hears_of_it(db: Db, world: World) -> None:
    version = frozen(db, world)
    mediator = world.accounts["mediator"].id
    nothing_new(db, world, version)
    assert "agreement.outdated" not in dispute.told(db, account_id=mediator)
    a_child(db, world, version)
    assert "agreement.outdated" in dispute.told(db, account_id=mediator)


def test_a_number_that_was_not_known_is_no_contradiction(db: Db, world: World) -> None:
    version = frozen(db, world, known=False)
    seen(db, world, version, OTHER_ADULT)
    deal.signs(db, party(version))


def test_whoever_comes_of_age_signs_alone(db: Db, world: World) -> None:
    """The guardian of a child who has just come of age signs for nobody."""
    now = clock.now()
    version = frozen(db, world, known=False)
    person = db.get_one(Person, party(version).person_id)
    person.born_on = now.date() - timedelta(days=365 * 17)
    with pytest.raises(Conflict, match="监护人"):
        deal.signs(db, party(version))
