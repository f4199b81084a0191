"""The mediator leaves: the file closes for them at once, the rooms fall silent, and those who name are told."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from mediation.agreements import queries as agreements
from mediation.agreements.freezing import take_back
from mediation.cases import queries as found
from mediation.cases import services as cases
from mediation.cases.models import MediationCase
from mediation.consents.following import knows
from mediation.meetings.interruptions import mediator_left
from mediation.replacements.models import Vacancy
from mediation.replacements.rules import NAME_WORKDAYS, REPLACEABLE, shuts_the_desk
from mediation.rooms.services import close_all
from portal.accounts.grants.queries import holders
from portal.directory.organisations.queries import organisation
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import SYSTEM, Actor, Conflict
from portal.matters import services as acts
from portal.matters.involving import kept_out
from portal.matters.models import Involvement, Party


def vacate(
    db: Db, actor: Actor, case: MediationCase, cause: str, ground: str | None = None, words: str = ""
) -> Vacancy:
    """Empty the seat; the state stays, except that what lay before the parties to sign is taken back (it bears the
    former's name). The caller holds the case and has asked for the right."""
    if case.state not in REPLACEABLE or case.vacant_since is not None:
        raise Conflict(_("这件调解现在不能换调解员。请看最新的情况。"))
    _take_back(db, actor, case)
    assert actor.account is not None
    shut = shuts_the_desk(ground) and cases.behind_the_desk(db, case)
    row = Vacancy(case_id=case.id, former_id=case.mediator_id, cause=cause, ground=ground, desk_shut=shut)
    row.words, row.began_at, row.began_by = words or None, clock.now(), actor.account
    row.next_key, row.next_due_at = case.matter.next_key, case.matter.next_due_at
    case.vacant_since = row.began_at
    db.add(row)
    db.flush()
    audit.record(db, actor, "mediator.left", row, ["cause", "ground", "words"])
    mediator_left(db, case)
    close_all(db, actor, case)
    for seat in _seats(db, case, shut):
        acts.end_involvement(db, actor, seat, "mediator.left")
    if shuts_the_desk(ground):
        acts.recuse(db, actor, case.matter, case.mediator_id, "mediator.left")
    _tell(db, actor, case, row)
    return row


def _take_back(db: Db, actor: Actor, case: MediationCase) -> None:
    agreement = agreements.of_case(db, case.id)
    version = agreements.newest(db, agreement) if agreement is not None and agreement.state == "signing" else None
    if agreement is not None and version is not None:
        take_back(db, actor, case, agreement, version)


def _seats(db: Db, case: MediationCase, shut: bool) -> Sequence[Involvement]:
    """The former's own, and the committee's desk where they stand behind it and may not see the file."""
    rows = select(Involvement).where(Involvement.matter_id == case.matter_id, Involvement.until.is_(None))
    own = rows.where(Involvement.capacity == "mediator", Involvement.account_id == case.mediator_id)
    return [*db.scalars(own), *(found.committee_seats(db, case) if shut else ())]


def _tell(db: Db, actor: Actor, case: MediationCase, row: Vacancy) -> None:
    """The parties learn that somebody else will do it and by when, never why."""
    names = organisation(db, case.center_id) if row.desk_shut else case.committee
    due = acts.workdays_from_now(db, NAME_WORKDAYS)
    acts.say(db, SYSTEM, case.matter, "mediator.left", holder=names, next_key="next.new_mediator", next_due=due)
    if row.ground is not None:
        acts.say(db, actor, case.matter, f"mediator.left.{row.ground}", audience="staff")
    cases.tell_parties(db, case, "mediator.left", reached(db, case))
    for account in deciders(db, case, row):
        cases.tell_mediator(db, case, "mediator.to_name", account)


def reached(db: Db, case: MediationCase) -> list[Party]:
    """Those who know of the mediation; whoever was only written down learns of it from the invitation."""
    return [party for party in found.parties(db, case.matter_id) if knows(db, case, party)]


def deciders(db: Db, case: MediationCase, row: Vacancy | None) -> list[uuid.UUID]:
    """Who names somebody: the heads of the committee but for the mediator themselves; if there are none, the centre."""
    heads = [] if row is not None and row.desk_shut else holders(db, "committee_head", case.committee_id)
    out = kept_out(db, case.matter_id) | {case.mediator_id}
    others = [head.id for head in heads if head.id not in out]
    return others or [one.id for one in holders(db, "dispatcher", case.center_id)]
