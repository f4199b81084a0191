"""Signatures behind which only the mediator stands: the code went to a number that they alone had written down.

Most respondents are found by the mediator, who writes down their number; a mediator who deceives could write down one
of their own and sign for somebody who never heard of it. So a second pair of eyes is asked for before the seal: the
head reaches these people in another way (docs/decisions/025), unless somebody else has looked at their document.
"""

import uuid
from collections.abc import Mapping

from sqlalchemy import select

from mediation.agreements import rules
from mediation.agreements.models import AgreementVersion, Signer
from mediation.cases.models import MediationCase
from portal.kernel.db import Db
from portal.matters.models import Involvement
from portal.people.persons.models import Person
from portal.people.persons.queries import last_to_write

FIELD_OF: Mapping[str, str] = {"sms": "phone", "email": "email"}
"""Channel that carries a code → what it is sent to."""


def unvouched(db: Db, case: MediationCase, version: AgreementVersion) -> list[Signer]:
    """The parties' signatures of this version, on screen, for which nobody but a mediator of the case vouches."""
    signed = [one for one in version.signers if one.kind == rules.PARTY and one.code_at is not None]
    if not signed:
        return []
    crew = _mediators(db, case)
    alone = [one for one in signed if one.code_by is None and one.identity_by in {None, *crew}]
    people = db.scalars(select(Person).where(Person.id.in_(one.person_id for one in alone)))
    field = {row.id: FIELD_OF.get(row.contact_channel, "phone") for row in people}
    wrote = {name: last_to_write(db, list(field), name) for name in sorted(set(field.values()))}
    return [one for one in alone if one.person_id and wrote[field[one.person_id]].get(one.person_id) in crew]


def _mediators(db: Db, case: MediationCase) -> set[uuid.UUID]:
    """Whoever mediates, and whoever did before: they may still hold the phone whose number they wrote down."""
    rows = select(Involvement.account_id).where(Involvement.matter_id == case.matter_id)
    rows = rows.where(Involvement.capacity == "mediator", Involvement.account_id.is_not(None))
    return {case.mediator_id} | {account for account in db.scalars(rows) if account is not None}
