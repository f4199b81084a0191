"""Agreeing, and taking it back."""

from collections.abc import Iterable

from counseling.cases.models import Case
from counseling.consents import texts
from counseling.consents.models import Consent
from counseling.consents.queries import ledger
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import ANONYMOUS, Actor, Conflict


def agree(db: Db, case: Case, given_by: str, agreed: Iterable[str], *, actor: Actor = ANONYMOUS) -> Consent:
    """Every needed point of today's words was agreed to; of the choices, those named. On paper when a colleague writes
    it down."""
    ticked, version = frozenset(agreed), texts.CURRENT
    left = [point for point in texts.needed(version) if point.key not in ticked]
    if left:
        raise Conflict(_("还有 %(n)s 条没有同意。不同意其中任何一条，都不必勉强，可以打电话聊聊。", n=len(left)))
    _end(db, case, given_by)
    row = Consent(case_id=case.id, given_by=given_by, text_version=version, at=clock.now(), recorded_by=actor.account)
    row.channel = "counter" if actor.account else "web"
    row.choices = [point.key for point in texts.choices(version) if point.key in ticked]
    db.add(row)
    db.flush()
    audit.record(db, actor, "counseling.agreed", case, ["given_by", "text_version"])
    return row


def take_back(db: Db, case: Case) -> None:
    """All of them (个人信息保护法 art.15): what was done before stays lawful, nothing further is done."""
    for given_by in {row.given_by for row in ledger(db, case)}:
        _end(db, case, given_by)
    audit.record(db, ANONYMOUS, "counseling.consent_taken_back", case)


def _end(db: Db, case: Case, given_by: str) -> None:
    for row in ledger(db, case):
        if row.given_by == given_by and row.ended_at is None:
            row.ended_at = clock.now()
    db.flush()
