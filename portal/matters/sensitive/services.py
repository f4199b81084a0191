"""Giving a separate consent for what a file shows, keeping the file under it, and taking it back."""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete

from portal.contracts.events import EvidenceTakenBack
from portal.kernel import audit
from portal.kernel.db import Db
from portal.kernel.events import publish
from portal.kernel.files.services import discard
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, require
from portal.matters.models import Evidence, EvidenceConsent, Matter
from portal.matters.policy import STATUS
from portal.matters.rules import OVER
from portal.matters.sensitive import queries
from portal.matters.sensitive.rules import PURPOSES
from portal.matters.telling import say
from portal.people.consents.queries import in_force
from portal.people.consents.services import give, withdraw
from portal.people.consents.texts import purposes
from portal.people.persons.models import Person


def keep_under(db: Db, actor: Actor, piece: Evidence, shows: Iterable[str], channel: str) -> None:
    """Write down for each purpose that its owner agreed (art.29), and that this piece was taken under it."""
    assert piece.party is not None
    for purpose in shows:
        consent = give(db, actor, piece.party.person, purpose, purposes()[purpose].version, channel)
        db.add(EvidenceConsent(evidence_id=piece.id, consent_id=consent.id))
    db.flush()


def take_back(db: Db, actor: Actor, matter: Matter, person: Person, purpose: str) -> int:
    """Take the consent back (art.15, 47): the pieces kept under it leave; answers how many.

    While their matter is open they are destroyed. Of a closed one the file is kept by law (档案法): then nobody but the
    owner opens them any more.
    """
    require(db, actor, STATUS, matter)
    if person not in queries.spoken_for(db, actor, matter) or purpose not in PURPOSES:
        raise Conflict(_("这项同意不能在这里撤回。请打电话给我们。"))
    if in_force(db, person.id, purpose) is None:
        raise Conflict(_("这项同意已经撤回了。"))
    pieces = queries.kept_under(db, person.id, purpose)
    withdraw(db, actor, person, purpose)
    for piece in pieces:
        _let_go(db, actor, piece)
    for one in {piece.matter_id: piece for piece in pieces}.values():
        _tell(db, actor, one, [piece for piece in pieces if piece.matter_id == one.matter_id])
    return len(pieces)


def _let_go(db: Db, actor: Actor, piece: Evidence) -> None:
    assert piece.party is not None
    if piece.party.matter.stage in OVER:
        piece.visibility = "mine"
        db.flush()
        audit.record(db, actor, "evidence.shut", piece, ["visibility"])
        return
    audit.record(db, actor, "evidence.destroyed", piece, ["file"])
    db.execute(delete(EvidenceConsent).where(EvidenceConsent.evidence_id == piece.id))
    db.delete(piece)
    db.flush()
    discard(db, piece.file)
    db.flush()


def _tell(db: Db, actor: Actor, piece: Evidence, gone: Sequence[Evidence]) -> None:
    """Their side and the staff read it in the story; whoever mediates is told. The other side learns nothing."""
    assert piece.party is not None
    matter = piece.party.matter
    say(db, actor, matter, "evidence.taken_back", audience=f"side:{piece.party.side}", n=len(gone))
    publish(db, EvidenceTakenBack(matter.id))
