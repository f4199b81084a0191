"""What is still missing of a party before the words are fixed: pointed out beside the party, filled in, or explained.

A court wants to know who the parties are; somebody without a document is not kept from agreeing, but why is kept.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from mediation.agreements import drafting, people
from mediation.agreements.models import Agreement, PartyGap
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict
from portal.matters.models import Party
from portal.people.persons.models import Person
from portal.people.persons.queries import missing

ON_PAPER: Mapping[str, str] = {
    "id_number": "证件号码",
    "gender": "性别",
    "born_on": "出生日期",
    "address": "住址",
    "uscc": "统一社会信用代码",
    "legal_representative": "法定代表人",
}
"""What is missing, as the annex names it."""


@dataclass(frozen=True)
class Gap:
    """A party (or who signs for them) of whom something is not known; ``reason`` once the mediator has said why."""

    party: Party
    person: Person
    lacks: tuple[str, ...]
    reason: str | None


def found(db: Db, agreement: Agreement) -> list[Gap]:
    """Everybody of whom something is missing, in order of registration; the reasons are sealed, so note the read."""
    reasons = {row.party_id: row.reason for row in _rows(db, agreement)}
    people_there = [
        (one.party, person)
        for one in people.speakers(db, agreement.matter_id)
        for person in dict.fromkeys((one.party.person, one.person))
    ]
    gaps = ((party, person, lacking(person, party)) for party, person in people_there)
    return [Gap(party, person, lacks, reasons.get(party.id)) for party, person, lacks in gaps if lacks]


def lacking(person: Person, party: Party) -> tuple[str, ...]:
    """Of a party everything; of a guardian the number of their document."""
    lacks = missing(person)
    return lacks if person.id == party.person_id else tuple(name for name in lacks if name == "id_number")


def _rows(db: Db, agreement: Agreement) -> Sequence[PartyGap]:
    return db.scalars(select(PartyGap).where(PartyGap.agreement_id == agreement.id)).all()


def explain(db: Db, actor: Actor, case_id: uuid.UUID, party_id: uuid.UUID, reason: str) -> PartyGap:
    """Why it stays so; a later word replaces the former."""
    agreement = drafting.open_draft(db, actor, case_id)
    if party_id not in {gap.party.id for gap in found(db, agreement)} or not reason.strip() or actor.account is None:
        raise Conflict(_("请写一句理由；信息已经补齐的，不用再写。"))
    row = next((one for one in _rows(db, agreement) if one.party_id == party_id), None)
    row = row or PartyGap(agreement_id=agreement.id, party_id=party_id)
    row.reason, row.account_id, row.at = reason.strip(), actor.account, clock.now()
    db.add(row)
    db.flush()
    audit.record(db, actor, "party.gap_explained", row, ["reason"])
    return row


def refuse_open(db: Db, agreement: Agreement) -> None:
    """Nothing is fixed while something is missing and unexplained; a body without a head cannot sign at all."""
    for gap in found(db, agreement):
        if "legal_representative" in gap.lacks:
            raise Conflict(_("请先补上“%(name)s”由谁代表：协议书由这个人签名。", name=gap.party.person.name))
        if gap.reason is None:
            raise Conflict(_("“%(name)s”的信息还不全。请补上，或者写明为什么没有。", name=gap.party.person.name))


def told(db: Db, agreement: Agreement) -> Mapping[uuid.UUID, str]:
    """By person, what is not known and why; for the sealed annex."""
    return {
        gap.person.id: f"{'、'.join(ON_PAPER[name] for name in gap.lacks)}（{gap.reason or '没有说明'}）"
        for gap in found(db, agreement)
    }
