"""Entering areas, organisations and rooms into the register."""

from collections.abc import Mapping
from typing import Any

from portal.directory.organisations.models import Area, Organisation, Venue
from portal.kernel import audit
from portal.kernel.db import Db
from portal.kernel.policy import Actor


def add_area(db: Db, actor: Actor, *, code: str, level: str, name_zh: str, name_en: str, parent: Area | None) -> Area:
    """Add a place under another; its path is the parent's path and its own code."""
    path = f"{parent.path if parent else ''}{code}/"
    area = Area(code=code, parent_code=parent.code if parent else None, path=path, level=level)
    area.name_zh, area.name_en = name_zh, name_en
    db.add(area)
    db.flush()
    audit.record(db, actor, "directory.area_added", "areas", ["code"])
    return area


def add_organisation(
    db: Db, actor: Actor, *, kind: str, area: Area, names: tuple[str, str], short_name: str, phone: str,
    addresses: tuple[str, str], center: Organisation | None = None, sector: str | None = None,
    hours: Mapping[str, Any] | None = None,
) -> Organisation:  # fmt: skip
    """Add a centre, committee, department, court or station; names and addresses are (zh, en)."""
    row = Organisation(
        kind=kind,
        sector=sector,
        center_id=center.id if center else None,
        area_code=area.code,
        name_zh=names[0],
        name_en=names[1],
        short_name=short_name,
        phone=phone,
        address_zh=addresses[0],
        address_en=addresses[1],
        hours=dict(hours or {}),
    )
    db.add(row)
    db.flush()
    audit.record(db, actor, "directory.organisation_added", row, ["name_zh", "kind"])
    return row


def add_venue(db: Db, actor: Actor, owner: Organisation, names: tuple[str, str], seats: int) -> Venue:
    """Add a room."""
    row = Venue(organisation_id=owner.id, name_zh=names[0], name_en=names[1], seats=seats)
    db.add(row)
    db.flush()
    audit.record(db, actor, "directory.venue_added", row, ["name_zh"])
    return row
