"""The ink path: read on paper, signed with the pen, stamped, scanned, matched by its QR code, found by anybody."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from mediation.agreements import services as agreements
from mediation.cases.models import MediationCase
from portal.app.demo.acts.pictures import signed_sheets
from portal.documents.scans.reading import read_scan
from tests.browser import town
from tests.browser.house import House
from tests.browser.screen import Screen, at_screen
from tests.mediation.agreements import deal

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("journeys")]

APPLICANT, RESPONDENT = town.dispute.APPLICANTS[0], town.dispute.RESPONDENTS[0]
JPEG = "image/jpeg"


def for_the_pen(house: House) -> MediationCase:
    """An agreement for paper whose words stand, made without the browser."""
    with house.writing() as db:
        world = town.found_world(db)
        agreement = deal.drafted(db, world)
        mediator = world.actor("mediator")
        agreements.choose_signing(db, mediator, agreement.case_id, "ink", None, ())
        agreements.freeze(db, mediator, agreement.case_id)
        return db.get_one(MediationCase, agreement.case_id)


def test_on_paper(county_town: House, chromium: Browser) -> None:
    locale = "zh"
    case = for_the_pen(county_town)
    page = f"/cases/{case.id}/agreement"
    with town.at_work(chromium, county_town, locale, "mediator") as mediator:
        mediator.go(page)
        mediator.until("打开文件（PDF）")
        sheets = signed_sheets(printed(mediator))
        confirms_on_a_phone(chromium, county_town, locale, case)
        comes_to_the_office(mediator, page)
        mediator.sees("盖章由调委会主任或秘书登记，不能由本案调解员登记。")
    with town.at_work(chromium, county_town, locale, "secretary") as secretary:
        secretary.go(page)
        marks(secretary, "登记盖章", "", "盖章")
        hands_in(secretary, sheets)
    whoever_scans_it_finds_it(chromium, county_town, locale, sheets[-1])


def printed(mediator: Screen) -> bytes:
    """What is printed: the file behind the button."""
    link = mediator.page.get_by_role("link", name=mediator.say("打开文件（PDF）"))
    return mediator.page.context.request.get(mediator.house.url + str(link.get_attribute("href"))).body()


def confirms_on_a_phone(browser: Browser, house: House, locale: str, case: MediationCase) -> None:
    """One party reads at home, and is told that it will be signed on paper."""
    with town.at_home(browser, house, locale, case, "applicant") as applicant:
        applicant.go("/my/agreement")
        applicant.sees("这份协议书要在纸上签。调解员会约您来，请带身份证件。")
        applicant.press("是的，我确认第 %(n)s 版", n=1)
        applicant.sees("您已确认内容，等约好时间来签。")


def comes_to_the_office(mediator: Screen, page: str) -> None:
    """The other has it read out; both show who they are and sign, one with the finger; the mediator signs too."""
    mediator.go(page)
    mediator.follow("登记本人确认", whose=RESPONDENT)
    mediator.choose("工作人员把全文读给本人听")
    mediator.choose("我当面问过本人：知道签的是这一版，同意全部内容，没有别的修改意见")
    mediator.press("登记")
    for name, mark in ((APPLICANT, "亲笔签名"), (RESPONDENT, "按指印")):
        mediator.follow("登记看过证件", whose=name)
        mediator.choose("居民身份证")
        mediator.fill("证件号码末四位", "001X")
        mediator.press("登记")
        marks(mediator, "登记纸上的签名", name, mark)
    marks(mediator, "登记纸上的签名", "mediator 同志", "亲笔签名")


def marks(staff: Screen, link: str, whose: str, mark: str) -> None:
    """One mark on the sheet, and who stood by."""
    staff.follow(link, whose=whose)
    staff.choose(mark)
    staff.fill("在场见证的人", "社区居委会")
    staff.press("登记")


def hands_in(secretary: Screen, sheets: list[bytes]) -> None:
    """Another picture is refused, so is the last sheet alone; all are matched by what stands on them, then it binds."""
    secretary.follow("上传扫描件，确认生效")
    wrong = "还差一点，请改正这几处"
    for pictures, words in (([b"no"], wrong), (sheets[-1:], wrong), (sheets, "已登记，协议自印章加盖时起生效。")):
        file = secretary.page.locator("main input[type=file]")
        file.set_input_files([{"name": "sheet.jpg", "mimeType": JPEG, "buffer": one} for one in pictures])
        secretary.choose("我核对过：扫描件与纸质原件一致，签名、指印和印章齐全")
        secretary.press("提交，协议生效")
        secretary.sees(words)


def whoever_scans_it_finds_it(browser: Browser, house: House, locale: str, sheet: bytes) -> None:
    """The code on the sheet leads to the register, which says that it is in force and nothing of the matter."""
    address = next(code for code in read_scan(sheet, JPEG).codes if "/v/" in code)
    with at_screen(browser, house, locale, phone=True) as stranger:
        stranger.go(urlsplit(address).path)
        stranger.title("核验结果：查到这份文书")
        stranger.sees("登记在册，现行有效版本")
        stranger.sees("纸质签署")
        for secret in (APPLICANT, RESPONDENT, deal.FACTS):
            stranger.does_not_see(secret)
