"""Whoever asked a lawyer: advised in writing, answered later, missed, still being written, moved, still to come."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from legal.consultations import booking, changing, meeting
from legal.consultations.models import Consultation
from legal.consultations.taking import Wanted
from legal.records import services as records
from legal.records.rules import Content
from portal.app.demo.county import County, Key, visitor
from portal.app.demo.people import mobile, resident
from portal.app.demo.telling import Story
from portal.directory.organisations.services import add_venue
from portal.directory.workdays.rules import SATURDAY, load
from portal.intake.filing import queries as drafts
from portal.intake.filing import services as filing
from portal.kernel.db import Db
from portal.kernel.policy import ANONYMOUS, SYSTEM
from portal.matters.rules import show_code
from portal.matters.services import open_matter
from portal.schedule.availability.rules import Span
from portal.schedule.availability.services import open_hours, set_pattern

BROWSER = "演示"
LICENCE = "19909200000000001"
"""Of nobody: no province has the number 99."""
MORNING, AFTERNOON = (time(9), time(12)), (time(14, 30), time(17))
BEFORE = 16
"""Working days before today on which the lawyer has written down the hours."""


@dataclass
class Asked:
    """One consultation of a story."""

    county: County
    row: Consultation

    def fresh(self, db: Db) -> Consultation:
        """As it is now."""
        return db.get_one(Consultation, self.row.id)


def hours(county: County) -> Story:
    """The justice bureau gives its lawyer a room; mornings in person, afternoons by phone."""
    yield county.days.work(BEFORE, "08:35")
    with county.database.writing() as db:
        bureau, lawyer = county.body("justice"), county.accounts["lawyer"].id
        room = add_venue(db, SYSTEM, bureau, ("法律咨询室", "Consultation room"), 4)
        visits = Span(1, *MORNING, "visit", room.id)
        calls = Span(1, *AFTERNOON, "phone")
        spans = [replace(span, weekday=day) for day in range(1, 6) for span in (visits, calls)]
        first = county.days.workday(BEFORE)
        set_pattern(db, county.staff("lawyer"), bureau.id, lawyer, spans, first=first)
        for day in _make_up_days(first, county.days.ahead(14)):
            for span in (visits, calls):
                open_hours(db, county.staff("lawyer"), bureau.id, lawyer, day, span)


def _make_up_days(first: date, last: date) -> list[date]:
    """Saturdays and Sundays worked in exchange (调休): the weekly hours do not name them."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [day for day in days if day.weekday() >= SATURDAY and load().is_workday(day)]


def _next_workday(county: County, count: int) -> date:
    return load().add_workdays(county.days.today, count).day


def _at(county: County, day: date, at: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(at), ZoneInfo(county.days.zone))


def _ask(county: County, answers: Mapping[str, Any], start: datetime, mode: str = "visit", key: str = "") -> Asked:
    """A resident books on the web; with ``key`` their code and PIN are shown to whoever tries the house."""
    with county.database.writing() as db:
        draft = drafts.draft_of(db, filing.start(db, county.body("centre")))
        assert draft is not None
        filing.keep(db, draft, {"dangers": ["none"], "channel": "sms", **answers})
        wanted = Wanted(start, county.accounts["lawyer"].id, county.body("justice").id, mode)
        made, _token = booking.by_person(db, ANONYMOUS, draft, county.body("centre"), wanted, BROWSER, "zh")
        if key:
            county.keys.append(Key(show_code(made.consultation.matter.code), made.pin, key))
        return Asked(county, made.consultation)


def _begin(asked: Asked, *, arrived: bool = True) -> None:
    with asked.county.database.writing() as db:
        if arrived:
            meeting.arrive(db, asked.county.staff("clerk"), asked.row.id)
        meeting.begin(db, asked.county.staff("lawyer"), asked.row.id)


def _write(asked: Asked, content: Content, *, sign: bool = True) -> None:
    with asked.county.database.writing() as db:
        lawyer = asked.county.staff("lawyer")
        records.save(db, lawyer, asked.row.id, replace(content, licence=LICENCE))
        if sign:
            records.finish(db, lawyer, asked.row.id)


def wages(county: County) -> Story:
    """Three months without wages and no contract: advised, told about legal aid, the answer read. (recorded)"""
    yield county.days.work(9, "20:12")
    answers = {
        "topic": "work", "story": "厂里三个月没发工资，也没有签合同，老板说没有合同告也没用，是这样吗？",
        "name": "申望春", "phone": mobile(70), "other_name": "青禾锦程服饰有限公司",
    }  # fmt: skip
    asked = _ask(county, answers, county.days.work(7, "09:00"), key="问过律师，书面解答已经签好")
    yield county.days.work(7, "08:56")
    _begin(asked)
    yield county.days.work(7, "09:41")
    _write(asked, WAGES)


WAGES = Content(
    gender="女", age="adult", groups=("migrant", "woman"), class_code="07",
    facts="咨询人在服装厂做缝纫工六个月，没有签书面劳动合同，最近三个月工资未发。有工友证言、厂牌照片和微信排班表。",
    question="没有书面合同能不能要回工资？老板说没有合同告也没用，是不是？",
    advice="一、没有书面合同不影响劳动关系成立，工友证言、厂牌、排班表和微信记录都可以作证据。\n"
    "二、自用工第二个月起，用人单位应当每月支付二倍工资。\n"
    "三、可以先向劳动保障监察大队投诉，也可以直接申请劳动仲裁，仲裁不收费；申请仲裁的时效是一年。",
    law="《中华人民共和国劳动合同法》第十条、第三十条、第八十二条；《中华人民共和国劳动争议调解仲裁法》第二十七条。",
    referral="已写明劳动保障监察大队的地址和电话。", aid="yes", aid_told=True, aid_shared=True, minutes=40,
)  # fmt: skip


def will(county: County) -> Story:
    """A house and three children, by phone; one question is looked up and answered later. (answer promised)"""
    yield county.days.work(5, "10:20")
    answers = {
        "topic": "family", "story": "老房子是我和老伴盖的，老伴走了，三个孩子怎么分？大儿子户口不在这里有没有份？",
        "name": "仇有粮", "phone": mobile(71),
    }  # fmt: skip
    asked = _ask(county, {**answers, "channel": "call", "hours": "下午"}, county.days.work(4, "14:30"), "phone")
    yield county.days.work(4, "14:31")
    _begin(asked, arrived=False)
    yield county.days.work(4, "15:08")
    _write(asked, replace(WILL, follow_up_on=_next_workday(county, 3).isoformat()))


WILL = Content(
    gender="男", age="old", groups=("elder",), class_code="01",
    facts="咨询人与配偶婚后建房一处，配偶去世，没有遗嘱，有子女三人，长子户口迁往外地。宅基地使用权登记在咨询人名下。",
    question="房屋怎样继承？长子户口不在本村，有没有份？",
    advice="一、房屋先分出咨询人自己的一半，另一半是遗产，由咨询人和三个子女平等继承。\n"
    "二、户口不在本村的子女也有继承权；宅基地使用权能不能登记在他名下，要向不动产登记机构核实后再答复。",
    law="《中华人民共和国民法典》第一千一百二十七条、第一千一百三十条、第一千一百五十三条。",
    aid="no", minutes=30,
)  # fmt: skip


def missed(county: County) -> Story:
    """A driver who could not get away: nobody was cross, another time is open to him. (did not come)"""
    yield county.days.work(4, "21:30")
    answers = {
        "topic": "injury",
        "story": "骑车被撞了，对方只肯赔两千，合理吗？",
        "name": "盛长路",
        "phone": mobile(72),
    }
    asked = _ask(county, answers, county.days.work(2, "10:30"), key="约了律师没来成，可以另选时间")
    yield county.days.work(2, "10:46")
    with county.database.writing() as db:
        meeting.miss(db, county.staff("lawyer"), asked.row.id)


def deposit(county: County) -> Story:
    """A landlord who keeps the deposit: booked by the desk for somebody without a phone. (being written)"""
    yield county.days.work(3, "09:25")
    known = {
        "topic": "house", "story": "租房到期，房东说墙脏了，两千押金一分不退。", "dangers": ["none"], "name": "耿守诚",
        "phone": "", "channel": "visit", "source": "counter", "locale": "zh",
    }  # fmt: skip
    with county.database.writing() as db:
        start = county.days.work(1, "09:45")
        wanted = Wanted(start, county.accounts["lawyer"].id, county.body("justice").id, "visit")
        made = booking.at_desk(db, county.staff("clerk"), county.body("centre"), known, wanted)
    asked = Asked(county, made.consultation)
    yield county.days.work(1, "09:40")
    _begin(asked)
    yield county.days.work(1, "10:15")
    question = "房东以墙面脏为由不退押金，怎么要回来？"
    _write(asked, Content(class_code="03", question=question, facts="租期一年，已到期交房，押金2000元。"), sign=False)


def guarantee(county: County) -> Story:
    """A friend's loan he signed for: booked at night, moved once, coming. (booked)"""
    yield county.days.work(2, "22:05")
    answers = {
        "topic": "debt", "story": "帮朋友签了担保，朋友跑了，银行找我要八万，我该怎么办？", "name": "焦立信",
        "phone": mobile(73), "shared": ["shared"], "words": "只说是社区的",
    }  # fmt: skip
    first, then = (_at(county, _next_workday(county, n), "10:30") for n in (1, 2))
    asked = _ask(county, answers, first, key="约了律师，还可以改时间、取消")
    yield county.days.work(1, "12:40")
    with county.database.writing() as db:
        row = asked.fresh(db)
        wanted = Wanted(then, row.lawyer_id, row.organisation_id, "visit")
        changing.move(db, visitor(row.person_id, row.matter_id), row.id, wanted)


def gate(county: County) -> Story:
    """A party of a dispute over a gate asks what the law says; nobody in the dispute learns of it. (booked)"""
    yield county.days.minutes(250)
    with county.database.writing() as db:
        opened = open_matter(
            db, county.staff("clerk"), center=county.body("centre"), source="counter",
            story="邻居把院门改到我家路口，车出不来。", applicants=[resident("路平安", 74)],
            respondents=[resident("关大川", 75)], filed_by=county.accounts["clerk"].id,
        )  # fmt: skip
        (party,) = opened.applicants
    yield county.days.minutes(95)
    with county.database.writing() as db:
        matter, own = db.merge(opened.matter), db.merge(party)
        actor = visitor(own.person_id, matter.id)
        draft = drafts.draft_of(db, booking.begin_from(db, actor, matter, own, county.body("centre")))
        assert draft is not None
        story = "院门改到公共路口，法律上怎么说？我可以自己拆吗？"
        filing.keep(db, draft, {"topic": "neighbour", "story": story, "dangers": ["none"]})
        start = _at(county, _next_workday(county, 1), "15:15")
        wanted = Wanted(start, county.accounts["lawyer"].id, county.body("justice").id, "phone")
        booking.by_person(db, actor, draft, county.body("centre"), wanted, BROWSER, "zh")


STORIES = (hours, wages, will, missed, deposit, guarantee, gate)
