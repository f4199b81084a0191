"""Matters on their way to two free wills: interests stated, letters written, yes, no, and time to think."""

from datetime import date

from mediation.invitations.rules import Contact
from mediation.invitations.services import Guardian
from portal.app.demo.acts.changes import call_off
from portal.app.demo.acts.consent import come_in, invite, reply, write_down
from portal.app.demo.acts.dispatch import assign, declare, triage
from portal.app.demo.acts.doors import at_counter, bring_guardian, by_phone, handed_over
from portal.app.demo.acts.talks import book
from portal.app.demo.county import County
from portal.app.demo.people import id_number, mobile, resident
from portal.app.demo.telling import Story


def litchi(county: County) -> Story:
    """Branches over a courtyard; the village mediator has it on the desk and has not said yet. (assigned)"""
    yield county.days.work(2, "11:20")
    told = handed_over(
        county, "grid", "grid",
        "网格员上报：上坪村冉家的荔枝树枝伸过院墙，落叶落果堵了下家的天沟，今年台风天雨水倒灌进屋。下家说要锯，"
        "冉家说那是爷爷种的树，谁锯跟谁急。两家六十年的邻居，就为这几根树枝，清明都不打招呼了。",
        [resident("巫水妹", 10, address="云岭乡上坪村23号", contact_channel="visit")],
        [resident("冉老栓", 11, address="云岭乡上坪村24号", contact_channel="visit")],
        wish="把过墙的枝修掉，树留着，以后还能一起吃荔枝。",
    )  # fmt: skip
    yield county.days.work(1, "10:15")
    triage(told, "dispatcher", "0210", reason="村里事，村调委会熟悉，按树枝越界办。")
    yield county.days.work(1, "10:18")
    assign(told, "shangping", "village")


def cousin(county: County) -> Story:
    """A loan; the first mediator is the debtor's cousin and says so, one of another town writes to him. (returned)"""
    yield county.days.work(5, "21:16")
    answers = {
        "story": "去年三月借给老同学邬大力四万块周转，写了欠条，说好年底还。到现在一分没还，微信不回，电话不接，"
        "听说上个月刚换了新车。欠条和转账记录我都留着。我不想闹上法院，同学一场，他哪怕分几次还也行。",
        "name": "倪素心", "phone": mobile(12), "place": "城关镇东门街", "other_name": "邬大力",
        "other_phone": mobile(13), "channel": "sms", "hours": "晚上", "words": "", "shared": [],
    }  # fmt: skip
    told = by_phone(county, answers)
    yield county.days.work(4, "09:12")
    triage(told, "dispatcher", "0401", reason="有欠条，借款事实清楚。")
    yield county.days.work(4, "09:15")
    assign(told, "chengguan", "mediator2")
    yield county.days.work(4, "14:50")
    declare(told, "mediator2", "party")
    yield county.days.work(3, "08:47")
    assign(told, "gangtou", "mediator")
    yield county.days.work(3, "10:22")
    declare(told, "mediator")
    yield county.days.work(2, "09:05")
    invite(told, "mediator", 1, Contact("sms", phone=mobile(13)))


def ducks(county: County) -> Story:
    """Ducks in a shrimp pond; the neighbour asked for some days to think. (consent pending)"""
    yield county.days.work(6, "14:48")
    answers = {
        "story": "后澳村巴家养了三百多只鸭子，隔三岔五钻过篱笆跑进我的虾塘，一次吃掉多少虾苗数都数不清。说了他几回，"
        "他说鸭子又不认字。上礼拜鸭子一搅，一口塘缺氧翻了肚，少说也有八百斤。",
        "name": "滕海生", "phone": mobile(14), "place": "港头镇后澳村东塘", "other_name": "巴文贵",
        "other_phone": mobile(15), "channel": "call", "hours": "涨潮前后别打", "words": "", "shared": [],
    }  # fmt: skip
    told = at_counter(county, "clerk", answers)
    yield county.days.work(6, "15:30")
    triage(told, "clerk", "0213", reason="鸭群越界吃虾苗，按畜禽与种养越界办。")
    yield county.days.work(6, "15:33")
    assign(told, "gangtou", "mediator")
    yield county.days.work(5, "08:55")
    declare(told, "mediator")
    yield county.days.work(5, "19:25")
    reply(told, 0, "yes")
    yield county.days.work(3, "09:40")
    invite(told, "mediator", 1, Contact("sms", phone=mobile(15)))
    yield county.days.after(3, "12:30")
    come_in(told, 1)
    yield county.days.after(3, "12:36")
    reply(told, 1, "later", days=5)


def loudspeaker(county: County) -> Story:
    """Insults over a square dance; the other side says no, and nobody learns why. (ended by refusal)"""
    yield county.days.work(11, "16:31")
    told = handed_over(
        county, "night", "phone",
        "书院社区广场，跳舞的和下棋的为音箱大小吵了起来，我被当众骂了十几分钟，全社区都看笑话。我要她当面赔个不是。",
        [resident("柏如兰", 16, address="城关镇书院社区")], [resident("佟春燕", 17, address="城关镇书院社区")],
    )  # fmt: skip
    yield county.days.work(10, "09:20")
    triage(told, "clerk", "0211", reason="为广场音箱口角，未动手。")
    yield county.days.work(10, "09:25")
    assign(told, "chengguan", "mediator2")
    yield county.days.work(10, "15:12")
    declare(told, "mediator2")
    yield county.days.work(10, "15:40")
    reply(told, 0, "yes")
    yield county.days.work(9, "10:08")
    invite(told, "mediator2", 1, Contact("sms", phone=mobile(17)))
    yield county.days.after(9, "20:02")
    come_in(told, 1)
    yield county.days.after(9, "20:07")
    reply(told, 1, "no", reason="话赶话而已，我不认为自己错了，没有什么好调解的。")


def cages(county: County) -> Story:
    """Three partners and their fish cages: one will not talk, the others agree anew and go on. (accepted)"""
    yield county.days.work(6, "09:50")
    told = handed_over(
        county, "clerk", "counter",
        "我们四个人合伙在外湾养了十二口网箱的黄鱼，散伙两年了，账一直没清。我出了十八万，只退回来六万。管账的说亏了，"
        "可是卖鱼的单子谁也没见过。求个明白账，该多少是多少。",
        [resident("贺四海", 18, address="港头镇渔港社区")],
        [
            resident("庄渔火", 19, address="港头镇渔港社区"),
            resident("骆帆", 20, address="港头镇后澳村"),
            resident("邝大潮", 21, address="港头镇后澳村"),
        ],
    )  # fmt: skip
    yield county.days.work(6, "11:20")
    triage(told, "dispatcher", "0408", reason="四人合伙散伙算账。")
    yield county.days.work(6, "11:24")
    assign(told, "gangtou", "mediator")
    yield county.days.work(5, "08:44")
    declare(told, "mediator")
    for place, at in ((1, "09:02"), (2, "09:06"), (3, "09:11")):
        yield county.days.work(5, at)
        invite(told, "mediator", place, Contact("sms", phone=mobile(18 + place)))
    yield county.days.work(4, "12:40")
    reply(told, 0, "yes", public=True)
    yield county.days.work(4, "15:20")
    write_down(told, "mediator", 1, "yes")
    yield county.days.work(3, "16:05")
    write_down(told, "mediator", 3, "no", reason="他说账是庄渔火管的，和他不相干，不愿意来。")
    for place, day, at in ((0, 2, "18:30"), (1, 2, "19:15"), (2, 1, "10:30")):
        yield county.days.work(day, at)
        write_down(told, "mediator", place, "yes")


def playground(county: County) -> Story:
    """Two boys, a slide, a broken tooth: a mother at the counter, a father at the door; a school trip undoes the date.
    (preparing)"""
    yield county.days.work(7, "17:02")
    child = resident("施小北", 22, id_number=id_number(date(county.days.today.year - 11, 3, 9), 15))
    other = resident("盖天宇", 23, id_number=id_number(date(county.days.today.year - 12, 6, 21), 33))
    told = handed_over(
        county, "clerk", "counter",
        "孩子课间在滑梯上被同学从后面推了一下，门牙磕断半颗。牙医说要等到十八岁才能做冠，先补后养，前后要花不少。"
        "学校说是孩子闹着玩，对方家长说没人看见。我就想把医药费说清楚，别影响两个孩子上学。",
        [child], [other],
    )  # fmt: skip
    yield county.days.work(7, "17:08")
    bring_guardian(told, "clerk", 0, resident("施岚", 22), "母亲")
    yield county.days.work(6, "09:30")
    triage(told, "dispatcher", "0610", reason="学生之间在校受伤。")
    yield county.days.work(6, "09:36")
    assign(told, "chengguan", "mediator2")
    yield county.days.work(5, "10:00")
    declare(told, "mediator2")
    yield county.days.work(5, "10:25")
    invite(told, "mediator2", 1, Contact("sms", phone=mobile(23)), guardian=Guardian("盖建军", "父亲", consents=True))
    yield county.days.work(4, "19:40")
    reply(told, 0, "yes")
    yield county.days.after(4, "12:15")
    come_in(told, 1)
    yield county.days.after(4, "12:24")
    reply(told, 1, "yes")
    yield county.days.work(2, "09:00")
    book(told, "mediator2", 5, 60)
    yield county.days.work(1, "08:50")
    call_off(told, "mediator2")


STORIES = (litchi, cousin, ducks, loudspeaker, cages, playground)
