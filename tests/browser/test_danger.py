"""Words of danger: numbers to call before anything else, duty staff alarmed, the two sides never brought together."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import town
from tests.browser.house import House
from tests.browser.screen import Screen, at_screen

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("journeys")]

THREAT = "我老公昨晚又打我，掐着脖子说要杀了我，孩子都看见了。"
NUMBERS = ("110", "120", "12356")


def shows_numbers_first(screen: Screen) -> None:
    """Each of the three can be called with one tap, on the first screen of a phone."""
    screen.title("请先保证安全")
    for number in NUMBERS:
        link = screen.page.get_by_role("link", name=number).first
        assert link.get_attribute("href") == f"tel:{number}"
        expect(link).to_be_in_viewport()


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_danger_comes_before_everything(county_town: House, chromium: Browser, locale: str) -> None:
    with at_screen(chromium, county_town, locale, phone=True) as screen:
        town.read_notice(screen)
        town.tell(screen, THREAT)
        shows_numbers_first(screen)
        screen.fill("要值班人员给您打电话，请留号码", "13800000003")
        screen.press("请给我打电话")
        screen.sees("已把您的号码交给值班人员。请仍然先拨打 110 或 120。")
        screen.follow("我现在安全，接着填写")
        screen.title("现在有没有下面的情况？")
        screen.page.get_by_role("checkbox").first.check()
        screen.press("下一步")
        shows_numbers_first(screen)
        screen.follow("我现在安全，接着填写")
        town.name_people(screen)
        town.be_reached(screen)
        code, _pin = town.hand_in(screen)
    is_answered_by_duty_staff(county_town, chromium)
    is_never_brought_together(county_town, chromium, code)


def is_answered_by_duty_staff(house: House, browser: Browser) -> None:
    """The alarm is in the rail with its count; it shows the words and the number, and somebody takes it."""
    with at_screen(browser, house) as duty:
        duty.sign_in("duty", town.PASSWORD)
        duty.go("/desk/alarms")
        while duty.page.locator("section.panel-care").count():
            duty.page.locator("section.panel-care h2 a").last.click()
            if duty.page.get_by_text("13800000003").count():
                duty.sees("杀了我")
            duty.press("由我接手")
            duty.sees("由您接手。请马上打电话，办完以后再写一句做了什么。")
            duty.fill("您做了什么", "已打通电话，人在邻居家，派出所已出警。")
            duty.press("记录")
            duty.title("警报")
        duty.sees("派出所已出警")


def is_never_brought_together(house: House, browser: Browser, code: str) -> None:
    """Staff see the mark; who mediates is offered talks with each side alone, and no joint room."""
    with at_screen(browser, house) as clerk:
        clerk.sign_in("clerk", town.PASSWORD)
        clerk.go(town.matter_page(house, code))
        clerk.sees("有危险情形")
    case = town.accepted(house, danger=True)
    with at_screen(browser, house) as mediator:
        mediator.sign_in("mediator", town.PASSWORD)
        mediator.go(f"/cases/{case.id}")
        mediator.sees("这件事不安排双方在一起，只分别私谈。")
        assert not mediator.page.get_by_role("button", name="打开会议室（双方）").count()


def test_quick_exit_leaves_nothing_behind(county_town: House, chromium: Browser) -> None:
    """One tap, or Esc three times: a harmless page, and the way back does not lead into the matter."""
    with at_screen(chromium, county_town, phone=True) as screen:
        screen.go("/privacy")
        town.read_notice(screen)
        town.tell(screen, THREAT)
        screen.title("请先保证安全")
        screen.page.wait_for_load_state("networkidle")  # the helper that listens for Esc has come too
        for _press in range(3):
            screen.page.keyboard.press("Escape")
        screen.page.wait_for_url("**/weather")
        expect(screen.page).to_have_title("二十四节气")
        screen.page.go_back()
        screen.does_not_see("请先保证安全")
