"""A resident files at 360 × 640, without any JavaScript and with, keeps code and PIN, and comes back with them."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from portal.kernel.files.models import StoredFile
from portal.kernel.files.services import read
from tests.browser import town
from tests.browser.house import House
from tests.browser.screen import Screen, at_screen

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("journeys")]

MOST_ANSWERS = 12
FOR_SOME = {"minor", "email", "address", "kind"}
"""The page says who has to answer these: children, whoever chooses mail or letters, organisations."""
GPS = 0x8825


def answers_asked(page: Page) -> set[str]:
    """What this page asks for by typing or choosing; several boxes under one question are one answer."""
    asked = page.locator("main :is(input:not([type=hidden]):not([type=file]), textarea, select)")
    return {name for one in asked.all() if (name := one.get_attribute("name"))}


def photo_with_place() -> bytes:
    """A picture as a phone takes it, with where it was taken."""
    picture, file = Image.new("RGB", (1200, 900), "#778899"), io.BytesIO()
    exif = picture.getexif()
    exif.get_ifd(GPS).update({1: "N", 2: (24.0, 30.0, 0.0), 3: "E", 4: (118.0, 6.0, 0.0)})
    picture.save(file, "JPEG", exif=exif)
    return file.getvalue()


def fits(screen: Screen) -> None:
    """Nothing to scroll sideways."""
    screen.page.wait_for_load_state()
    assert screen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("locale", "script"), [("zh", False), ("en", False), ("zh", True)])
def test_filing_with_a_photo(county_town: House, chromium: Browser, locale: str, script: bool) -> None:
    with at_screen(chromium, county_town, locale, phone=True, java_script_enabled=script) as screen:
        asked: set[str] = set()
        town.read_notice(screen)
        for step in (town.tell, town.nobody_in_danger, town.name_people, town.be_reached):
            asked |= answers_asked(screen.page)
            fits(screen)
            step(screen)
        screen.field("照片或材料").set_input_files(
            {"name": "wall.jpg", "mimeType": "image/jpeg", "buffer": photo_with_place()}
        )
        screen.choose("都没有")
        assert 5 < len(asked - FOR_SOME) <= MOST_ANSWERS, asked
        code, pin = town.hand_in(screen)
        leaves_knowing(screen, code, pin)
        screen.press("我已经记下，看进度")
        screen.sees("现在的情况")  # the answer is here with its cookie, before all cookies go
        screen.page.context.clear_cookies()
        back_with_code_and_pin(screen, code, pin)
    keeps_the_photo_without_its_place(county_town)


def leaves_knowing(screen: Screen, code: str, pin: str) -> None:
    """What happens next, who has it, by when; the printed code leads to a page that asks for the PIN first."""
    assert re.fullmatch(r"ZZ 990101 \d{8} \d{5} [0-9A-Z*]", code)
    assert re.fullmatch(r"\d{6}", pin)
    for words in ("现在由谁负责", "下一步", "下一步最晚", "有疑问打电话"):
        screen.sees(words)
    for secret in (town.STORY, town.RESPONDENT, town.RESPONDENT_PHONE):
        screen.does_not_see(secret)
    fits(screen)


def back_with_code_and_pin(screen: Screen, code: str, pin: str) -> None:
    """A wrong PIN is refused in words, the right one opens; a typed code may be sloppy."""
    screen.enter_by_pin(code, "000000" if pin != "000000" else "000001")
    screen.sees("案件编码或查询密码不对，请对照回执或信再核对。")
    screen.enter_by_pin(code.lower().replace(" ", ""), pin)
    screen.sees(code)
    screen.sees("现在的情况")
    screen.follow("看我当时说的话")
    screen.sees(town.STORY)
    fits(screen)


def keeps_the_photo_without_its_place(house: House) -> None:
    """The shared copy says nothing of where; the original is kept as it came."""
    with house.reading() as db:
        file = db.scalars(select(StoredFile).order_by(StoredFile.id.desc())).first()
        assert file is not None
        shared, original = (Image.open(io.BytesIO(read(file, original=kind))) for kind in (False, True))
    assert not shared.getexif().get_ifd(GPS)
    assert original.getexif().get_ifd(GPS)


def test_back_by_a_code_to_the_phone(county_town: House, chromium: Browser) -> None:
    """Whoever has lost the PIN: the case code and a code that is sent; the phone's digits alone open nothing."""
    with at_screen(chromium, county_town, phone=True) as screen:
        code, _pin = town.file_a_dispute(screen)
        screen.page.context.clear_cookies()
        screen.go("/case/phone")
        screen.fill("案件编码", code)
        screen.fill("登记时留的手机号", town.APPLICANT_PHONE)
        known = town.codes_to(county_town, town.APPLICANT_PHONE)
        screen.press("发送验证码")
        screen.title("请输入收到的验证码")
        screen.fill("验证码", town.next_code(county_town, town.APPLICANT_PHONE, known))
        screen.press("进入")
        screen.sees(code)


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_a_form_that_comes_back_keeps_what_was_typed(county_town: House, chromium: Browser, locale: str) -> None:
    """The summary takes focus and leads to the field; nothing typed is lost."""
    with at_screen(chromium, county_town, locale, phone=True) as screen:
        town.read_notice(screen)
        town.tell(screen)
        town.nobody_in_danger(screen)
        screen.fill("您怎么称呼", town.APPLICANT)
        screen.fill("您的手机号", "1380000")
        screen.press("下一步")
        summary = screen.page.get_by_role("group", name=screen.say("还差一点，请改正这几处"))
        assert summary.evaluate("(one) => one === document.activeElement")
        summary.get_by_role("link").first.click()
        assert screen.field("您的手机号").evaluate("(one) => one === document.activeElement")
        assert screen.field("您怎么称呼").input_value() == town.APPLICANT
        assert screen.field("您的手机号").input_value() == "1380000"
        fits(screen)
