"""The sealed annex says where the codes of the signatures were sent, as the sending wrote it down."""

import pytest
from sqlalchemy import update

from mediation.agreements import printing
from mediation.agreements.models import AgreementVersion, Signer
from portal.accounts.passes.jobs import CODE
from portal.kernel.db import Db
from portal.notices.models import Delivery
from portal.notices.services import notify
from portal.people.persons.models import Person
from tests.mediation.agreements import deal
from tests.world import World


def coded(db: Db, version: AgreementVersion, channel: str, **numbers: str) -> Signer:
    """A party signs with a code that was sent by this channel; ``numbers`` are put on file before."""
    signer = deal.places(version, "party")[0]
    person = db.get_one(Person, signer.person_id)
    person.contact_channel = channel
    for name, value in numbers.items():
        setattr(person, name, value)
    deal.signs(db, signer)
    notify(db, CODE.key, person_id=person.id, ref=version.id, locale="zh")
    db.flush()
    db.execute(update(Delivery).values(created_at=signer.code_at))
    return signer


@pytest.mark.parametrize(
    ("channel", "numbers", "changed", "wanted"),
    [
        ("sms", {"phone": "13800001111"}, {}, "短信 13800001111"),
        ("sms", {"phone": "13800001111"}, {"phone": "13900002222"}, "短信 138****1111（此后登记的号码或邮箱有更改）"),
        ("email", {"email": "jia@example.com"}, {}, "电子邮件 jia@example.com"),
        ("email", {"email": "jia@example.com"}, {"contact_channel": "sms"}, "电子邮件 jia@example.com"),
        ("email", {"email": "jia@example.com"}, {"email": "yi@example.org"},
         "电子邮件 j***@example.com（此后登记的号码或邮箱有更改）"),
    ],
)  # fmt: skip
def test_the_annex_says_where_the_code_went_and_not_where_it_would_go_now(
    db: Db, world: World, channel: str, numbers: dict[str, str], changed: dict[str, str], wanted: str
) -> None:
    version = deal.frozen(db, world)
    signer = coded(db, version, channel, **numbers)
    for name, value in changed.items():
        setattr(db.get_one(Person, signer.person_id), name, value)
    db.flush()
    annex = printing.annex(db, version, db.info["settings"])
    rows = [dict(one.rows) for one in annex.people]
    assert [row.get("签署验证码发往") for row in rows] == [wanted, None]
