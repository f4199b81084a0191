"""Giving and taking back consent, each as a line of the ledger that is never rewritten."""

from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, require
from portal.people.consents.models import Consent
from portal.people.consents.policy import CONSENT
from portal.people.consents.queries import in_force
from portal.people.consents.texts import purposes
from portal.people.persons.models import Person


def give(db: Db, actor: Actor, person: Person, purpose: str, text_version: str, channel: str) -> Consent:
    """Write down that the person read this version and agreed (or, for a statutory purpose, was told)."""
    require(db, actor, CONSENT, person)
    if purpose not in purposes():
        raise KeyError(purpose)
    held = in_force(db, person.id, purpose)
    if held is not None and held.text_version == text_version:
        return held
    row = Consent(person_id=person.id, purpose=purpose, text_version=text_version, channel=channel, at=clock.now())
    row.recorded_by = actor.account
    db.add(row)
    db.flush()
    audit.record(db, actor, "consent.given", row, ["purpose", "text_version", "channel"])
    return row


def withdraw(db: Db, actor: Actor, person: Person, purpose: str) -> None:
    """Take a consent back (个人信息保护法 art.15): what was done before stays lawful, nothing further is done."""
    require(db, actor, CONSENT, person)
    if purposes()[purpose].basis == "statutory":
        raise Conflict(_("办理事项是法定职责，不以同意为前提，不能撤回。您可以要求更正，符合条件时可以要求删除。"))
    while (held := in_force(db, person.id, purpose)) is not None:
        held.withdrawn_at = clock.now()
        db.flush()
        audit.record(db, actor, "consent.withdrawn", held, ["withdrawn_at"])
