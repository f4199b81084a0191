"""The other side's ways in and out: a wrong number, a letter instead of a link, a no without a reason."""

import re

import pytest
from playwright.sync_api import Browser

from tests.browser import town
from tests.browser.house import House
from tests.browser.screen import at_screen

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("journeys")]


def test_not_me_ends_the_link(county_town: House, chromium: Browser) -> None:
    """A wrong number: one press, the link is dead, and the mediator is told."""
    case = town.invited(county_town)
    with at_screen(chromium, county_town, phone=True, java_script_enabled=False) as stranger:
        link = town.link_in(town.message_to(stranger, town.dispute.RESPONDENTS[0], town.code_of(county_town, case)))
        stranger.go(link)
        stranger.press("不是我 / 打错了")
        stranger.title("谢谢您告诉我们")
        assert stranger.status_of(link) == 410
    with at_screen(chromium, county_town) as mediator:
        mediator.sign_in("mediator", town.PASSWORD)
        mediator.go(f"/cases/{case.id}")
        mediator.sees("送错了人")


def test_a_letter_opens_the_short_address(county_town: House, chromium: Browser) -> None:
    """No link at all: the mediator prints a letter, its code and PIN open /r, with one's own name and no script."""
    case = town.invited(county_town)
    with at_screen(chromium, county_town) as mediator:
        mediator.sign_in("mediator", town.PASSWORD)
        mediator.go(f"/cases/{case.id}")
        mediator.press("打印信件")
        mediator.title("给您的一封信")
        letter = mediator.page.locator("main").inner_text()
    code, pin = re.search(r"ZZ [\d ]+\w", letter), re.search(r"密码：\s*(\d{6})", letter)
    assert code is not None
    assert pin is not None
    assert not [secret for secret in ("漏水", *town.dispute.APPLICANTS) if secret in letter]
    with at_screen(chromium, county_town, phone=True, java_script_enabled=False) as respondent:
        respondent.go("/r")
        respondent.fill("案件编码", code.group())
        respondent.fill("信上的密码", pin.group(1))
        respondent.fill("您的姓名（单位填名称）", town.dispute.RESPONDENTS[0])
        respondent.press("看是什么事")
        respondent.title("请您看一看，再决定")


def test_a_no_is_told_without_a_reason(county_town: House, chromium: Browser) -> None:
    """The other side learns that mediation will not happen and which ways are open, never why (R-11)."""
    case = town.invited(county_town)
    with at_screen(chromium, county_town, phone=True) as respondent:
        respondent.page.context.add_cookies([town.cookie_of(county_town, case, "respondent")])
        respondent.go("/my/reply")
        respondent.choose("不愿意")
        respondent.fill("不愿意的话，想说原因可以写", "我早就赔过他了")
        respondent.press("继续")
        respondent.title("这次调解不再进行")
        respondent.sees("可以走的其他途径")
    with at_screen(chromium, county_town, phone=True) as applicant:
        applicant.page.context.add_cookies([town.cookie_of(county_town, case, "applicant")])
        applicant.go("/my/matter")
        applicant.sees("调解已经终止")
        applicant.follow("看通知书")
        applicant.sees("可以走的其他途径")
        for words in ("早就赔过", "拒绝", "不愿意"):
            applicant.does_not_see(words)
