"""A village mediator at 360 × 640 records what was settled on the spot, without any JavaScript and with; a party reads
it and says that it is wrong; the head seals, and the sheet is there."""

import re

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import func, select

from mediation.oral.models import OralAgreement
from portal.matters.models import Matter
from tests.browser import town
from tests.browser.house import House
from tests.browser.screen import Screen, at_screen

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("journeys")]

STORY = "鸭子跑进菜地踩坏了两垄青菜，两人争了起来。"
FIRST, SECOND = "罗阿贵", "石满仓"


def fits(screen: Screen) -> None:
    """Nothing to scroll sideways."""
    screen.page.wait_for_load_state()
    assert screen.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), screen.page.url


def begin(screen: Screen) -> None:
    screen.go("/oral")
    screen.title("口头协议登记簿")
    fits(screen)
    screen.press("当场谈成了，登记一件")
    screen.title("当场调解：为了什么事")


def what_happened(screen: Screen, danger: str = "以上都没有") -> None:
    """Day and time stand there already: now."""
    screen.choose(danger)
    screen.fill("为了什么事？", STORY)
    screen.fill("在哪里", "上坪村三组")
    fits(screen)
    screen.press("下一步：当事人")


def who(screen: Screen) -> None:
    screen.title("当事人是谁")
    for number, name in enumerate((FIRST, SECOND)):
        screen.page.locator(f"#parties-{number}-name").fill(name)
        screen.page.locator(f"#parties-{number}-age").fill("58")
    screen.page.locator("#parties-0-phone").fill("13800004321")
    screen.choose("各方都满十八岁")
    fits(screen)
    screen.press("下一步：说好了什么")


def what_was_agreed(screen: Screen) -> None:
    screen.title("说好了什么")
    screen.page.locator("#class_code input").first.check()
    screen.page.locator("#duties-0-creditor").select_option("1")
    screen.page.locator("#duties-0-what").fill("被踩坏的青菜")
    screen.page.locator("#duties-0-amount").fill("120")
    screen.page.locator("#duties-0-when").get_by_label(screen.say("当场已经做到")).check()
    fits(screen)
    screen.press("下一步：核对")


def sign(screen: Screen) -> None:
    screen.title("念给各方听，然后登记")
    screen.sees("人民币壹佰贰拾元整（￥120.00）。已当场履行。")
    for box in screen.page.locator("#confirmed input").all():
        box.check()
    screen.choose("各方都认为不用写书面协议")
    screen.choose("不公开：只有各方和调解员")
    screen.choose("没有，我可以公正办理")
    screen.fill("登录密码", town.PASSWORD)
    fits(screen)
    screen.press("登记，协议从谈成时起生效")


def slips(screen: Screen) -> tuple[str, str]:
    """One after the other; answers code and PIN of the second party."""
    expect(screen.page.get_by_role("heading", level=1)).to_have_text(re.compile(FIRST))
    first = town.read_receipt(screen)
    fits(screen)
    screen.page.get_by_role("button", name="交给本人了，下一位").click()
    expect(screen.page.get_by_role("heading", level=1)).to_have_text(re.compile(SECOND))
    second = town.read_receipt(screen)
    assert first[0] == second[0]
    assert first[1] != second[1]
    assert first[1] not in screen.page.content()
    screen.page.get_by_role("button", name="交给本人了", exact=True).click()
    screen.title("口头协议登记簿")
    fits(screen)
    return second


@pytest.mark.parametrize(("locale", "script"), [("zh", False), ("en", True)])
def test_recorded_in_four_steps(county_town: House, chromium: Browser, locale: str, script: bool) -> None:
    with at_screen(chromium, county_town, locale, phone=True, java_script_enabled=script) as screen:
        screen.sign_in("mediator", town.PASSWORD)
        begin(screen)
        what_happened(screen)
        who(screen)
        what_was_agreed(screen)
        sign(screen)
        code, pin = slips(screen)
    with at_screen(chromium, county_town, locale, phone=True, java_script_enabled=script) as screen:
        screen.enter_by_pin(code, pin)
        screen.sees("您和对方当场说好的事")
        screen.sees(STORY)
        fits(screen)
        screen.follow("登记得不对")
        screen.title("登记的和当时说的不一样")
        screen.fill("哪里和当时说的不一样？", "说的是两百，不是一百二。")
        fits(screen)
        screen.press("告诉调解员和主任")
        screen.sees("已告诉调解员和调委会主任，他们会向各方问清楚。您写的话留在案卷里。")
    the_head_seals(county_town, chromium, locale)


def the_head_seals(house: House, chromium: Browser, locale: str) -> None:
    with at_screen(chromium, house, locale) as screen:
        screen.sign_in("head", town.PASSWORD)
        screen.go("/oral")
        screen.page.get_by_role("heading", name=screen.say("等本会盖章")).wait_for()
        screen.page.locator("main ul.spaced a").last.click()  # the newest: others may have recorded some besides
        screen.title("核对登记表并盖章")
        screen.sees("说的是两百，不是一百二。")
        screen.choose("我看过登记表，同意加盖本会印章")
        screen.fill("登录密码", town.PASSWORD)
        screen.press("盖章")
        screen.title("口头协议登记簿")
        screen.until("已签名盖章", "/oral")


def test_two_posts_of_the_last_page_make_one_record(county_town: House, chromium: Browser) -> None:
    """The same page sent twice, and the same draft signed in another window."""
    with at_screen(chromium, county_town, phone=True) as screen:
        screen.sign_in("mediator2", town.PASSWORD)
        begin(screen)
        what_happened(screen)
        who(screen)
        what_was_agreed(screen)
        last = screen.page.url
        again = Screen(screen.page.context.new_page(), county_town, "zh")
        again.page.goto(last)
        sign(screen)
        slips(screen)
        sign(again)
        again.title("口头协议登记簿")
        again.page.get_by_text("这件事已经登记过了。").wait_for()
    with county_town.reading() as db:
        mine = town.found_world(db).accounts["mediator2"].id
        made = select(func.count()).select_from(OralAgreement).where(OralAgreement.recorded_by == mine)
        assert db.scalar(made) == 1


def test_a_lost_signal_loses_nothing(county_town: House, chromium: Browser) -> None:
    with at_screen(chromium, county_town, phone=True) as screen:
        screen.sign_in("mediator", town.PASSWORD)
        begin(screen)
        screen.choose("以上都没有")
        screen.fill("为了什么事？", STORY)
        screen.page.context.set_offline(True)
        screen.press("下一步：当事人")
        screen.page.get_by_text("现在没有信号").wait_for()
        screen.page.context.set_offline(False)
        screen.page.reload()
        expect(screen.field("为了什么事？")).to_have_value(STORY)
        screen.fill("在哪里", "上坪村三组")
        screen.press("下一步：当事人")
        screen.title("当事人是谁")
        screen.go("/oral")  # the phone went dark; the draft is there
        screen.page.locator("main ul.spaced a").first.click()
        screen.title("当事人是谁")


def test_danger_shows_the_numbers_and_hands_on(county_town: House, chromium: Browser) -> None:
    with at_screen(chromium, county_town, phone=True, java_script_enabled=False) as screen:
        screen.sign_in("mediator", town.PASSWORD)
        begin(screen)
        what_happened(screen, "有人拿刀、汽油、火等威胁您或别人吗？")
        screen.title("请先保证安全")
        for number in ("110", "120", "12356"):
            screen.sees(number)
        fits(screen)
        screen.follow("写上当事人")
        who(screen)
        screen.title("请先保证安全")
        screen.choose("已把个人信息怎样使用读给当事人听，当事人表示知道并同意登记")
        screen.press("转给中心，按普通程序办")
        expect(screen.page.get_by_role("heading", level=1)).to_have_text(re.compile(FIRST))
        code, _pin = town.read_receipt(screen)
    with county_town.reading() as db:
        found = db.scalars(select(Matter).where(Matter.code == re.sub(r"\s", "", code))).one()
        assert (found.danger, found.stage, found.source) == (True, "registered", "committee")
