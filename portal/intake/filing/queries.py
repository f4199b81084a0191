"""Finding one's own draft."""

import json
import uuid
from typing import Any

from sqlalchemy import select

from portal.intake.filing.models import FilingDraft
from portal.intake.filing.rules import SHOWN
from portal.kernel import clock
from portal.kernel.crypto import token_hash
from portal.kernel.db import Db
from portal.kernel.files.models import StoredFile


def draft_of(db: Db, token: str | None, *, lock: bool = False) -> FilingDraft | None:
    """The draft whose token this browser holds, while it lasts."""
    if not token:
        return None
    found = select(FilingDraft).where(FilingDraft.token_hash == token_hash(token))
    found = found.where(FilingDraft.expires_at > clock.now())
    return db.scalar(found.with_for_update() if lock else found)


def answers(draft: FilingDraft) -> dict[str, Any]:
    """What was answered so far."""
    found: dict[str, Any] = json.loads(draft.answers_text)
    return found


def photos(db: Db, draft: FilingDraft) -> list[StoredFile]:
    """What was handed in with a draft so far, in that order."""
    wanted = [uuid.UUID(file) for file in answers(draft).get("photos", ())]
    there = {file.id: file for file in db.scalars(select(StoredFile).where(StoredFile.id.in_(wanted)))}
    return [there[file] for file in wanted if file in there]


def shown(draft: FilingDraft) -> dict[str, Any]:
    """The answers for a page, empty where nothing was said yet."""
    return dict.fromkeys(SHOWN, "") | answers(draft)
