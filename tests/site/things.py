"""What stands in the addresses of pages about objects: of each matter of a house, the ids of whatever belongs to it."""

import uuid
from collections.abc import Iterator
from itertools import islice, product
from typing import Any

from sqlalchemy import select
from werkzeug.routing import Rule

from legal.consultations.models import Consultation
from legal.records.models import ConsultationRecord
from mediation.agreements.models import AgreementClause, Signer
from mediation.cases.models import MediationCase
from portal.app import Portal
from portal.documents.papers.models import Paper, PaperDelivery
from portal.followup.obligations.models import Obligation
from portal.intake.alarms.models import Alarm
from portal.kernel.db import Base
from portal.matters.models import Evidence, Matter, Party
from portal.notices.models import Notice
from portal.people.persons.models import Person

TRIES = 2
"""Objects of a kind, and ways to put them together, that are tried of one matter."""
NAMED = {
    "case_id": MediationCase,
    "party_id": Party,
    "person_id": Person,
    "evidence_id": Evidence,
    "paper_id": Paper,
    "delivery_id": PaperDelivery,
    "duty_id": Obligation,
    "signer_id": Signer,
    "clause_id": AgreementClause,
    "notice_id": Notice,
    "alarm_id": Alarm,
    "consultation_id": Consultation,
    "record_id": ConsultationRecord,
}
"""What a name in an address stands for."""
OVER = ("case_id", "agreement_id", "version_id", "paper_id", "evidence_id", "notice_id", "consultation_id")
"""By which column a row points to what is of a matter."""
FIXED: dict[str, list[Any]] = {"number": [1]}


def fillings(rule: Rule, things: dict[str, list[Any]]) -> Iterator[dict[str, Any]]:
    """Ways to fill an address; none if it asks for something else."""
    names = sorted(rule.arguments)
    if all(name in things for name in names):
        combinations = product(*(things[name] for name in names))
        yield from (dict(zip(names, chosen, strict=True)) for chosen in islice(combinations, TRIES))


def things_of(portal: Portal) -> dict[uuid.UUID, dict[str, list[Any]]]:
    """Of each matter, what stands in an address: ids of whatever points to it, directly or by way of another row."""
    found: dict[uuid.UUID, dict[str, list[Any]]] = {}
    with portal.database.reading() as db:
        for matter in db.scalars(select(Matter.id)):
            things: dict[str, list[Any]] = {"matter_id": [matter], **FIXED}
            for name, model in NAMED.items():
                things[name] = list(db.scalars(select(model.id).where(_belongs(model, matter)).limit(TRIES)))
            found[matter] = things
    return found


def _belongs(model: Any, matter: uuid.UUID) -> Any:
    """The condition under which a row is of a matter, along its foreign keys."""
    table = model.__table__
    if table.name == "persons":
        return table.c.id.in_(select(Party.person_id).where(Party.matter_id == matter))
    if "matter_id" in table.c:
        return table.c.matter_id == matter
    for name in OVER:
        if name in table.c:
            (key,) = table.c[name].foreign_keys
            other = next(mapper.class_ for mapper in Base.registry.mappers if mapper.local_table is key.column.table)
            return table.c[name].in_(select(other.id).where(_belongs(other, matter)))
    raise LookupError(table.name)
