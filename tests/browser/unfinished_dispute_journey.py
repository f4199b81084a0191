"""One dispute from the door to the room: a resident, a clerk, a mediator and the other side, each at a screen."""

import re

import pytest
from playwright.sync_api import Browser

from tests.browser import town
from tests.browser.house import House
from tests.browser.screen import Screen, at_screen

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("journeys")]

FOUR = ("为什么找我？", "是真的吗？", "不理会怎样？", "可以拒绝吗？")
SECRETS = (town.STORY, town.APPLICANT, "0201", "漏水")


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_from_the_door_to_two_free_wills(county_town: House, chromium: Browser, locale: str) -> None:
    with at_screen(chromium, county_town, locale, phone=True) as resident:
        code, _pin = town.file_a_dispute(resident)
        resident.press("我已经记下，看进度")
        case = at_the_desks(county_town, chromium, locale, code)
        with at_screen(chromium, county_town, locale, phone=True) as respondent:
            comes_by_link(respondent, code)
            says_yes(respondent)
        resident.go("/my/reply")
        says_yes(resident, invited=False)
        resident.sees("调解员可以分别和每一方单独谈，这叫私谈，只有您和调解员知道。")
        resident.sees("不想继续调解了？")
    with at_screen(chromium, county_town, locale) as mediator:
        mediator.sign_in("mediator", town.PASSWORD)
        mediator.go(case)
        mediator.press("打开会议室（双方）")
        mediator.title("会议室")


def at_the_desks(house: House, browser: Browser, locale: str, code: str) -> str:
    """Triaged by the clerk, assigned by the dispatcher, taken on by the mediator, who writes to the other side."""
    with at_screen(browser, house, locale) as clerk:
        clerk.sign_in("clerk", town.PASSWORD)
        triages(clerk, code)
    with at_screen(browser, house, locale) as dispatcher:
        dispatcher.sign_in("dispatcher", town.PASSWORD)
        dispatcher.go(town.matter_page(house, code))
        dispatcher.follow("去分派")
        dispatcher.choose("mediator 同志")
        dispatcher.press("分派")
        dispatcher.sees("已分派。调解员确认没有利害关系后才能打开案情。")
    with at_screen(browser, house, locale) as mediator:
        mediator.sign_in("mediator", town.PASSWORD)
        assert mediator.status_of(town.matter_page(house, code)) == 404
        declares(mediator, code)
        invites(mediator)
        return mediator.page.url.removeprefix(house.url)


def triages(clerk: Screen, code: str) -> None:
    """Finds it in the docket, sees what the machine proposes and from which words, and decides."""
    clerk.go("/docket")
    clerk.fill("案件编码或当事人姓名", code)
    clerk.press("查找")
    clerk.follow(code)
    clerk.follow("去分类")
    clerk.sees("系统建议（由您决定）")
    clerk.sees("漏水")
    clerk.choose("以上都没有")
    clerk.press("确认分类")
    clerk.sees("分类已确认。")


def declares(mediator: Screen, code: str) -> None:
    """Code, class and names, but not the story, before the word is given that there is no conflict of interest."""
    mediator.go("/cases")
    card = mediator.page.locator("li.card-act").filter(has_text=code)
    card.get_by_role("link").click()
    mediator.title("有没有利害关系")
    mediator.sees(town.RESPONDENT)
    mediator.does_not_see(town.STORY)
    mediator.choose("没有，我可以公正办理")
    mediator.press("确认")
    mediator.sees("已记录。现在可以打开案卷，联系各方。")


def invites(mediator: Screen) -> None:
    """Checks how the other side is reached, and writes."""
    mediator.follow("核对并邀请")
    assert mediator.field("对方的姓名或单位名称").input_value() == town.RESPONDENT
    mediator.choose("发短信")
    mediator.fill("电话", town.RESPONDENT_PHONE)
    mediator.press("发出邀请")
    mediator.sees("邀请已发出。链接 7 天内有效，也可以打印信件。")


def comes_by_link(respondent: Screen, code: str) -> None:
    """The message says nothing of the matter; nor does the page behind the link before one has said who one is."""
    message = town.message_to(respondent, town.RESPONDENT, code)
    assert not [secret for secret in SECRETS if secret in message]
    respondent.go(town.link_in(message))
    respondent.title("请先确认是您本人")
    for secret in (*SECRETS, town.RESPONDENT):
        respondent.does_not_see(secret)
    respondent.fill("您的姓名（单位填名称）", "别人")
    respondent.fill("手机号后四位，或者信上的 6 位密码", town.RESPONDENT_PHONE[-4:])
    respondent.press("是我，继续")
    respondent.sees("填的内容对不上，请对照信或短信核对。名字要和信上写给您的一样。")
    respondent.fill("您的姓名（单位填名称）", town.RESPONDENT)
    respondent.fill("手机号后四位，或者信上的 6 位密码", town.RESPONDENT_PHONE[-4:])
    respondent.press("是我，继续")


def says_yes(party: Screen, *, invited: bool = True) -> None:
    """Four answers first for whoever was invited; the rights and the choice of the public only after a yes."""
    party.title("请您看一看，再决定")
    asked = party.page.get_by_role("heading", level=2).all_inner_texts()
    assert [question for question in FOUR if party.say(question) in asked] == (list(FOUR) if invited else [])
    party.does_not_see(town.STORY)
    party.choose("愿意调解")
    party.press("继续")
    party.title("您的权利，一条一条看")
    party.choose("不公开：只有各方和调解员")
    party.choose("以上各条我都看过了，我自愿参加调解")
    party.press("确认，我愿意调解")
    party.sees("已记下：您愿意调解。您随时可以停下来。")


def test_not_me_ends_the_link(county_town: House, chromium: Browser) -> None:
    """A wrong number: one press, the link is dead, and the mediator is told."""
    case = town.invited(county_town)
    with at_screen(chromium, county_town, phone=True, java_script_enabled=False) as stranger:
        link = town.link_in(town.message_to(stranger, town.code_of(county_town, case)))
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
