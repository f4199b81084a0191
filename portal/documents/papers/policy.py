"""Who may read a paper, who hands copies over, who keeps a committee's seal."""

from portal.directory.organisations.models import Organisation
from portal.documents.papers.models import Paper, PaperDelivery
from portal.documents.papers.rules import may_read
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission, role, signed_in
from portal.matters.models import Matter
from portal.matters.policy import CASE_ROLES, at_window, standing_in
from portal.matters.rules import HANDLING


def _reads(db: Db, actor: Actor, paper: Paper) -> bool:
    stands = standing_in(db, actor, db.get_one(Matter, paper.matter_id))
    return paper.state != "draft" and may_read(paper.audience, stands.sides.keys())


def _hands_over(db: Db, actor: Actor, paper: Paper) -> bool:
    """Those who handle the matter and read the paper; and the window, where people fetch their copies in an envelope:
    it learns kind, number and who is to get one, and opens nothing."""
    matter = db.get_one(Matter, paper.matter_id)
    if _reads(db, actor, paper) and standing_in(db, actor, matter).is_one_of(HANDLING):
        return True
    return _fetched(paper) and at_window(db, actor, matter)


def _fetched(paper: Paper) -> bool:
    """Whether its parties fetch copies of it now."""
    return paper.belongs_to_id is None and paper.audience == "sides" and paper.state == "sealed"


def _is_person(actor: Actor) -> bool:
    return actor.person is not None


def _own(db: Db, actor: Actor, delivery: PaperDelivery) -> bool:
    return actor.person == delivery.person_id and _reads(db, actor, delivery.paper)


def _heads(_db: Db, actor: Actor, committee: Organisation) -> bool:
    return committee.kind == "committee" and actor.has("committee_head", organisation=committee.id)


READ = Permission("paper.read", signed_in, _reads)
"""The pages that show a paper say who sees it: both change together."""
OWN_COPIES = Permission("paper.own_copies", _is_person, _own)
HAND_OVER = Permission("paper.hand_over", role(*CASE_ROLES), _hands_over)
KEEP_SEAL = Permission("paper.keep_seal", role("committee_head"), _heads)
