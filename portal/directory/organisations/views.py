"""The public register and what every page says about its centre."""

from typing import Any

from flask import Blueprint, Flask, g

from portal.directory.organisations import queries
from portal.directory.organisations.models import Organisation
from portal.directory.organisations.rules import group_hours
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l
from portal.kernel.policy import PUBLIC
from portal.kernel.web import Answer, access, db, render

bp = Blueprint("directory", __name__)

WEEKDAYS = {
    "1": _l("周一"),
    "2": _l("周二"),
    "3": _l("周三"),
    "4": _l("周四"),
    "5": _l("周五"),
    "6": _l("周六"),
    "7": _l("周日"),
}


@bp.get("/register")
@access(PUBLIC)
def register() -> Answer:
    """Committees and the centre with their phones, to call and ask whether a letter is real."""
    return render("directory/organisations/register.html", organisations=queries.register(db()), hours=hours_text)


def hours_text(organisation: Organisation) -> str:
    """周一至周五 08:30–12:00、14:00–17:30."""
    parts = []
    for first, last, spans in group_hours(organisation.hours):
        days = str(WEEKDAYS[first])
        if first != last:
            days = _("%(first)s至%(last)s", first=days, last=WEEKDAYS[last])
        parts.append(f"{days} {_('、').join(f'{start}–{end}' for start, end in spans)}")
    return _("；").join(parts) or _("请先打电话")


class Front:
    """The centre as templates see it: name, phone, hours."""

    def __init__(self, centre: Organisation) -> None:
        self._centre = centre
        self.id = centre.id
        self.phone = centre.phone

    def name(self, _locale: str = "") -> str:
        """In the person's language."""
        return self._centre.name()

    def address(self) -> str:
        """In the person's language."""
        return self._centre.address()

    def hours_text(self, _locale: str = "") -> str:
        """When somebody is there."""
        return hours_text(self._centre)


def install(app: Flask) -> None:
    """Give every template ``centre``."""

    @app.context_processor
    def centre() -> dict[str, Any]:
        if "centre" not in g:
            found = queries.centre_for(db())
            g.centre = Front(found) if found else None
        return {"centre": g.centre}
