"""Who a signer is: what staff saw of a document in this matter counts for the version that is being signed."""

import uuid
from collections.abc import Mapping, Sequence

from mediation.agreements import queries, rules
from mediation.agreements.models import AgreementVersion, Signer
from mediation.agreements.written import refuse_others_than_written
from mediation.cases import queries as cases
from mediation.cases.models import MediationCase
from mediation.cases.services import tell_mediator
from portal.contracts.events import IdentitySeen
from portal.kernel.db import Db
from portal.kernel.policy import Conflict
from portal.matters.identities.models import IdentityCheck
from portal.matters.identities.queries import newest


def seen(db: Db, event: IdentitySeen) -> None:
    """A document was looked at, in the hall or at the table: whoever has not signed yet has shown who they are."""
    case = cases.of_matter(db, event.matter)
    agreement = queries.of_case(db, case.id) if case is not None else None
    if case is None or agreement is None or agreement.state != "signing":
        return
    cases.locked(db, case.id)
    version = queries.newest(db, agreement)
    if version is not None:
        _fill(version.signers, newest(db, event.matter, {event.person}), on_paper=version.path == "ink")
        db.flush()
        _tell_if_outdated(db, case, version)


def _tell_if_outdated(db: Db, case: MediationCase, version: AgreementVersion) -> None:
    """The document shows somebody else than the version says: the mediator takes it back."""
    try:
        refuse_others_than_written(db, version)
    except Conflict:
        tell_mediator(db, case, "agreement.outdated")


def bring(db: Db, matter_id: uuid.UUID, signers: Sequence[Signer]) -> None:
    """A new version: who has shown a document in this matter before need not do so again."""
    people = {one.person_id for one in signers if one.person_id is not None}
    _fill(signers, newest(db, matter_id, people), on_paper=False)


def _fill(signers: Sequence[Signer], checks: Mapping[uuid.UUID, IdentityCheck], *, on_paper: bool) -> None:
    """Who has signed on screen keeps what was seen before; of a sheet the mark is often written down first."""
    for signer in signers:
        check = checks.get(signer.person_id) if signer.person_id is not None else None
        signed = signer.marked_at is not None and not (on_paper and signer.identity_at is None)
        if signer.kind != rules.PARTY or signed or check is None:
            continue
        signer.identity_method, signer.identity_at = rules.SEEN_AS[signer.who], check.seen_at
        signer.identity_by, signer.identity_tail = check.seen_by, check.tail
