"""The registered seal of a committee as a picture: uploaded by its head, replaced, taken away."""

from portal.directory.organisations.models import Organisation
from portal.documents.papers.models import SealPicture
from portal.documents.papers.policy import KEEP_SEAL
from portal.documents.papers.queries import seal_picture
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.files.services import Prepared, keep, read
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, require


def upload(db: Db, actor: Actor, committee: Organisation, prepared: Prepared, registration: str) -> SealPicture:
    """Show this picture where the committee seals; ``registration`` is its number with the police (印章备案编号)."""
    require(db, actor, KEEP_SEAL, committee)
    if not prepared.row.is_picture:
        raise Conflict(_("印章图样应当是图片（PNG 或 JPG）。"))
    take_away(db, actor, committee)
    row = SealPicture(organisation_id=committee.id, file_id=keep(db, prepared).id, registration=registration)
    assert actor.account is not None
    row.uploaded_by, row.uploaded_at = actor.account, clock.now()
    db.add(row)
    db.flush()
    audit.record(db, actor, "seal_picture.uploaded", row, ["file_id", "registration"])
    return row


def take_away(db: Db, actor: Actor, committee: Organisation) -> None:
    """Papers from now on carry the digital seal without a picture."""
    require(db, actor, KEEP_SEAL, committee)
    row = seal_picture(db, committee.id)
    if row is not None:
        row.ended_at = clock.now()
        db.flush()
        audit.record(db, actor, "seal_picture.ended", row, ["ended_at"])


def picture_bytes(db: Db, committee: Organisation) -> bytes | None:
    """The picture for the seal's field on a paper, if there is one."""
    row = seal_picture(db, committee.id)
    return read(row.file) if row is not None else None
