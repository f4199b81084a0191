"""Whoever is written down in a version is still who it says, and may still sign for themselves.

Documents are often looked at only at the table, when the words have long been fixed: a card may show another number, or
that somebody is a child (R-12; 民法典 art.19, 145: a child's signature alone binds nobody).
"""

from mediation.agreements import people, rules
from mediation.agreements.content import load
from mediation.agreements.models import AgreementVersion
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Conflict
from portal.matters.models import Matter
from portal.matters.staging import require_guardians
from portal.people.persons.models import Person
from portal.people.persons.rules import mask_id_number


def refuse_others_than_written(db: Db, version: AgreementVersion) -> None:
    """Before every signature, seal and attestation: Conflict if somebody else would have to sign, or the paper names a
    party otherwise than the file does by now."""
    matter = db.get_one(Matter, version.paper.matter_id)
    require_guardians(db, matter)
    signs = people.speakers(db, matter.id)
    now = {one.party.id: one.person.id for one in signs}
    places = {one.party_id: one.person_id for one in version.signers if one.kind == rules.PARTY}
    if now != places:
        raise Conflict(_("由谁签署已经变了（例如发现有人未满十八周岁，或者刚满）。请调解员收回这一版，重新定稿。"))
    for one, frozen in zip(signs, load(version.content).parties, strict=True):
        if _contradicts(one.party.person, frozen.name, getattr(frozen, "id_number", "")):
            raise Conflict(
                _("%(name)s的姓名或证件号码在定稿以后更正过，协议书上还是旧的。请调解员收回这一版，重新定稿。",
                  name=one.party.person.name)
            )  # fmt: skip


def _contradicts(person: Person, name: str, masked: str) -> bool:
    """What was not known when the words were fixed is no contradiction: it stands in the annex."""
    number = mask_id_number(person.id_number)
    return person.name != name or bool(masked and number and masked != number)
