"""The house in which the journeys play: the small county of tests/world.py, with passwords for all who work there."""

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from playwright.sync_api import Browser
from sqlalchemy import or_, select

from mediation.cases.models import MediationCase
from portal.accounts.models import Account
from portal.accounts.passes.jobs import CODE
from portal.accounts.passwords.hashing import hash_password
from portal.app import Portal
from portal.directory.organisations.models import Organisation
from portal.kernel.db import Db
from portal.kernel.db.database import commit
from portal.matters import services as matters
from portal.matters.models import Matter
from portal.matters.rules import show_code
from portal.notices.models import Delivery, Notice
from portal.people.persons.models import Person
from portal.people.persons.rules import mask_phone
from tests.browser.house import House
from tests.browser.screen import Screen, at_screen
from tests.mediation import dispute
from tests.world import World

PASSWORD = "a-door-for-everybody"
STORY = "楼上漏水，把我家墙泡了，找他三次都不理。"
APPLICANT, APPLICANT_PHONE = "申小明", "13800000001"
RESPONDENT, RESPONDENT_PHONE = "卞立言", "13800000002"


def settle(portal: Portal) -> None:
    """Centre, committees, and a password for everybody who works there."""
    with portal.database.session(writes=True) as db:
        World(db)
        hashed = hash_password(PASSWORD)
        for account in db.scalars(select(Account)):
            account.password_hash = hashed
        commit(db)


def read_notice(screen: Screen) -> None:
    """From the home page past the notice to the first question."""
    screen.go("/")
    screen.follow("我要申请调解")
    screen.title("开始之前，请您知道")
    screen.press("我知道了，开始填写")


def tell(screen: Screen, story: str = STORY) -> None:
    """What happened."""
    screen.title("发生了什么事？")
    screen.fill("发生了什么事？", story)
    screen.press("下一步")


def nobody_in_danger(screen: Screen) -> None:
    """None of the five."""
    screen.title("现在有没有下面的情况？")
    screen.choose("以上都没有")
    screen.press("下一步")


def name_people(screen: Screen, **more: str) -> None:
    """Oneself and the other side."""
    screen.title("是谁，在哪里？")
    screen.fill("您怎么称呼", APPLICANT)
    screen.fill("您的手机号", APPLICANT_PHONE)
    screen.fill("对方是谁", RESPONDENT)
    for label, words in more.items():
        screen.fill(label, words)
    screen.press("下一步")


def be_reached(screen: Screen, how: str = "发短信") -> None:
    """The safe way."""
    screen.title("怎样联系您最稳妥？")
    screen.choose(how)
    screen.press("下一步")


def hand_in(screen: Screen) -> tuple[str, str]:
    """Past the photos, read again, hand in; answers code and PIN from the receipt."""
    screen.title("有照片或材料吗？")
    screen.press("下一步")
    screen.title("请看一遍，没错就提交")
    screen.press("提交")
    screen.title("收到了，请记下这两样")
    return read_receipt(screen)


def read_receipt(screen: Screen) -> tuple[str, str]:
    """Code and PIN."""
    return screen.page.locator("#case-code").inner_text(), screen.page.locator("#case-pin").inner_text()


def file_a_dispute(screen: Screen, story: str = STORY) -> tuple[str, str]:
    """All of it in one go."""
    read_notice(screen)
    tell(screen, story)
    nobody_in_danger(screen)
    name_people(screen)
    be_reached(screen)
    return hand_in(screen)


def matter_page(house: House, code: str) -> str:
    """Where staff find the matter with this code."""
    with house.reading() as db:
        found = db.scalars(select(Matter).where(Matter.code == re.sub(r"\s", "", code))).one()
        return f"/matters/{found.id}"


def message_to(screen: Screen, name: str, words: str = "") -> str:
    """The newest message to somebody, on the page that shows all of them, once it has been sent."""
    screen.house.until(lambda db: any(words in " ".join(sent.split()) for sent in _sent_to(db, name)))
    screen.go("/messages")
    found: str = screen.page.locator("li.panel").filter(has_text=name).filter(has_text=words).first.inner_text()
    return found


def accepted(house: House, *, danger: bool = False, hurried: bool = True) -> MediationCase:
    """A mediation in which both sides have said yes, made without the browser; its mediator is 'mediator'.
    ``hurried``: nobody waits three days for the first session."""
    with house.writing() as db:
        world = found_world(db)
        case = dispute.accepted(db, world)
        if hurried:
            dispute.nobody_waits(db, case)
        if danger:
            matters.flag_danger(db, world.actor("duty"), db.get_one(Matter, case.matter_id))
        return case


def found_world(db: Db) -> World:
    """The county as the services of tests know it, found again in the database."""
    world = World.__new__(World)
    world.accounts = {one.login or "": one for one in db.scalars(select(Account).where(Account.login.is_not(None)))}
    bodies = {one.short_name: one for one in db.scalars(select(Organisation))}
    world.center, world.committee, world.other_committee = bodies["青禾"], bodies["城关"], bodies["东村"]
    return world


def invited(house: House) -> MediationCase:
    """A mediation whose respondent has been written to, made without the browser."""
    with house.writing() as db:
        world = found_world(db)
        case = dispute.opened(db, world)
        dispute.invited(db, world, case, dispute.respondent(db, case))
        return case


def link_in(message: str) -> str:
    """The personal link in a message."""
    return dispute.link_in(message)


def code_of(house: House, case: MediationCase) -> str:
    """The case code as people read it."""
    with house.reading() as db:
        return show_code(db.get_one(Matter, case.matter_id).code)


def cookie_of(house: House, case: MediationCase, who: str) -> Any:
    """The browser of the mediator or of a party, who has come with a code (the respondent after confirming a name)."""
    if who == "mediator":
        return _cookie(house, house.staff_cookie(case.mediator_id))
    with house.writing() as db:
        party = next(one for one in dispute.parties(db, case) if one.role == who)
        dispute.known(db, case, party)
        person = party.person_id
    return _cookie(house, house.person_cookie(person, case.matter_id))


def _cookie(house: House, value: str) -> dict[str, str]:
    return {"name": "onedoor", "value": value, "url": house.url}


Entered = AbstractContextManager[Screen]


@contextmanager
def at_work(browser: Browser, house: House, locale: str, login: str) -> Iterator[Screen]:
    """Somebody who works here, signed in with their password."""
    with at_screen(browser, house, locale) as screen:
        screen.sign_in(login, PASSWORD)
        yield screen


@contextmanager
def at_home(browser: Browser, house: House, locale: str, case: MediationCase, who: str) -> Iterator[Screen]:
    """A party on their phone."""
    with at_screen(browser, house, locale, phone=True) as screen:
        screen.page.context.add_cookies([cookie_of(house, case, who)])
        yield screen


def codes_to(house: House, phone: str) -> list[str]:
    """The one-time codes that were sent to somebody so far, the newest first."""
    with house.reading() as db:
        return _codes(db, phone)


def next_code(house: House, phone: str, known: list[str]) -> str:
    """The code that has come since."""
    house.until(lambda db: _codes(db, phone) != known)
    return codes_to(house, phone)[0]


def _codes(db: Db, phone: str) -> list[str]:
    found = (re.search(r"\d{6}", words) for words in _sent_to(db, mask_phone(phone), CODE.key))
    return [one.group() for one in found if one]


def _sent_to(db: Db, who: str, key: str = "") -> list[str]:
    """What has gone out to a name or a masked address, the newest first."""
    rows = select(Delivery).join(Delivery.notice).outerjoin(Person, Person.id == Notice.person_id)
    rows = rows.where(Delivery.words_sealed.is_not(None), or_(Person.name == who, Delivery.masked_to == who))
    rows = rows.where(Notice.key == key) if key else rows
    return [delivery.words or "" for delivery in db.scalars(rows.order_by(Delivery.id.desc()))]
