"""Closing a file."""

import uuid

from sqlalchemy import select

from portal.clocks.services import happened
from portal.documents.numbering.rules import write_number
from portal.documents.numbering.services import take_number
from portal.documents.volumes.models import Volume
from portal.documents.volumes.policy import ARCHIVE
from portal.documents.volumes.rules import SERIES
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, require
from portal.matters import queries as matters
from portal.matters import services as acts
from portal.matters.models import Matter
from portal.matters.timing import subject_of


def archive(db: Db, actor: Actor, matter_id: uuid.UUID, retention: str, note: str = "") -> Volume:
    """立卷归档: the matter is put away under a number of its own. Its people go on reading what was theirs to read."""
    require(db, actor, ARCHIVE, matters.get(db, actor, matter_id))
    held = select(Matter).where(Matter.id == matter_id).with_for_update(of=Matter)
    matter = db.scalars(held.execution_options(populate_existing=True)).one()
    if matter.stage != "closed":
        raise Conflict(_("办结以后才能归档；已经归档的，不用再归一次。"))
    assert actor.account is not None
    year = clock.today(db.info["settings"].zone).year
    number = take_number(db, matter.holder_id, SERIES, year)
    text = write_number(matter.holder.short_name, SERIES, year, number)
    row = Volume(matter_id=matter.id, owner_id=matter.holder_id, year=year, number=number, number_text=text)
    row.retention, row.note, row.closed_at, row.closed_by = retention, note or None, clock.now(), actor.account
    db.add(row)
    db.flush()
    audit.record(db, actor, "volume.closed", row, ["retention", "note"])
    acts.say(db, actor, matter, "matter.archived", next_key="next.archived")
    acts.move(db, actor, matter, "archived")
    happened(db, actor, "matter.archived", subject_of(matter))
    return row
