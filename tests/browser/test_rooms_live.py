"""The joint room and a caucus, live, with the line lost and found again, and the page that works without a script."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Locator, expect

from mediation.cases.models import MediationCase
from tests.browser import town
from tests.browser.house import House
from tests.browser.line import line_to
from tests.browser.reading import Page
from tests.browser.screen import Screen, at_screen

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("journeys")]


@contextmanager
def three(
    browser: Browser, house: House, case: MediationCase, **theirs: House
) -> Iterator[tuple[Screen, Screen, Screen]]:
    """Mediator, applicant and respondent, each in a browser of their own (some on a line of their own)."""
    with ExitStack() as stack:
        screens = []
        for who in ("mediator", "applicant", "respondent"):
            own = theirs.get(who, house)
            screen = stack.enter_context(at_screen(browser, own, phone=who != "mediator"))
            screen.page.context.add_cookies([town.cookie_of(own, case, who)])
            screens.append(screen)
        yield screens[0], screens[1], screens[2]


def joint_room(mediator: Screen, case: MediationCase) -> str:
    """The mediator opens it from the file; answers where it is."""
    mediator.go(f"/cases/{case.id}")
    mediator.press("打开会议室（双方）")
    mediator.title("会议室")
    return mediator.page.url.removeprefix(mediator.house.url)


def says(screen: Screen, words: str) -> None:
    """Writes and sends."""
    screen.page.locator("[data-compose]").fill(words)
    screen.press("发送")


def bubbles(screen: Screen) -> Locator:
    """What has been said, in order."""
    return screen.page.locator("[data-chat] .bubble")


def test_three_people_talk_and_a_lost_line_loses_nothing(county_town: House, chromium: Browser) -> None:
    case = town.accepted(county_town)
    with line_to(county_town) as line:
        own = replace(county_town, url=line.url)
        with three(chromium, county_town, case, applicant=own) as (mediator, applicant, respondent):
            room = joint_room(mediator, case)
            for party in (applicant, respondent):
                party.go("/my/matter")
                party.follow("会议室")
                party.title("会议室")
            comes_without_reloading(mediator, applicant, respondent)
            line.cut()
            expect(applicant.page.locator("[data-live]")).to_have_text(
                applicant.say("连接断了，正在重连；您发出的话不会丢。"), timeout=30_000
            )
            says(applicant, "我这边断了。")
            says(respondent, "我愿意赔一半。")
            says(mediator, "请两位慢慢说。")
            expect(bubbles(respondent)).to_have_text(["大家好。", "墙泡了。", "我愿意赔一半。", "请两位慢慢说。"])
            expect(bubbles(applicant)).to_have_count(2)
            line.join()
            everything = ["大家好。", "墙泡了。", "我愿意赔一半。", "请两位慢慢说。", "我这边断了。"]
            for screen in (applicant, respondent, mediator):
                expect(bubbles(screen)).to_have_text(everything, timeout=30_000)
            expect(applicant.page.locator("[data-live]")).to_have_text("已经连上，没有漏掉的消息。")
            respondent.go(room)
            expect(bubbles(respondent)).to_have_text(everything)


def comes_without_reloading(mediator: Screen, applicant: Screen, respondent: Screen) -> None:
    """What one says the others see, on the page as it stands."""
    for screen in (mediator, applicant, respondent):
        screen.page.evaluate("window.stillHere = true")
    says(mediator, "大家好。")
    for screen in (applicant, respondent):
        expect(bubbles(screen)).to_have_text(["大家好。"])
    says(applicant, "墙泡了。")
    for screen in (mediator, applicant, respondent):
        expect(bubbles(screen)).to_have_text(["大家好。", "墙泡了。"])
        expect(screen.page.locator("[data-compose]")).to_have_value("")
        assert screen.page.evaluate("window.stillHere")


def test_a_caucus_leaves_no_trace_for_the_other_side(county_town: House, chromium: Browser) -> None:
    """The respondent's pages are the same, letter by letter, before, during and after the applicant's caucus."""
    case = town.accepted(county_town)
    with three(chromium, county_town, case) as (mediator, applicant, respondent):
        joint = joint_room(mediator, case)
        pages = ("/my/matter", "/bell", joint)
        before = everything_on(respondent, pages)
        mediator.go(f"/cases/{case.id}")
        mediator.press("与%(name)s私谈", name=town.dispute.APPLICANTS[0])
        mediator.title("私谈：仅您与%(names)s", names=town.dispute.APPLICANTS[0])
        caucus = mediator.page.url.removeprefix(county_town.url)
        applicant.go("/my/matter")
        applicant.follow("私谈")
        applicant.sees("私谈：仅您与调解员")
        says(applicant, "我最低能接受两千。")
        expect(bubbles(mediator)).to_have_text(["我最低能接受两千。"])
        says(mediator, "我不会告诉对方。")
        expect(bubbles(applicant)).to_have_text(["我最低能接受两千。", "我不会告诉对方。"])
        assert everything_on(respondent, pages) == before
        assert respondent.status_of(caucus) == 404
        mediator.go(joint)
        says(mediator, "请两位看看。")
        expect(bubbles(mediator)).to_have_text(["请两位看看。"])
        assert everything_on(respondent, pages) != before


def everything_on(screen: Screen, pages: tuple[str, ...]) -> list[object]:
    """Every word and every way on that somebody is sent, before any script adds to it."""
    found: list[object] = []
    for path in pages:
        answer = screen.page.context.request.get(screen.house.url + path)
        assert answer.ok, path
        page = Page(answer.text())
        found += [path, *page.words, *page.links]
    return found


def test_the_room_without_javascript(county_town: House, chromium: Browser) -> None:
    """A form and a link to look again; what is said there arrives live at those who have a script."""
    case = town.accepted(county_town)
    with at_screen(chromium, county_town) as mediator:
        mediator.page.context.add_cookies([town.cookie_of(county_town, case, "mediator")])
        joint_room(mediator, case)
        with at_screen(chromium, county_town, phone=True, java_script_enabled=False) as plain:
            plain.page.context.add_cookies([town.cookie_of(county_town, case, "applicant")])
            plain.go("/my/matter")
            plain.follow("会议室")
            says(plain, "没有脚本也能说话。")
            expect(bubbles(plain)).to_have_text(["没有脚本也能说话。"])
            expect(bubbles(mediator)).to_have_text(["没有脚本也能说话。"])
            says(mediator, "收到。")
            expect(bubbles(mediator)).to_have_count(2)
            plain.follow("看看有没有新消息")
            expect(bubbles(plain)).to_have_text(["没有脚本也能说话。", "收到。"])


def test_a_meeting_is_booked_and_one_side_stops(county_town: House, chromium: Browser) -> None:
    """Three days' notice unless all do without; later one side stops without a reason, and the rooms shut."""
    case = town.accepted(county_town, hurried=False)
    with three(chromium, county_town, case) as (mediator, applicant, respondent):
        for number, party in enumerate((applicant, respondent)):
            mediator.go(f"/cases/{case.id}/meeting")
            mediator.sees("（现在 %(n)s / %(all)s 方同意）", n=number, all=2)
            party.go("/my/matter")
            party.press("我愿意早点开，不用等三天")
        mediator.go(f"/cases/{case.id}/meeting")
        mediator.page.get_by_role("radio").first.check()
        at = mediator.page.get_by_role("radio").first.evaluate("(one) => one.labels[0].textContent.trim()")
        mediator.press("约定并通知")
        mediator.sees("已约好，并通知了要来的人。")
        for party in (applicant, respondent):
            party.go("/my/matter")
            party.sees(at)
            party.sees("第一调解室")
        joint_room(mediator, case)
        applicant.go("/my/matter")
        applicant.follow("会议室")
        says(applicant, "我在。")
        expect(bubbles(mediator)).to_have_text(["我在。"])
        stops(respondent)
        applicant.page.reload()
        applicant.sees("这个房间已经关闭，只能看，不能再写。")
        expect(bubbles(applicant)).to_have_text(["我在。"])
        applicant.go("/my/matter")
        applicant.sees("调解已经终止")
        applicant.does_not_see(town.dispute.RESPONDENTS[0] + "停止")
        for party in (applicant, respondent):
            party.go("/my/matter")
            party.follow("看通知书")
            party.sees("可以走的其他途径")


def stops(party: Screen) -> None:
    """From the foot of one's own page, in two presses."""
    party.go("/my/matter")
    party.follow("停止调解")
    party.title("要停止调解吗？")
    party.press("停止调解")
    party.title("这次调解不再进行")
