"""Small disputes that end where they began: on a field, at a kerb, on the quay."""

from portal.app.demo.acts.after import speak
from portal.app.demo.acts.spot import begin, contest, duty, record, seal, someone
from portal.app.demo.county import County
from portal.app.demo.people import mobile
from portal.app.demo.telling import Story

WRONG = "洪大潮：码头上谈成的事，他说登记得不对 · settled on the quay, and he says the record is wrong"


def ducks(county: County) -> Story:
    """Ducks in a vegetable patch, paid on the spot; another head of the committee seals. (done in a day)"""
    yield county.days.work(9, "10:12")
    _told, oral = record(
        county, "village", county.body("shangping"),
        "罗阿贵家的鸭子跑进石满仓的菜地，踩坏了两垄青菜，两家在地头争了起来。", "云岭乡上坪村三组菜地", "0213",
        [someone("罗阿贵", mobile(90), "58", "上坪村三组", "男"), someone("石满仓", "", "64", "上坪村三组", "男")],
        [duty(0, 1, "被踩坏的青菜", yuan=120), duty(0, 1, "赔礼道歉")],
        county.days.work(9, "09:50"),
    )  # fmt: skip
    yield county.days.work(9, "16:20")
    seal(county, "head5", oral)


def drain(county: County) -> Story:
    """A drain between two yards: money at once, stones by a day, kept. (dated, confirmed)"""
    yield county.days.work(12, "16:30")
    told, oral = record(
        county, "village", county.body("shangping"),
        "两家院子之间的排水沟被碎砖堵住，雨天水倒灌进牛小满家的灶间。", "云岭乡上坪村一组", "0205",
        [someone("游得水", mobile(91), "47", "上坪村", "男"), someone("牛小满", mobile(92), "51", "上坪村", "女")],
        [
            duty(0, 1, "灶间受潮的米面", yuan=80),
            duty(0, 1, "把沟里的碎砖清干净，以后不往沟里倒东西", due=county.days.workday(8).isoformat()),
        ],
        county.days.work(12, "16:05"),
    )  # fmt: skip
    yield county.days.work(11, "09:10")
    seal(county, "head5", oral)
    yield county.days.work(9, "18:20")
    speak(told, 0, 1, "report", "沟清好了，请来看。")
    yield county.days.work(8, "08:40")
    speak(told, 1, 1, "confirm", "水通了。")


def net(county: County) -> Story:
    """A torn net on the quay: one side says that another sum was agreed. (running, contested, waits for the seal)"""
    yield county.days.work(2, "15:40")
    told, _oral = record(
        county, "mediator", county.body("gangtou"),
        "靠岸时船舷挂破了旁边船上的流刺网，两个船主在码头上争该赔多少。", "港头镇渔港码头二号泊位", "0603",
        [someone("蒲海生", mobile(93), "39", "渔港社区", "男"), someone("洪大潮", mobile(94), "44", "后澳村", "男")],
        [duty(0, 1, "补网的工料钱", yuan=500, due=county.days.ahead(6).isoformat())],
        county.days.work(2, "15:10"), key=WRONG,
    )  # fmt: skip
    yield county.days.work(1, "19:25")
    contest(told, 1, "当时说的是八百，不是五百，旁边的人都听见了。")


def kerb(county: County) -> Story:
    """Recorded and sealed by the head; the money comes at the end of the month. (running)"""
    yield county.days.work(5, "11:30")
    _told, oral = record(
        county, "mediator3", county.body("gangtou"),
        "电动车倒车时碰倒了路边的水果摊，梨滚了一地，压坏了一些。", "港头镇渔港路口", "0603",
        [someone("杭小雨", mobile(95), "26", "", "女"), someone("葛梨香", mobile(96), "55", "港头镇渔港社区", "女")],
        [duty(0, 1, "压坏的梨", yuan=160, due=county.days.ahead(9).isoformat())],
        county.days.work(5, "11:05"),
    )  # fmt: skip
    yield county.days.work(4, "09:20")
    seal(county, "head", oral)


def unfinished(county: County) -> Story:
    """The phone rang in the middle of it: a draft that waits for its mediator. (draft)"""
    yield county.days.minutes(50)
    story = {"dangers": ["none"], "story": "晒谷场上两家的谷子扫混了，分不清谁的。", "place": "上坪村晒谷场"}
    begin(county, "village", county.body("shangping"), story, county.days.minutes(70))


STORIES = (ducks, drain, net, kerb, unfinished)
