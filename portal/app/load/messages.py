"""Letters and bells of a loaded mediation."""

import json
from datetime import datetime, timedelta

from portal.app.load.file import File, Side
from portal.matters.rules import show_code

INVITED = timedelta(hours=30)


def ring(file: File, case: str, at: datetime, key: str, *, read: bool) -> None:
    """A line under the mediator's bell."""
    params = {"case": case, "code": show_code(file.code)}
    _notice(file, at, key, params, account=file.mediator.account, read_at=at + timedelta(hours=1) if read else None)


def invite(file: File, case: str, side: Side) -> None:
    """The letter to the other side, and its way there: of the newest some still wait for a call."""
    making, at = file.making, file.life.at + INVITED
    notice = _notice(file, at, "mediation.invited", {"case": case, "call": "0900-0000000"}, person=side.person)
    making.put(
        "invitations",
        id=making.new_id(at),
        case_id=case,
        party_id=side.party,
        person_id=side.person,
        notice_id=notice,
        sent_by=file.mediator.account,
        sent_at=at,
        confirmed_at=None,
        denied_at=None,
    )
    waiting = file.life.state == "consent_pending" and file.life.number % 4 == 0
    making.put(
        "deliveries",
        id=making.new_id(at),
        notice_id=notice,
        center_id=file.ground.center,
        channel="sms",
        state="waiting" if waiting else "sent",
        how=None if waiting else "called",
        masked_to=side.masked,
        words_sealed=None if waiting else "您有一条新消息。",
        note_sealed=None,
        error=None,
        created_at=at,
        done_at=None if waiting else at,
    )


def _notice(
    file: File, at: datetime, key: str, params: dict[str, str], *, person: str | None = None,
    account: str | None = None, read_at: datetime | None = None,
) -> str:  # fmt: skip
    notice = file.making.new_id(at)
    file.making.put(
        "notices",
        id=notice,
        person_id=person,
        account_id=account,
        phone_sealed=None,
        matter_id=file.id,
        key=key,
        params=json.dumps(params),
        created_at=at,
        read_at=read_at,
    )
    return notice
