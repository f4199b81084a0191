"""What a mediator types on the spot, and the head's seal."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from mediation.oral import contesting, drafts, recording, rules, sealing
from mediation.oral.views import OFFERED
from portal.app.demo.acts.doors import Matters
from portal.app.demo.county import County, Key
from portal.directory.organisations.models import Organisation
from portal.intake.triage.rules import suggest
from portal.matters.rules import show_code

EVERYBODY = {
    "dangers": ["none"], "adults": "yes", "barred": "", "other": "", "interest": "none", "public": "yes",
    "written": "no", "confirmed": list(rules.SAID),
}  # fmt: skip


def someone(name: str, phone: str = "", age: str = "", address: str = "", gender: str = "") -> dict[str, Any]:
    """A party as they are typed."""
    told = {"name": name, "kind": "natural", "phone": phone, "channel": "sms" if phone else "none", "head": ""}
    return {**told, "age": age, "address": address, "gender": gender}


def duty(
    debtor: int, creditor: int | None, what: str, *, yuan: int | None = None, due: str = ""
) -> dict[str, Any]:  # fmt: skip
    """Done at once unless ``due`` names a day."""
    amount, when = yuan * 100 if yuan else None, "dated" if due else "once"
    return {"debtor": debtor, "creditor": creditor, "what": what, "amount": amount, "when": when, "due_on": due}


def begin(county: County, login: str, body: Organisation, answers: Mapping[str, Any], agreed: datetime) -> uuid.UUID:
    """A draft with these answers."""
    actor, told = county.staff(login), {"agreed": agreed.isoformat(), "agreed_on": agreed.date().isoformat()}
    with county.database.writing() as db:
        draft = drafts.begin(db, actor, body.id)
        drafts.keep(db, actor, draft, {**told, **answers})
        return draft.id


def record(
    county: County, login: str, body: Organisation, story: str, place: str, class_code: str,
    people: Sequence[Mapping[str, Any]], duties: Sequence[Mapping[str, Any]], agreed: datetime, key: str = "",
) -> tuple[Matters, uuid.UUID]:  # fmt: skip
    """All four steps; with ``key`` the second party's code and PIN are shown to whoever tries the house."""
    first = [one.code for one in suggest(story).candidates][:OFFERED]
    reason = "" if class_code == first[0] else "按纠纷的起因定类。"
    known = {**EVERYBODY, "story": story, "place": place, "parties": people, "duties": duties, "reason": reason}
    draft_id = begin(county, login, body, {**known, "class_code": class_code, "chosen": class_code}, agreed)
    with county.database.writing() as db:
        made = recording.record(db, county.staff(login), draft_id)
        if key:
            county.keys.append(Key(show_code(made.case.matter.code), made.slips[1].pin, key))
        return Matters(county, made.case.matter_id), made.oral.id


def seal(county: County, login: str, oral_id: uuid.UUID) -> None:
    """The head has read it."""
    with county.database.writing() as db:
        sealing.seal(db, county.staff(login), oral_id)


def contest(told: Matters, place: int, words: str) -> None:
    """A party says that it is not what was agreed."""
    with told.county.database.writing() as db:
        contesting.contest(db, told.actor(db, place), words)
