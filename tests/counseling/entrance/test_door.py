"""Code, PIN, sign-ins: their strength, how they are stored, and that they open nothing else."""

import re
import threading
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from counseling.cases.models import Case
from counseling.entrance import services
from counseling.entrance.attempts import _door
from counseling.entrance.models import Attempt, Entry
from counseling.entrance.rules import ALPHABET, bare_code, new_code, show_code
from counseling.entrance.services import Shut
from portal.accounts.attempts.rules import TRIES
from portal.accounts.models import AccessSession, Attempts, CasePin, OneTimeCode
from portal.app import Portal
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.outbox import Job
from tests.counseling import callers
from tests.world import World


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("4K7P-92QM", "4K7P92QM"),
        ("4k7p 92qm", "4K7P92QM"),
        ("４Ｋ７Ｐ－９２ＱＭ", "4K7P92QM"),
        ("", ""),
        (None, ""),
        ("中文", ""),
    ],
)
def test_codes_as_hands_type_them(typed: str | None, code: str) -> None:
    assert bare_code(typed) == code


def test_codes_are_random_and_come_back_from_how_they_are_shown() -> None:
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(bare_code(show_code(code)) == code and set(code) <= set(ALPHABET) for code in codes)


def test_neither_code_nor_pin_is_stored(db: Db, county: World) -> None:
    case = callers.booked(db, county).case
    code, pin = services.mint(db, case)
    db.flush()
    stored = db.execute(select(Case.code_mac, Case.pin_mac)).one()
    assert all(mac and len(mac) == 32 for mac in stored)
    assert not any(word.encode() in mac for word in (code, pin) for mac in stored)


def test_a_new_slip_voids_the_former(db: Db, county: World) -> None:
    case = callers.booked(db, county).case
    former, current = services.mint(db, case), services.mint(db, case)
    assert isinstance(services.enter(db, *former), Shut)
    assert isinstance(services.enter(db, *current), str)


def test_the_pin_of_another_case_opens_nothing(db: Db, county: World) -> None:
    first, second = callers.booked(db, county).case, callers.booked(db, county).case
    (code, pin), (other_code, other_pin) = services.mint(db, first), services.mint(db, second)
    if pin != other_pin:
        assert isinstance(services.enter(db, code, other_pin), Shut)
    assert isinstance(services.enter(db, other_code, other_pin), str)


def test_what_is_handed_over_is_sealed_and_gone_after_half_an_hour(db: Db, county: World) -> None:
    case = callers.booked(db, county).case
    entry = services.entry_of(db, services.open_entry(db, case))
    assert entry
    services.hand_over(entry, "4K7P92QM", "123456")
    db.flush()
    assert services.handed(entry) == ("4K7P92QM", "123456")
    sealed = db.scalars(select(Entry.handover_sealed)).one()
    assert sealed
    assert b"123456" not in sealed
    with clock.held(callers.TUESDAY + timedelta(minutes=30)):
        assert services.handed(entry) is None
    services.kept(entry)
    assert services.handed(entry) is None


@pytest.mark.both_engines
def test_what_is_over_is_forgotten(portal: Portal, county: World) -> None:
    with portal.database.writing() as db:
        case = callers.booked(db, county).case
        token = services.open_entry(db, case)
        services.enter(db, "ABCD2345", "000000")
    with clock.held(callers.TUESDAY + timedelta(hours=13)):
        services.forget_old(Job(portal.database, case.id, {}, 1))
    with portal.database.reading() as db:
        assert db.scalars(select(Entry)).all() == []
        assert len(db.scalars(select(Attempt)).all()) == 1
        assert services.entry_of(db, token) is None
    with clock.held(callers.TUESDAY + timedelta(hours=25)):
        services.forget_old(Job(portal.database, case.id, {}, 1))
    with portal.database.reading() as db:
        assert db.scalars(select(Attempt)).all() == []


def test_the_rows_of_the_house_know_nothing_of_it(db: Db, county: World) -> None:
    case = callers.booked(db, county).case
    code, _pin = services.mint(db, case)
    for _ in range(TRIES):
        services.enter(db, code, "000000x")
    db.flush()
    for table in (Attempts, CasePin, OneTimeCode):
        assert db.scalars(select(table)).all() == []
    assert db.scalars(select(AccessSession.person_id)).all() == []
    assert db.scalars(select(Attempt.door)).all() == [_door(code)]


@pytest.mark.both_engines
def test_twelve_pins_at_once_are_five_pins(portal: Portal, county: World) -> None:
    with portal.database.writing() as db:
        code, pin = services.mint(db, callers.booked(db, county).case)
    wrong = [f"{number:06}" for number in range(12) if f"{number:06}" != pin]
    gate, answers = threading.Barrier(len(wrong)), list[str | Shut]()

    def guess(typed: str) -> None:
        gate.wait()
        with clock.held(callers.TUESDAY), portal.database.writing() as db:
            answers.append(services.enter(db, code, typed))

    threads = [threading.Thread(target=guess, args=(typed,)) for typed in wrong]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with portal.database.reading() as db:
        assert db.scalars(select(Attempt.failures)).all() == [TRIES]
    assert sum(isinstance(one, Shut) and one.locked_until is not None for one in answers) == len(wrong) - TRIES + 1


def test_the_slip_opens_no_other_door_and_no_other_slip_this_one(county: World, client: FlaskClient) -> None:
    callers.walk_in(client)
    code, pin = callers.take(client)
    assert client.post("/case", data={"code": code, "pin": pin}).status_code == 422
    for path in ("/my/matter", "/account", "/bell", "/desk", "/desk/visits"):
        assert client.get(path).status_code in (303, 404)


def test_titles_addresses_and_slip_say_nothing(county: World, client: FlaskClient) -> None:
    said = re.compile("心理|咨询|counsel", re.I)
    seen = ["/visits", "/visits/enter", "/visits/who", "/visits/together"]
    callers.walk_in(client)
    slip_time = next(one for one in callers.times(client) if "-visit-" in one)
    client.post("/visits/times", data={"slot": slip_time})
    slip = callers.page(client, "/visits/slip").partition("<h1")[2].partition("</main>")[0]
    assert not said.search(slip)
    seen += ["/visits/points", "/visits/about", "/visits/first", "/visits/times", "/visits/mine", "/visits/readers"]
    for path in [*seen, "/visits/notes", "/visits/agreed", "/visits/erase"]:
        for locale in ("zh", "en"):
            client.set_cookie("locale", locale)
            answer = client.get(path, follow_redirects=True)
            title = re.search(r"<title>(.*?)</title>", answer.get_data(as_text=True), re.S)
            assert title
            assert title.group(1).startswith(("我的事项", "My matter")), path
            assert not said.search(title.group(1) + path + "".join(f"{k}{v}" for k, v in answer.headers)), path


def test_the_cookie_says_nothing(county: World, client: FlaskClient) -> None:
    callers.walk_in(client)
    with client.session_transaction() as session:
        assert not re.search("心理|咨询|counsel|木棉花", str(dict(session)), re.I)
        assert set(session) <= {"v", "w", "_permanent", "_flashes", "csrf_token"}
