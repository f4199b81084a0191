"""R-20: whatever the house prints, signs or keeps as evidence holds no word that was said in order to settle."""

import re
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import select

from mediation.agreements import jobs, services
from mediation.agreements.models import AgreementVersion
from mediation.rooms.services import open_caucus
from portal.app import Portal
from portal.kernel.db import new_id
from portal.kernel.files.models import StoredFile
from portal.kernel.files.services import read
from portal.kernel.outbox import Job
from portal.rooms.rooms import services as talk
from portal.rooms.rooms.models import Message
from tests.mediation import dispute
from tests.mediation.agreements import deal
from tests.world import World

pytestmark = pytest.mark.slow

APART, TOGETHER = "其实我最低三千块钱也能接受", "我承认水管是我家先坏的"


def written(data: bytes, folder: Path) -> str:
    """All that stands in a stored file: the words of its pages, and of what hangs on them."""
    if not data.startswith(b"%PDF"):
        return data.decode("utf-8", "replace")
    path = folder / "file.pdf"
    path.write_bytes(data)
    words = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    hanging = subprocess.run(["pdfdetach", "-list", path], capture_output=True, text=True, check=True).stdout
    assert hanging.startswith("0 embedded")
    return re.sub(r"\s", "", words)


def test_r20_no_paper_holds_what_was_said_in_order_to_settle(portal: Portal, world: World, tmp_path: Path) -> None:
    mediator = world.actor("mediator")
    with portal.database.writing() as db:
        agreement = deal.drafted(db, world)
        case = agreement.case
        visitor = dispute.visitor(dispute.applicant(db, case))
        talk.say(db, visitor, open_caucus(db, mediator, case.id, "a").id, APART, "1")
        talk.say(db, visitor, dispute.open_joint(db, mediator, case).id, TOGETHER, "1")
        assert {row.label for row in db.scalars(select(Message).where(Message.kind == "text"))} == {"without_prejudice"}
        version = services.freeze(db, mediator, case.id)
    jobs.print_version(Job(portal.database, new_id(), {"version": version.id.hex}, 1))
    with portal.database.writing() as db:
        row = db.get_one(AgreementVersion, version.id)
        deal.all_sign(db, world, row)
        services.seal(db, world.actor("head"), row.agreement.case_id, 1)
    jobs.bind(Job(portal.database, new_id(), {"version": version.id.hex}, 1))
    with portal.database.reading() as db:
        stored = [written(read(one), tmp_path) for one in db.scalars(select(StoredFile))]
    assert len([one for one in stored if deal.FACTS[:12] in one]) == 2
    assert len(stored) >= 4
    for words in (APART, TOGETHER):
        assert not [one for one in stored if words in one]
