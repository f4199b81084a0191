"""Matters of the demonstration halted where few stories stop: something is the next thing, and nobody has done it."""

from datetime import date, timedelta

from sqlalchemy import select

from mediation.agreements import ink, signing
from mediation.agreements import queries as agreements
from mediation.agreements.ink import InkMark
from mediation.cases.models import MediationCase
from mediation.extensions import services as extensions
from mediation.invitations.rules import Contact
from mediation.performing import queries as performing
from mediation.performing.following_up import follow_up
from mediation.replacements import services as replacements
from portal.accounts.models import Account
from portal.app.demo.acts import spot, team
from portal.app.demo.acts.consent import case_of, invite, write_down
from portal.app.demo.acts.dispatch import assign, declare, triage
from portal.app.demo.acts.doors import Matters, handed_over
from portal.app.demo.acts.pictures import water_stain
from portal.app.demo.acts.signing import Promise, attest, draft, freeze, show_document, sign, sign_in_ink
from portal.app.demo.acts.talks import open_joint
from portal.app.demo.county import County
from portal.app.demo.people import id_number, mobile, resident
from portal.app.demo.stories.roads import accepted, known
from portal.app.demo.telling import Story
from portal.kernel import clock
from portal.kernel.files.services import store
from portal.kernel.policy import SYSTEM
from portal.matters.evidence.services import add_evidence
from portal.matters.guarding import add_guardian
from portal.matters.sensitive.services import keep_under

TOLD = "楼上阳台漏水，晾在下面的被子泡坏了，说好赔，没写字据。"
FACTS = {"facts": "楼上漏水泡坏被子两床。", "issues": "赔多少。"}


def _frozen(county: County, names: tuple[str, str], phones: tuple[int, int], path: str, found: list[Matters]) -> Story:
    """A dispute on its way to an agreement that takes this ``path`` and waits for its first signature."""
    yield county.days.work(7, "09:00")
    sides = [resident(name, phone) for name, phone in zip(names, phones, strict=True)]
    told = handed_over(county, "clerk", "grid", TOLD, sides[:1], sides[1:])
    found.append(told)
    yield from accepted(told, 7, "0201", "gangtou", "mediator", phones[1], "邻里漏水。")
    yield county.days.work(3, "09:00")
    for place, phone in enumerate(phones):
        known(told, "mediator", place, f"198{place}-05-06", phone, "港头镇渔港社区9号", "渔民")
    money = Promise("pay", 1, 0, "两床被子", 300, by=county.days.ahead(10), how="现金")
    draft(told, "mediator", FACTS, (money,), path=path)
    freeze(told, "mediator")


def half_way(county: County) -> Story:
    """One party must still show who they are, the other has done so and must sign."""
    found: list[Matters] = []
    yield from _frozen(county, ("阮半夏", "窦半山"), (701, 702), "electronic", found)
    yield county.days.work(2, "10:00")
    with county.database.writing() as db:
        for place in (0, 1):
            actor = found[0].actor(db, place)
            edition = agreements.mine(db, actor).version.edition
            signing.confirm(db, actor, edition)
            signing.consent(db, actor, edition)
        file = store(db, water_stain(), "转账记录.jpg", county.settings)
        party = found[0].parties(db)[0]
        keep_under(db, SYSTEM, add_evidence(db, SYSTEM, found[0].row(db), file, party), ("bank_account",), "web")
    show_document(found[0], "mediator", 1, id_number(date(1981, 5, 6), 702)[-4:])


def before_the_mediator(county: County) -> Story:
    """Both parties have signed; the mediator's turn."""
    found: list[Matters] = []
    yield from _frozen(county, ("阮先签", "窦后签"), (703, 704), "electronic", found)
    yield from sign(found[0], 0, county.days.work(2, "10:00"), drawn=False)
    yield from sign(found[0], 1, county.days.work(2, "11:00"), drawn=False)


def on_paper(county: County) -> Story:
    """Printed for ink, one name on it."""
    found: list[Matters] = []
    yield from _frozen(county, ("阮墨香", "窦墨池"), (705, 706), "ink", found)
    yield county.days.work(2, "10:00")
    with county.database.writing() as db:
        case = case_of(db, found[0])
        agreement = agreements.of_case(db, case.id)
        version = agreements.newest(db, agreement) if agreement else None
        assert version is not None
        made = InkMark("ink", clock.now() - timedelta(minutes=1), "")
        ink.record(db, county.staff("mediator"), case.id, version.edition, version.signers[0].id, made)


def all_in_ink(county: County) -> Story:
    """Signed and stamped on paper, to be scanned."""
    found: list[Matters] = []
    yield from _frozen(county, ("阮纸上", "窦纸下"), (707, 708), "ink", found)
    yield county.days.work(2, "10:00")
    sign_in_ink(found[0], "mediator", "渔港社区居委会", "secretary")


def by_post(county: County) -> Story:
    """In force on paper, and one of the copies is still to be put into the post."""
    found: list[Matters] = []
    yield from _frozen(county, ("阮寄信", "窦信箱"), (729, 730), "ink", found)
    with county.database.writing() as db:
        found[0].parties(db)[0].person.contact_channel = "letter"
    yield county.days.work(2, "10:00")
    sign_in_ink(found[0], "mediator", "渔港社区居委会", "secretary")
    attest(found[0], "mediator")


def children(county: County) -> Story:
    """Two children at the counter: one with nobody, one whose mother has not been asked yet (R-12)."""
    yield county.days.work(1, "15:00")
    sides = [resident(name, phone, said_age="child") for name, phone in (("阮小一", 713), ("阮小二", 714))]
    told = handed_over(county, "clerk", "counter", TOLD, sides, [resident("窦大人", 715)])
    with county.database.writing() as db:
        matter, ward = told.row(db), told.parties(db)[1]
        add_guardian(db, county.staff("clerk"), matter, ward, resident("阮妈妈", 716), "mother", asked=False)


def _talking(county: County, names: tuple[str, str], phones: tuple[int, int], found: list[Matters]) -> Story:
    """A dispute that both sides want to talk about."""
    yield county.days.work(6, "09:00")
    sides = [resident(name, phone) for name, phone in zip(names, phones, strict=True)]
    found.append(handed_over(county, "clerk", "grid", TOLD, sides[:1], sides[1:]))
    yield from accepted(found[0], 6, "0201", "gangtou", "mediator", phones[1], "邻里漏水。")


def more_time(county: County) -> Story:
    """In the middle of the talks the mediator has proposed a longer period, and nobody has answered."""
    found: list[Matters] = []
    yield from _talking(county, ("阮不急", "窦慢慢"), (717, 718), found)
    yield county.days.work(2, "10:00")
    open_joint(found[0], "mediator")
    with county.database.writing() as db:
        extensions.propose(
            db, county.staff("mediator"), case_of(db, found[0]).id, county.days.ahead(50), "等鉴定结果。"
        )


def somebody_else(county: County) -> Story:
    """A party would rather have another mediator; the head has not answered."""
    found: list[Matters] = []
    yield from _talking(county, ("阮想换", "窦随便"), (719, 720), found)
    yield county.days.work(1, "10:00")
    with county.database.writing() as db:
        replacements.ask(db, found[0].actor(db, 0), None, "他和我家不太合。")


def asked_after(county: County) -> Story:
    """Whoever is late has been asked once, so that the mediator may say that the promise was not kept."""
    yield county.days.work(1, "11:00")
    with county.database.writing() as db:
        for case in db.scalars(select(MediationCase).where(MediationCase.state == "performing")).all():
            if (late := performing.late_ones(db, case)) and not performing.follow_ups(db, case):
                login = db.get_one(Account, case.mediator_id).login or ""
                follow_up(db, county.staff(login), case.id, late[0].id, "phone", "promised", "")


def silent(county: County) -> Story:
    """Two of three have said yes; the third was written to days ago and is not heard of."""
    yield county.days.work(5, "09:00")
    sides = [resident(name, phone) for name, phone in (("阮急人", 721), ("窦答了", 722), ("裴不响", 723))]
    told = handed_over(county, "clerk", "counter", TOLD, sides[:1], sides[1:])
    yield county.days.work(5, "10:00")
    triage(told, "dispatcher", "0201", reason="邻里漏水。")
    yield county.days.work(5, "10:10")
    assign(told, "gangtou", "mediator")
    yield county.days.work(5, "15:00")
    declare(told, "mediator")
    for place in (1, 2):
        yield county.days.work(5, f"16:0{place}")
        invite(told, "mediator", place, Contact("sms", phone=mobile(721 + place)))
    yield county.days.work(4, "09:00")
    for place in (0, 1):
        write_down(told, "mediator", place, "yes")


def called_in(county: County) -> Story:
    """Of three who were called in one has said nothing yet, one is not answered by a party, one may come."""
    found: list[Matters] = []
    yield from _talking(county, ("阮三请", "窦三应"), (725, 726), found)
    told, people = found[0], (("police", "police"), ("social_worker", "social"), ("lawyer", "lawyer"))
    yield county.days.minutes(90)
    team.convene(told, "mediator", "被子泡坏，赔多少谈不拢。", *((post, login, "您怎么看？") for post, login in people))
    for login in ("social", "lawyer"):
        team.states(told, login)
    team.wants(told, 0, "social", "lawyer")
    team.wants(told, 1, "lawyer")


def to_be_checked(county: County) -> Story:
    """Settled on the spot and typed, to be read once more before it counts."""
    yield county.days.minutes(40)
    told = {
        **spot.EVERYBODY, "story": "鸭子进了菜地。", "place": "上坪村",
        "class_code": "0213", "chosen": "0213", "reason": "",
        "parties": [spot.someone("阮养鸭", mobile(727), "50"), spot.someone("窦种菜", "", "51")],
        "duties": [spot.duty(0, 1, "踩坏的青菜", yuan=50)],
    }  # fmt: skip
    spot.begin(county, "village", county.body("shangping"), told, county.days.minutes(60))


STORIES = (
    half_way, before_the_mediator, on_paper, all_in_ink, by_post, children, more_time, somebody_else, asked_after,
    silent, called_in, to_be_checked,
)  # fmt: skip
"""A page that no link leads to needs its example here."""
