"""The six posts of 三官三师, what each may do, and when a roster is whole (domain §5.5)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from portal.accounts.roles import NAMES
from portal.kernel.i18n import in_locale
from portal.kernel.i18n import lazy as _l

OFFICIALS = ("police", "judge", "procurator")
"""三官: they advise here, and never handle the same matter by their office."""
POSTS = (*OFFICIALS, "lawyer", "social_worker", "counsellor")
"""Each is a role of the same name: a post gives nothing that the role does not."""

POST_NAMES: Mapping[str, Any] = {post: NAMES[post] for post in POSTS}

HELPS: Mapping[str, Any] = {
    "police": _l("看怎样保证大家安全，讲清哪些事不能做；不是来抓人、罚款的"),
    "judge": _l("讲一讲这类事法律上一般怎么看、司法确认怎么办；不是判决"),
    "procurator": _l("看有没有需要检察机关支持的地方，比如支持起诉"),
    "lawyer": _l("讲清各方的权利和做法，不代表任何一方"),
    "social_worker": _l("看家里有什么难处、可以找到什么帮助，事后回访"),
    "counsellor": _l("出主意怎样好好说话；不做心理咨询，也不讲谁来咨询过"),
}
"""In plain words, for the parties."""

LEAST = 2
"""People a post needs, so that one may be away or have an interest."""

WEEKDAYS: Mapping[str, Any] = {
    "1": _l("周一"),
    "2": _l("周二"),
    "3": _l("周三"),
    "4": _l("周四"),
    "5": _l("周五"),
    "6": _l("周六"),
    "7": _l("周日"),
}
OFFICE_DAYS = "12345"


def both(post: str) -> dict[str, str]:
    """The post's name as a story keeps it: in both languages."""
    return {locale: in_locale(locale, lambda: str(POST_NAMES[post])) for locale in ("zh", "en")}


def on_duty(weekdays: str, day: date) -> bool:
    """Whether somebody with these days is on duty on this one."""
    return str(day.isoweekday()) in weekdays


def wanting(entries: Iterable[tuple[str, str]]) -> dict[str, tuple[int, str]]:
    """(post, its people's days) → what is missing: people to the least number, and office days on which nobody is on
    duty. Posts that are whole are left out."""
    people = list(entries)
    found = {}
    for post in POSTS:
        days = [weekdays for name, weekdays in people if name == post]
        bare = "".join(day for day in OFFICE_DAYS if not any(day in one for one in days))
        if len(days) < LEAST or bare:
            found[post] = (max(0, LEAST - len(days)), bare)
    return found
