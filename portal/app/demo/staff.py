"""Who works in the county: an account for every role there is, and for people with several."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.accounts.grants.services import give
from portal.accounts.models import Account
from portal.accounts.staff.services import add_account
from portal.app.demo.people import mobile
from portal.directory.organisations.models import Organisation
from portal.kernel.db import Db
from portal.kernel.policy import SYSTEM

PASSWORD = "qinghe-one-door"
"""Of all of them: this is a demonstration, and its page of accounts tells it to everybody."""


@dataclass(frozen=True)
class Colleague:
    """One account: how they sign in, what they are called, and each role with the body in which it is held."""

    login: str
    name: str
    roles: tuple[tuple[str, str], ...]


STAFF = (
    Colleague("clerk", "林小满", (("clerk", "centre"),)),
    Colleague("dispatcher", "何立舟", (("dispatcher", "centre"),)),
    Colleague("duty", "方卫岗", (("duty", "centre"),)),
    Colleague("night", "沈夜澜", (("duty", "centre"), ("clerk", "centre"))),
    Colleague("director", "岳峰岭", (("centre_head", "centre"),)),
    Colleague("supervisor", "秦督之", (("supervisor", "centre"),)),
    Colleague("mediator", "阮秀兰", (("mediator", "gangtou"),)),
    Colleague("mediator3", "汪和顺", (("mediator", "gangtou"),)),
    Colleague("head", "郑怀清", (("committee_head", "gangtou"),)),
    Colleague("secretary", "丁文书", (("secretary", "gangtou"),)),
    Colleague("mediator2", "苗守义", (("mediator", "chengguan"),)),
    Colleague("head2", "段明理", (("committee_head", "chengguan"),)),
    Colleague("village", "田上山", (("mediator", "shangping"), ("committee_head", "shangping"))),
    Colleague("head5", "水长清", (("committee_head", "shangping"),)),
    Colleague("labour", "覃桂枝", (("mediator", "labour"),)),
    Colleague("head3", "居中平", (("committee_head", "labour"),)),
    Colleague("traffic", "雷定安", (("mediator", "traffic"),)),
    Colleague("head4", "车有序", (("committee_head", "traffic"),)),
    Colleague("medical", "白芷若", (("mediator", "medical"), ("committee_head", "medical"))),
    Colleague("head6", "成大方", (("committee_head", "medical"),)),
    Colleague("police", "武卫民", (("police", "police"),)),
    Colleague("judge", "程允中", (("judge", "court"),)),
    Colleague("procurator", "简明察", (("procurator", "prosecution"),)),
    Colleague("lawyer", "卢言之", (("lawyer", "justice"),)),
    Colleague("legalaid", "柏助理", (("legal_aid_officer", "justice"),)),
    Colleague("social", "温暖暖", (("social_worker", "centre"),)),
    Colleague("counsellor", "舒心言", (("counsellor", "centre"),)),
    Colleague("counselling", "柯静安", (("counselling_supervisor", "centre"),)),
    Colleague("handler", "童办成", (("department_handler", "wages"),)),
    Colleague("grid", "巡家安", (("grid_worker", "centre"),)),
    Colleague("archive", "卷宗宜", (("archivist", "centre"),)),
    Colleague("figures", "数明白", (("statistician", "centre"),)),
    Colleague("admin", "管家瑞", (("admin", "centre"),)),
    Colleague("auditor", "严复核", (("auditor", "centre"),)),
    Colleague("dpo", "钟保密", (("dpo", "centre"),)),
    Colleague("village2", "文静修", (("secretary", "shangping"),)),
    Colleague("police2", "路长宁", (("police", "police"),)),
    Colleague("judge2", "衡思正", (("judge", "court"),)),
    Colleague("procurator2", "鉴秋实", (("procurator", "prosecution"),)),
    Colleague("lawyer2", "辛至诚", (("lawyer", "justice"),)),
    Colleague("social2", "柳知夏", (("social_worker", "centre"),)),
    Colleague("counsellor2", "安见宁", (("counsellor", "centre"),)),
)  # fmt: skip
"""In the order in which the list of accounts shows them."""


def engage(db: Db, bodies: Mapping[str, Organisation]) -> dict[str, Account]:
    """Open the accounts and give the roles; answers them by login."""
    found: dict[str, Account] = {}
    for number, one in enumerate(STAFF, start=9000):
        account = add_account(
            db, SYSTEM, login=one.login, display_name=one.name, password=PASSWORD, phone=mobile(number)
        )
        for role, body in one.roles:
            give(db, SYSTEM, account, role, bodies[body].id)
        found[one.login] = account
    return found
