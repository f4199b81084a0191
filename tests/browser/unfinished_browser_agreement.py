"""From the draft to a file that a stranger's tool finds genuine: mediator, both parties and the committee's head."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from mediation.cases.models import MediationCase
from tests.browser import town
from tests.browser.house import House
from tests.browser.screen import Screen, at_screen

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("journeys")]

FACTS = "2026年3月起，楼上漏水浸泡楼下客厅墙面，双方确认损失。"


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_from_the_draft_to_a_genuine_file(county_town: House, chromium: Browser, locale: str, tmp_path: Path) -> None:
    case = town.accepted(county_town)
    page = f"/cases/{case.id}/agreement"
    with staff(chromium, county_town, locale, "mediator") as mediator:
        drafts(mediator, page)
        mediator.press("定稿，请各方阅读和签署")
        mediator.until("打开文件（PDF）")
        signs_on_a_phone(chromium, county_town, locale, case, "applicant", drawn=True)
        signs_on_a_phone(chromium, county_town, locale, case, "respondent", drawn=False)
        mediator.go(page)
        mediator.follow("去签名")
        mediator.fill("输入您的姓名作为签名", "mediator 同志")
        mediator.fill("登录密码", town.PASSWORD)
        mediator.press("签名")
        mediator.sees("您已签名。")
    with staff(chromium, county_town, locale, "head") as head:
        head.go("/desk/seals")
        head.page.get_by_role("rowheader").get_by_role("link").last.click()
        head.sees("盖章的那一刻协议生效，对各方有法律约束力，不能再改。")
        head.choose("我已核对协议书和各方签名，同意加盖本会印章")
        head.fill("登录密码", town.PASSWORD)
        head.press("盖章，协议生效")
        head.sees("已盖章，协议从这一刻起生效。带签名的文件正在生成，通常一分钟内。")
    file = tmp_path / "agreement.pdf"
    with party(chromium, county_town, locale, case, "respondent") as respondent:
        file.write_bytes(takes_home(respondent))
    is_found_genuine(chromium, county_town, locale, file)


def staff(browser: Browser, house: House, locale: str, login: str) -> town.Entered:
    """Somebody who has signed in with their password."""
    return town.at_work(browser, house, locale, login)


def party(browser: Browser, house: House, locale: str, case: MediationCase, who: str) -> town.Entered:
    """A party on their phone."""
    return town.at_home(browser, house, locale, case, who)


def drafts(mediator: Screen, page: str) -> None:
    """Facts, and one clause: who pays whom, how much, by when, how."""
    mediator.go(page)
    mediator.press("开始起草")
    mediator.follow("写事实与履行")
    mediator.fill("纠纷主要事实", FACTS)
    mediator.fill("争议事项", "赔偿金额")
    mediator.page.get_by_role("button", name=mediator.say("保存")).click()
    mediator.follow("加一条")
    mediator.page.get_by_role("radio").first.check()
    mediator.field("由谁来做").select_option(label=town.dispute.RESPONDENTS[0])
    mediator.field("给谁、向谁").select_option(label=town.dispute.APPLICANTS[0])
    mediator.fill("内容", "墙面维修费")
    mediator.fill("金额（元）", "3200.50")
    mediator.choose("在某一天以前（含当天）")
    mediator.fill("哪一天", "2099-01-31")
    mediator.fill("方式", "银行转账")
    mediator.press("保存这一条")
    expect(mediator.page.locator("main")).to_contain_text("叁仟贰佰元伍角")


def signs_on_a_phone(
    browser: Browser, house: House, locale: str, case: MediationCase, who: str, *, drawn: bool
) -> None:
    """Reads, confirms this version, agrees to sign electronically, shows who they are by a code, signs with another."""
    with party(browser, house, locale, case, who) as screen:
        screen.go("/my/agreement")
        screen.sees(
            "什么时候生效：各方和调解员都签了、调委会盖章的那一刻。在那以前没有法律效力，您随时可以请求修改或停止调解。"
        )
        expect(screen.page.locator("main")).to_contain_text("叁仟贰佰元伍角")
        screen.press("是的，我确认第 %(n)s 版", n=1)
        screen.choose("同意用电子签名，在手机或电脑上签")
        screen.press("继续")
        screen.title("请证明是您本人")
        types_a_code(screen, who)
        screen.press("核对身份")
        screen.title("请签名")
        types_a_code(screen, who)
        draws(screen) if drawn else screen.fill("输入您的姓名作为签名", name_of(who))
        screen.press("签名")
        screen.sees("您已签名。")


def types_a_code(screen: Screen, who: str) -> None:
    """Asks for one; reads it in the newest message to this phone, which is another one than before."""
    known = town.codes_to(screen.house, phone_of(who))
    screen.press("获取验证码")
    screen.sees("验证码已发出，10 分钟内有效。没收到，请过一分钟再要。")
    screen.fill("验证码", town.next_code(screen, phone_of(who), known))


def name_of(who: str) -> str:
    """As it stands in the agreement."""
    return {"applicant": town.dispute.APPLICANTS[0], "respondent": town.dispute.RESPONDENTS[0]}[who]


def phone_of(who: str) -> str:
    """The number it was registered with."""
    return town.dispute.phone_of(name_of(who))


def draws(screen: Screen) -> None:
    """A few strokes with the finger in the box."""
    box = screen.page.locator("[data-pad-canvas]")
    box.scroll_into_view_if_needed()
    place = box.bounding_box()
    assert place is not None
    mouse = screen.page.mouse
    for stroke in range(4):
        mouse.move(place["x"] + 30 + 60 * stroke, place["y"] + 30)
        mouse.down()
        mouse.move(place["x"] + 60 + 60 * stroke, place["y"] + 120, steps=12)
        mouse.move(place["x"] + 40 + 60 * stroke, place["y"] + 60, steps=12)
        mouse.up()


def takes_home(screen: Screen) -> bytes:
    """The signed file, once the worker has put all signatures in."""
    screen.until(screen.say("查看、下载我的那一份"), "/my/agreement")
    screen.go("/my/papers")
    link = screen.page.get_by_role("link", name=re.compile(re.escape(screen.say("查看或下载")))).first
    answer = screen.page.context.request.get(screen.house.url + str(link.get_attribute("href")))
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def is_found_genuine(browser: Browser, house: House, locale: str, file: Path) -> None:
    """A stranger checks the file in the browser, which sends nothing but its hash; one changed byte is found."""
    with at_screen(browser, house, locale) as stranger:
        for changed, words in ((False, "核验结果：文件是真的"), (True, "核验结果：不是登记的文件")):
            data = file.read_bytes()
            if changed:
                file.write_bytes(data[:-7] + bytes([data[-7] ^ 1]) + data[-6:])
            stranger.go("/verify")
            stranger.page.locator("#by-file").locator("..").locator("input[type=file]").set_input_files(file)
            stranger.press("核对这个文件")
            stranger.title(words)
