"""Legal service under the roof: appointments with lawyers, and the records of what they advised."""

from typing import Any

from flask import Flask, url_for

from legal.consultations import asking_views, desk_views, lawyer_views, my_views, panels, times
from legal.consultations import jobs as consultation_jobs
from legal.consultations import queries as consultations
from legal.consultations import today as consultations_today
from legal.consultations import words as consultation_words
from legal.consultations.conflicts import barred_from_team
from legal.consultations.models import Consultation
from legal.consultations.policy import DESK, DOCKET
from legal.records import jobs as record_jobs
from legal.records import panels as record_panels
from legal.records import today as records_today
from legal.records import views as record_views
from legal.records import words as record_words
from legal.records.models import ConsultationRecord
from legal.records.policy import AID
from legal.records.rules import SIGN
from portal.accounts.visits import cases
from portal.directory.organisations.queries import centre_for
from portal.kernel.db import Db
from portal.kernel.feature import Feature, MenuEntry, Panel, Tick, Today
from portal.kernel.i18n import lazy as _l
from portal.kernel.web import db
from portal.matters import sentences
from portal.notices import kinds
from portal.teams.interests import excluding


def landing(session: Db, matter_id: Any, person_id: Any) -> str | None:
    """Whoever comes with the code of an appointment lands on its page."""
    row = consultations.of_matter(session, matter_id)
    return url_for("consultation.mine") if row is not None and row.person_id == person_id else None


def door() -> str | None:
    """Where the home page leads: to the appointments, while lawyers keep hours; else nowhere, and the phone answers."""
    centre = centre_for(db())
    return url_for("ask_lawyer.start") if centre is not None and times.is_open(db(), centre.id) else None


def _setup(app: Flask) -> None:
    sentences.register(consultation_words.SENTENCES)
    for kind in (*consultation_words.KINDS, *record_words.KINDS):
        kinds.register(kind)
    cases.lead_to(landing)
    excluding.bar("lawyer", barred_from_team)
    panels.bring(own=record_panels.on_own, file=record_panels.on_file, docket=record_panels.on_docket)
    app.jinja_env.globals["legal_door"] = door


FEATURE = Feature(
    name="legal",
    tables=(Consultation, ConsultationRecord),
    blueprints=(asking_views.bp, my_views.bp, desk_views.bp, lawyer_views.bp, record_views.bp),
    jobs={
        "legal.remind": consultation_jobs.remind,
        "legal.lapse": consultation_jobs.lapse,
        SIGN: record_jobs.sign,
    },
    ticks=(Tick("legal.lapse", 24 * 60),),
    today=(
        Today(DOCKET, consultations_today.find),
        Today(DOCKET, records_today.find),
    ),
    menu=(
        MenuEntry(_l("法律咨询预约"), "consultation_desk.index", DESK, 30),
        MenuEntry(_l("我的咨询"), "consultations.docket", DOCKET, 10),
        MenuEntry(_l("转来的咨询记录"), "records.shared", AID, 30),
    ),
    panels=(
        Panel("consultation", "person", 50, panels.for_person),
        Panel("consultation", "desk", 5, panels.for_desk),
    ),
    setup=_setup,
)
