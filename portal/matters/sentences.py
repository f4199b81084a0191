"""The sentences of a matter's story and of its next step: keys in the rows, words here, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.directory.organisations.models import Organisation
from portal.kernel.i18n import lazy as _l
from portal.kernel.i18n import pick, show_day, show_instant, show_last_day


@dataclass(frozen=True)
class Sentence:
    """What happened, in one sentence with ``%(name)s`` slots; ``kind`` is a mark of components/timeline.html."""

    happened: Any
    kind: str = "done"


@dataclass(frozen=True)
class Next:
    """What comes next: as the people in the matter read it, and in short for those who work on it (if that differs).

    ``within``: the working days after which it is due, unless whoever says it knows the day. What is counted in days,
    or agreed for a day (``whole_day``), lasts to the end of that day. ``legal``: it is due when the legal period ends.
    """

    told: Any
    desk: Any = None
    within: int | None = None
    whole_day: bool = False
    legal: bool = False


_happened: dict[str, Sentence] = {}
_next: dict[str, Any] = {}


def register(entries: Mapping[str, Any]) -> None:
    """Add sentences: a ``Sentence`` for what happened; for what comes next (``next.…``) a lazy text or a ``Next``."""
    for key, entry in entries.items():
        target: dict[str, Any] = _happened if isinstance(entry, Sentence) else _next
        if target.setdefault(key, entry) != entry:
            raise ValueError(f"two sentences are called {key}")


def known(key: str) -> bool:
    """Whether a sentence of this key was registered."""
    return key in _happened or key in _next


def kind_of(key: str) -> str:
    """The mark of a timeline entry."""
    return _happened[key].kind if key in _happened else "done"


def happened(key: str, params: Mapping[str, Any], zone: str) -> str:
    """What happened, for the reader; a key of a part that is no longer here leaves the line empty."""
    return _filled(_happened[key].happened, params, zone) if key in _happened else ""


def coming(key: str, params: Mapping[str, Any], zone: str, *, desk: bool = False) -> str:
    """What comes next, for the reader; ``desk`` for those who work on it."""
    if key not in _next:
        return ""
    entry = _next[key]
    if isinstance(entry, Next):
        entry = entry.desk if desk and entry.desk is not None else entry.told
    by = _day_of(params.get("due"), zone) if lasts_the_day(key) else None
    return _filled(entry, {**params, "due": by} if by else params, zone)


def lasts_the_day(key: str) -> bool:
    """Whether this next step is due on a day, and not at a moment of it."""
    entry = _next.get(key)
    return isinstance(entry, Next) and (entry.within is not None or entry.whole_day or entry.legal)


def is_legal(key: str) -> bool:
    """Whether the end of the legal period is what it is due by."""
    entry = _next.get(key)
    return isinstance(entry, Next) and entry.legal


def _day_of(value: Any, zone: str) -> str | None:
    match value:
        case {"at": at}:
            return show_last_day(datetime.fromisoformat(at), zone)
    return None


def within(key: str) -> int | None:
    """In how many working days this next step is due by itself."""
    entry = _next.get(key)
    return entry.within if isinstance(entry, Next) else None


class _Slots(dict[str, str]):
    """History is shown even if a sentence has gained a slot since."""

    def __missing__(self, _name: str) -> str:
        return "…"


def _filled(text: Any, params: Mapping[str, Any], zone: str) -> str:
    return str(text) % _Slots({name: _shown(value, zone) for name, value in params.items()})


def plain(value: Any) -> Any:
    """A parameter as it is stored: words in both languages, days and moments stay what they are."""
    if isinstance(value, Organisation):
        return {"zh": value.name_zh, "en": value.name_en}
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return value


def _shown(value: Any, zone: str) -> str:
    match value:
        case {"zh": zh, "en": en}:
            return pick(zh, en)
        case {"day": day}:
            return show_day(date.fromisoformat(day))
        case {"at": at}:
            return show_instant(datetime.fromisoformat(at), zone)
        case None:
            return "…"
    return str(value)


register(
    {
        "matter.registered": Sentence(_l("事项已经登记。")),
        "evidence.added": Sentence(_l("交来一份材料。")),
        "evidence.taken_back": Sentence(_l("撤回了一项同意，%(n)s 份材料已经收走。"), "stopped"),
        "evidence.shared": Sentence(_l("一份材料已经给各方看。")),
        "guardian.attached": Sentence(_l("%(name)s的监护人已经登记。")),
        "guardian.wanted": Sentence(_l("%(name)s还不满十八周岁，工作人员会一起找一位监护人或者信得过的大人。")),
        "guardian.consented": Sentence(_l("%(name)s的监护人已经同意处理孩子的个人信息。")),
        "next.triage": Next(_l("工作人员在 %(due)s 以前看您的材料，并告诉您由谁来办。"), desk=_l("看材料、分类、交办")),
    }
)
