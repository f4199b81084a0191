"""One dispute from the door to the verified seal: resident, staff, the other side and a stranger, each at a screen."""

from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import desks, signing, town
from tests.browser.house import House
from tests.browser.screen import Screen, at_screen

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("journeys")]


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_from_the_door_to_the_verified_seal(county_town: House, chromium: Browser, locale: str, tmp_path: Path) -> None:
    with ExitStack() as screens:
        resident, respondent = (
            screens.enter_context(at_screen(chromium, county_town, locale, phone=True)) for _side in range(2)
        )
        code = is_let_in(resident)
        desks.triaged_and_assigned(county_town, chromium, locale, code)
        mediator = screens.enter_context(town.at_work(chromium, county_town, locale, "mediator"))
        desks.declares(mediator, code)
        case = desks.invites(mediator)
        two_free_wills(resident, respondent, code)
        for party in (resident, respondent):
            party.go("/my/matter")
            party.press("我愿意早点开，不用等三天")
        mediator.go(case)
        mediator.press("打开会议室（双方）")
        mediator.title("会议室")

        signing.drafts(mediator, f"{case}/agreement")
        signing.freezes(mediator)
        signing.signs_on_a_phone(resident, town.APPLICANT, town.APPLICANT_PHONE, drawn=True)
        signing.signs_on_a_phone(respondent, town.RESPONDENT, town.RESPONDENT_PHONE, drawn=False)
        signing.mediator_signs(mediator, f"{case}/agreement")
        with town.at_work(chromium, county_town, locale, "head") as head:
            signing.committee_seals(head, asked=town.RESPONDENT)
        file = tmp_path / "agreement.pdf"
        signing.takes_home(respondent, file)
        signing.is_found_genuine(chromium, respondent, file)
        assert signing.the_tool_says(respondent, file)[0] == 0
        resident.go("/my/matter")
        resident.sees(town.RESPONDENT)


def is_let_in(resident: Screen) -> str:
    """Files, keeps code and PIN, and sees where the matter stands."""
    code, _pin = town.file_a_dispute(resident)
    resident.press("我已经记下，看进度")
    resident.sees("现在由谁负责")
    return code


def two_free_wills(resident: Screen, respondent: Screen, code: str) -> None:
    """Each says yes for themselves; both learn that the mediator may talk with each alone and how to stop."""
    desks.comes_by_link(respondent, code)
    desks.says_yes(respondent)
    resident.go("/my/reply")
    desks.says_yes(resident, invited=False)
    resident.sees("调解员可以分别和每一方单独谈，这叫私谈，只有您和调解员知道。")
    resident.sees("不想继续调解了？")
