"""The person's language: Chinese is the source, other catalogues stand beside it as .po files read at start."""

from collections.abc import Callable
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time
from babel.messages.pofile import read_po
from babel.support import LazyProxy

SOURCE = "zh"
LOCALES = {"zh": "zh_Hans_CN", "en": "en"}
HTML_LANG = {"zh": "zh-CN", "en": "en"}
FOLDER = Path(__file__).parent.parent / "translations"

Made = TypeVar("Made")

current: ContextVar[str] = ContextVar("locale", default=SOURCE)


@cache
def catalogue(locale: str) -> dict[str, str]:
    """All messages of one language, merged from its .po files."""
    messages: dict[str, str] = {}
    for path in sorted((FOLDER / locale).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file):
                if message.id and message.string and not message.fuzzy:
                    messages[str(message.id)] = str(message.string)
    return messages


def gettext(text: str, **values: Any) -> str:
    """The text in the person's language, with ``%(name)s`` filled in."""
    locale = current.get()
    if locale != SOURCE:
        text = catalogue(locale).get(text, text)
    return text % values if values else text


def ngettext(one: str, many: str, n: int, **values: Any) -> str:
    """The form for this number (Chinese has one form)."""
    return gettext(one if n == 1 else many, n=n, **values)


def lazy(text: str, **values: Any) -> Any:
    """A text that is translated when it is shown (form labels, tables of sentences)."""
    return LazyProxy(gettext, text, enable_cache=False, **values)


def in_locale(locale: str, act: Callable[[], Made]) -> Made:
    """Make something in somebody else's language (notices go out in the receiver's)."""
    token = current.set(locale if locale in LOCALES else SOURCE)
    try:
        return act()
    finally:
        current.reset(token)


def pick(zh: str, en: str) -> str:
    """From a row that carries both languages, the one to show."""
    return en if current.get() == "en" and en else zh


def show_day(day: date, *, weekday: bool = False) -> str:
    """A legal day in words: 2026年11月22日 / 22 November 2026."""
    if current.get() == "en":
        return format_date(day, "EEEE d MMMM y" if weekday else "d MMMM y", locale="en")
    return format_date(day, "y年M月d日 EEEE" if weekday else "y年M月d日", locale="zh_Hans_CN")


def show_last_day(at: datetime, zone: str) -> str:
    """The day that ends at a moment, or on which it falls: what is due on a day lasts to its end (24:00)."""
    return show_day((at.astimezone(ZoneInfo(zone)) - timedelta(microseconds=1)).date())


def show_instant(at: datetime, zone: str, *, day: bool = True) -> str:
    """A moment on the wall clock of the centre."""
    if not day:
        return format_time(at, "HH:mm", tzinfo=ZoneInfo(zone), locale=LOCALES[current.get()])
    pattern = "d MMMM y, HH:mm" if current.get() == "en" else "y年M月d日 HH:mm"
    return format_datetime(at, pattern, tzinfo=ZoneInfo(zone), locale=LOCALES[current.get()])
