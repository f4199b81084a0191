"""A person before a screen: reads, types and presses by the words they see, in Chinese or in English."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from portal.kernel.i18n import catalogue
from tests.browser.checking import DESKTOP, PHONE
from tests.browser.house import MOMENTS, House

LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}


class Screen:
    """One browser window. Words are given as they stand in the source, and looked for in the person's language."""

    def __init__(self, page: Page, house: House, locale: str) -> None:
        self.page = page
        self.house = house
        self.locale = locale

    def say(self, words: str, **values: Any) -> str:
        """The words as this person sees them."""
        text = words if self.locale == "zh" else catalogue(self.locale).get(words, words)
        return text % values if values else text

    def go(self, path: str) -> None:
        """Type an address."""
        answer = self.page.goto(self.house.url + path)
        assert answer is not None, path
        assert answer.status == 200, (path, answer.status)

    def status_of(self, path: str) -> int:
        """What the house answers at an address."""
        answer = self.page.goto(self.house.url + path)
        return answer.status if answer else 0

    def title(self, words: str, **values: Any) -> None:
        """The page one is on, by its heading."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(self.say(words, **values))

    def sees(self, words: str, **values: Any) -> None:
        """Something on the page, perhaps soon."""
        expect(self.page.locator("main")).to_contain_text(self.say(words, **values))

    def does_not_see(self, words: str) -> None:
        """Nothing of the kind anywhere in the document."""
        assert self.say(words) not in self.page.content()

    def press(self, words: str, **values: Any) -> None:
        """A button by what stands on it."""
        self.page.get_by_role("button", name=self.say(words, **values), exact=True).first.click()

    def follow(self, words: str, whose: str = "", **values: Any) -> None:
        """A link by its words; some go on for those who listen (whom it concerns)."""
        start, end = re.escape(self.say(words, **values)), f".*{re.escape(whose)}$" if whose else ""
        self.page.get_by_role("link", name=re.compile(f"^{start}{end}")).first.click()

    def field(self, label: str) -> Locator:
        """An input by its label, whether needed or not."""
        return self.page.get_by_label(re.compile("^" + re.escape(self.say(label)) + r"\s*([(（].*)?$")).first

    def fill(self, label: str, words: str) -> None:
        """Type into a field."""
        self.field(label).fill(words)

    def choose(self, words: str, **values: Any) -> None:
        """Tick a box or one of several answers, some of which say more."""
        self.page.get_by_label(re.compile("^" + re.escape(self.say(words, **values)))).first.check()

    def until(self, words: str, path: str = "") -> None:
        """Ask for the page until the worker has done what is waited for, then look at it."""
        url = self.house.url + path if path else self.page.url
        for _time in range(MOMENTS):
            answer = self.page.context.request.get(url, headers={"Accept-Language": LANGUAGES[self.locale]})
            if self.say(words) in unescape(answer.text()):
                break
            self.house.moment()
        self.page.goto(url)
        self.sees(words)

    def sign_in(self, login: str, password: str) -> None:
        """As staff do it in the morning."""
        self.go("/staff/sign-in")
        self.fill("登录名", login)
        self.fill("密码", password)
        self.press("登录")
        self.title("我的工作台")

    def enter_by_pin(self, code: str, pin: str) -> None:
        """Back to one's own matter with what stands on the receipt."""
        self.go("/case")
        self.fill("案件编码", code)
        self.fill("查询密码（PIN）", pin)
        self.press("进入")


@contextmanager
def at_screen(
    browser: Browser, house: House, locale: str = "zh", *, phone: bool = False, **options: Any
) -> Iterator[Screen]:
    """Somebody's browser, with cookies of its own."""
    context = window(browser, locale, phone=phone, **options)
    yield Screen(context.new_page(), house, locale)
    context.close()


def window(browser: Browser, locale: str, *, phone: bool, **options: Any) -> BrowserContext:
    """As it comes out of the box, in this language; a phone is small and touched."""
    shape = {"viewport": PHONE, "has_touch": True, "is_mobile": True} if phone else {"viewport": DESKTOP}
    return browser.new_context(locale=LANGUAGES[locale], timezone_id="Asia/Shanghai", **shape, **options)
