"""Who reads a service record: the lawyer who wrote it, the person it is about, and nobody else without their word.

The desk, mediators, heads and supervisors do not (律师法 art.38; domain §5.1). A legal-aid officer of the same body
does where the person has agreed to pass it on (法律援助法 art.21 binds them too).
"""

from legal.consultations.policy import is_client, is_lawyer
from legal.records.models import ConsultationRecord
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission, role


def _writes(_db: Db, actor: Actor, record: ConsultationRecord) -> bool:
    return is_lawyer(actor, record.consultation)


def _officer(actor: Actor, record: ConsultationRecord) -> bool:
    shared = record.aid_shared and record.state == "sealed"
    return shared and actor.has("legal_aid_officer", organisation=record.consultation.organisation_id)


def _reads(db: Db, actor: Actor, record: ConsultationRecord) -> bool:
    if is_client(actor, record.consultation):
        return record.state == "sealed"
    return _writes(db, actor, record) or _officer(actor, record)


def _may_come(actor: Actor) -> bool:
    return actor.person is not None or actor.has("lawyer", "legal_aid_officer")


READ = Permission("consultation_record.read", _may_come, _reads)
WRITE = Permission("consultation_record.write", role("lawyer"), _writes)
AID = Permission("consultation_record.aid", role("legal_aid_officer"))
