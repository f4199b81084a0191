"""Notices under the roof."""

from flask import Flask

from portal.directory.organisations import queries as directory
from portal.directory.organisations.models import Organisation
from portal.kernel.db import Db
from portal.kernel.feature import Feature, MenuEntry
from portal.kernel.i18n import lazy as _l
from portal.notices import jobs, kinds, sentences, slots
from portal.notices.bell import views as bell
from portal.notices.desk import queries, views
from portal.notices.desk.policy import DELIVER
from portal.notices.models import Delivery, Notice
from portal.notices.sent import views as sent
from portal.people.persons.models import Person


def _centre_of(db: Db, notice: Notice) -> Organisation | None:
    if notice.person_id is None:
        return directory.centre_for(db)
    return directory.organisation(db, db.get_one(Person, notice.person_id).center_id)


def _centre(db: Db, notice: Notice) -> str:
    found = _centre_of(db, notice)
    return found.name() if found else ""


def _phone(db: Db, notice: Notice) -> str:
    found = _centre_of(db, notice)
    return found.phone if found else ""


def _site(db: Db, _notice: Notice) -> str:
    """The short address that can be typed."""
    address: str = db.info["settings"].base_url
    return address


def _setup(app: Flask) -> None:
    for kind in sentences.KINDS:
        kinds.register(kind)
    slots.provide("centre", _centre, secret=False)
    slots.provide("phone", _phone, secret=False)
    slots.provide("site", _site, secret=False)
    app.jinja_env.globals["unread_notices"] = bell.unread


FEATURE = Feature(
    name="notices",
    tables=(Notice, Delivery),
    blueprints=(bell.bp, views.bp, sent.bp),
    jobs={"notices.send": jobs.send},
    menu=(MenuEntry(_l("待通知"), "deliveries.index", DELIVER, 300, queries.count_all),),
    setup=_setup,
)
