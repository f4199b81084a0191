"""What is filled into an invitation while it is made: secrets minted just then, and addresses that can be typed."""

import uuid

from mediation.invitations.rules import LINK_DAYS, LINK_PURPOSE, PIN_PURPOSE
from portal.accounts.passes.services import mint_link, mint_pin
from portal.kernel.db import Db
from portal.notices.models import Notice


def reply_link(db: Db, notice: Notice) -> str:
    """While the message is made: a new link for seven days; the former one ends."""
    assert notice.matter_id is not None
    assert notice.person_id is not None
    token = mint_link(db, LINK_PURPOSE, notice.matter_id, notice.person_id, LINK_DAYS)
    return f"{db.info['settings'].base_url}/r/{token}"


def reply_door(db: Db, _notice: Notice) -> str:
    """The short address for those who do not follow links."""
    return f"{db.info['settings'].base_url}/r"


def register_page(db: Db, _notice: Notice) -> str:
    """Where the committee's phone stands for everybody to read."""
    return f"{db.info['settings'].base_url}/register"


def letter_pin(db: Db, notice: Notice) -> str:
    """While the message is made: a new PIN.

    It belongs to the mediation, not to the matter: it opens the door at /r, which asks for the name as well, and not
    the door of the case code, behind which the page's head would show that name to whoever got the letter by mistake.
    """
    assert notice.person_id is not None
    return mint_pin(db, uuid.UUID(notice.params["case"]), notice.person_id, PIN_PURPOSE)
