"""Records for tests: filled in, finished, printed and signed by the worker."""

from dataclasses import replace
from typing import Any

from legal.consultations.models import Consultation
from legal.records import services
from legal.records.models import ConsultationRecord
from legal.records.rules import Content
from portal.app import Portal
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.outbox import drain
from tests.legal import office
from tests.world import World

ADVICE = "可以先申请劳动仲裁，主张双倍工资和被拖欠的工资，仲裁不收费。"
FULL = Content(
    gender="男",
    age="middle",
    groups=("migrant",),
    class_code="07",
    facts="咨询人自2026年3月起在青禾某服装厂工作，未签书面劳动合同，8月起三个月工资未发。",
    question="没有合同能不能要回工资，到哪里告？",
    advice=ADVICE,
    law="《中华人民共和国劳动合同法》第十条、第三十条、第八十二条；《中华人民共和国劳动争议调解仲裁法》第二十七条。",
    referral="到青禾县劳动保障监察大队投诉，或向劳动人事争议仲裁委员会申请仲裁。",
    aid="yes",
    aid_told=True,
    minutes=30,
    licence="19909200000000001",
)
"""A licence number that nobody has."""


def finished(db: Db, world: World, **changes: Any) -> ConsultationRecord:
    """The lawyer has signed; the worker has not been there yet."""
    row = office.begun(db, world)
    return again(db, world, row, **changes)


def again(db: Db, world: World, row: Consultation, **changes: Any) -> ConsultationRecord:
    """Written (anew) and signed."""
    lawyer = world.actor("lawyer")
    services.save(db, lawyer, row.id, replace(FULL, **changes))
    return services.finish(db, lawyer, row.id)


def work(portal: Portal) -> None:
    """What the worker finds to do now."""
    drain(portal.database, portal.handlers)


def signed(portal: Portal, world: World, **changes: Any) -> ConsultationRecord:
    """Through the worker, committed."""
    with clock.held(office.NOW):
        with portal.database.writing() as db:
            office.furnish(db, world)
            record = finished(db, world, **changes)
        work(portal)
    return record
