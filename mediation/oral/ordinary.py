"""What cannot be recorded on the spot goes the ordinary way, with all that was typed: the centre's desk has it next."""

import uuid

from mediation.oral import drafts
from mediation.oral.people import data_of
from mediation.oral.slips import Slip
from portal.accounts.passes.services import mint_pin
from portal.directory.organisations.queries import organisation
from portal.intake.alarms.services import attach
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict
from portal.matters import services as acts
from portal.matters.guarding import gaps
from portal.matters.models import Matter
from portal.people.consents.services import give
from portal.people.consents.texts import NOTICE_VERSION


def hand_over(db: Db, actor: Actor, draft_id: uuid.UUID) -> tuple[Matter, Slip, str]:
    """Registered as any other dispute that a committee found; a mediator with an interest is shut out (domain §5.3)."""
    draft = drafts.get(db, actor, draft_id, lock=True)
    known = drafts.answers(draft)
    if draft.matter_id is not None:
        raise Conflict(_("这件事已经登记过了。"))
    if "story" not in known or "parties" not in known:
        raise Conflict(_("请先写上发生了什么事、当事人是谁。"))
    today = clock.today(db.info["settings"].zone)
    people = [data_of(one, today) for one in known["parties"]]
    opened = acts.open_matter(
        db, actor, center=organisation(db, draft.center_id), source="committee", story=known["story"],
        place=known["place"], applicants=people[:1], respondents=people[1:], danger=bool(known.get("danger")),
        filed_by=actor.account,
    )  # fmt: skip
    matter, first = opened.matter, opened.applicants[0]
    give(db, actor, first.person, "service", NOTICE_VERSION, "counter")
    attach(db, draft.id, matter)
    for child in gaps(db, matter):
        acts.say(db, actor, matter, "guardian.wanted", audience=f"side:{child.side}", name=child.person.name)
    if known.get("interest", "none") != "none" and actor.account is not None:
        acts.recuse(db, actor, matter, actor.account, "oral.interest")
    draft.matter_id, draft.answers_text = matter.id, "{}"
    audit.record(db, actor, "oral.handed_on", matter, ["source"])
    return matter, Slip(first.person_id, mint_pin(db, matter.id, first.person_id, "receipt")), opened.qr_token
