"""The house in which the journeys play: the small county of tests/world.py, with passwords for all who work there."""

import re
from typing import Any

from sqlalchemy import select

from mediation.cases.models import MediationCase
from mediation.invitations.queries import newest
from portal.accounts.models import Account
from portal.accounts.passwords.hashing import hash_password
from portal.app import Portal
from portal.directory.organisations.models import Organisation
from portal.kernel.db import Db
from portal.kernel.db.database import commit
from portal.matters import services as matters
from portal.matters.models import Matter
from tests.browser.house import House
from tests.browser.screen import PATIENCE, Screen
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
    """The newest message to somebody on the page that shows all of them, once it is there."""
    found: Any = screen.page.locator("li.panel").filter(has_text=name).filter(has_text=words).first
    for _time in range(PATIENCE):
        screen.go("/messages")
        if found.count():
            return str(found.inner_text())
    raise AssertionError(f"no message to {name} with {words!r}: {screen.page.locator('main').inner_text()[:500]}")


def accepted(house: House, *, danger: bool = False) -> MediationCase:
    """A mediation in which both sides have said yes, made without the browser; its mediator is 'mediator'."""
    with house.writing() as db:
        world = found_world(db)
        case = dispute.accepted(db, world)
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


def link_of(house: House, case: MediationCase) -> str:
    """The personal link in the message to the respondent, once the worker has sent it."""
    for _time in range(PATIENCE):
        with house.reading() as db:
            row = newest(db, case, dispute.respondent(db, case).person_id)
            assert row is not None
            found = re.search(r"/r/[\w-]{20,}", dispute.words_sent(db, row) or "")
        if found is not None:
            return found.group()
    raise AssertionError("the invitation was not sent")


def cookie_of(house: House, case: MediationCase, role: str) -> Any:
    """A party's own browser: they have come with their code, the respondent after saying at the door who they are."""
    with house.writing() as db:
        party = next(one for one in dispute.parties(db, case) if one.role == role)
        dispute.known(db, case, party)
        person = party.person_id
    return {"name": "onedoor", "value": house.person_cookie(person, case.matter_id), "url": house.url}
