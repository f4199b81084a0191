"""Matters after the agreement: kept and thanked for, kept by halves, broken, before the court, put away."""

from portal.app.demo.acts.after import apply, archive, break_off, follow_up, rate, speak
from portal.app.demo.acts.consent import end
from portal.app.demo.acts.dispatch import shut
from portal.app.demo.acts.doors import Matters, at_counter, by_phone, handed_over
from portal.app.demo.acts.signing import (
    Promise,
    attest,
    draft,
    fill,
    freeze,
    post_copy,
    reword,
    seal,
    sign,
    sign_in_ink,
)
from portal.app.demo.acts.talks import open_caucus, open_joint, talk
from portal.app.demo.acts.team import (
    advises,
    bring_in,
    convene,
    plan,
    sign_note,
    states,
    talk_among_themselves,
    wants,
)
from portal.app.demo.county import County
from portal.app.demo.people import company, mobile, resident
from portal.app.demo.stories import words
from portal.app.demo.stories.roads import accepted, known
from portal.app.demo.telling import Story


def docker(county: County) -> Story:
    """Four days in the harbour without a fen: a police officer, a lawyer and a social worker are called in with both
    sides' consent, it is talked over in an evening, paid, thanked for. (a team; kept, closed, rated)"""
    yield county.days.work(13, "08:36")
    answers = {
        "story": "我在港头渔港干装卸，给顺风188扛鱼筐，连着干了四天，讲好一天二百六，四天一千零四十块。活干完船主翁大江"
        "就说下趟回来再结，电话也不接了。我是打零工的，没有合同，只有工友能作证。家里等着这钱买米。",
        "name": "谭阿土", "phone": mobile(42), "place": "港头镇渔港社区三号码头", "other_name": "翁大江",
        "other_phone": mobile(43), "channel": "sms", "hours": "晚上七点以后", "words": "", "shared": [],
    }  # fmt: skip
    told = at_counter(county, "clerk", answers)
    yield from accepted(told, 13, "0714", "gangtou", "mediator", 43, "按天结算的零工，没有劳动关系，作劳务报酬办。")
    yield county.days.work(11, "14:02")
    known(told, "mediator", 0, "1975-12-03", 73, "港头镇渔港社区三号码头棚屋", "码头装卸工")
    known(told, "mediator", 1, "1969-04-18", 55, "港头镇后澳村", "渔船船主")
    yield from _with_a_team(told, county)
    yield county.days.work(11, "19:30")
    open_joint(told, "mediator")
    bring_in(told, "mediator", "police")
    yield from talk(told, "mediator", county.days.work(11, "19:33"), words.DOCKER)
    yield county.days.work(10, "08:31")
    sign_note(told, "mediator", county.days.workday(11), "渔港工作室", *words.DOCKER_NOTE)
    yield county.days.work(10, "08:40")
    head = {
        "facts": "谭阿土在港头渔港为翁大江的渔船卸货四天，约定每天260元，共1040元没有支付。",
        "issues": "劳务报酬何时支付。",
        "responsibility": "翁大江承认欠付。",
    }
    draft(told, "mediator", head, (Promise("pay", 1, 0, "四天的装卸工钱", 1040, within=3, how="现金"),))
    yield county.days.work(10, "08:55")
    freeze(told, "mediator")
    yield from sign(told, 0, county.days.work(10, "19:12"))
    yield from sign(told, 1, county.days.work(10, "20:25"))
    yield county.days.work(9, "08:45")
    fill(told, "mediator")
    yield county.days.work(9, "09:10")
    seal(told, "head")
    yield county.days.work(8, "11:50")
    speak(told, 1, 0, "report", "今天上午在码头当面给的现金，一千零四十。")
    yield county.days.work(8, "19:20")
    speak(told, 0, 0, "confirm", "收到了，谢谢。")
    yield county.days.work(6, "20:10")
    rate(told, 0, "55555", "没花一分钱，几天就把工钱要回来了，还没伤和气。")
    yield county.days.work(5, "12:40")
    rate(told, 1, "44354", "话说得在理。就是要我跑了两趟手机验证码，麻烦。")


def _with_a_team(told: Matters, county: County) -> Story:
    """三官三师: three of the six posts, for that is what it needs."""
    convene(told, "mediator", *words.DOCKER_CALLS)
    for login, at in (("police", "14:20"), ("social", "14:31"), ("lawyer", "14:52")):
        yield county.days.work(11, at)
        states(told, login)
    for place, at in ((0, "15:10"), (1, "15:44")):
        yield county.days.work(11, at)
        wants(told, place, "police", "social", "lawyer")
    yield county.days.work(11, "16:05")
    plan(told, "mediator", words.DOCKER_PLAN)
    yield from talk_among_themselves(told, county.days.work(11, "16:12"), words.DOCKER_TEAM)
    yield county.days.work(11, "16:40")
    advises(told, "lawyer", words.DOCKER_LAW, shared_by="mediator")
    yield county.days.work(11, "16:51")
    advises(told, "social", words.DOCKER_NEED)


def workshop(county: County) -> Story:
    """School uniforms on instalments: one paid, one disputed, one late. (being kept, by halves)"""
    yield county.days.work(34, "10:00")
    told = handed_over(
        county, "clerk", "counter",
        "给青禾锦程服饰代工八百套校服，货交了，加工费两万四一分没付。对方说有四十套拉链不顺，要扣钱。",
        [resident("滕巧云", 44)], [company("青禾锦程服饰有限公司", 45, "郝锦程", "青禾县城关镇环城路58号")],
    )  # fmt: skip
    yield from accepted(told, 34, "0403", "chengguan", "mediator2", 45, "来料加工费结算。")
    yield county.days.work(29, "09:00")
    known(told, "mediator2", 0, "1981-07-22", 28, "城关镇东门社区裁缝弄2号", "服装加工户")
    head = {
        "facts": "滕巧云为青禾锦程服饰有限公司加工校服800套并已交货，加工费24000元未付；其中40套拉链需返修。",
        "issues": "加工费的支付；返修由谁负责。",
        "responsibility": "双方同意：加工费全额支付，返修由加工户完成。",
    }
    late = "逾期未付的，余款一次到期"
    parts = ((county.days.workday(22), 10000), (county.days.workday(9), 8000), (county.days.ahead(20), 6000))
    mending, due = "返修拉链不顺的四十套校服并送到公司仓库", county.days.workday(17)
    promises = (
        Promise("instalments", 1, 0, "加工费", how="银行转账", parts=parts, remedy=late),
        Promise("act", 0, 1, mending, by=due, place="青禾锦程服饰仓库"),
    )
    draft(told, "mediator2", head, promises)
    yield county.days.work(29, "09:40")
    freeze(told, "mediator2")
    yield from sign(told, 0, county.days.work(28, "19:00"))
    yield from sign(told, 1, county.days.work(27, "10:10"), seen_by="mediator2", tail="0317", drawn=False)
    yield county.days.work(27, "10:40")
    fill(told, "mediator2")
    yield county.days.work(27, "15:00")
    seal(told, "head2")
    yield county.days.work(22, "16:20")
    speak(told, 1, 0, "report", "第一期一万元已转。")
    yield county.days.work(22, "20:11")
    speak(told, 0, 0, "confirm", "到账了。")
    yield county.days.work(18, "17:40")
    speak(told, 0, 1, "report", "四十套全部返修好，送到仓库了。")
    yield county.days.work(17, "09:15")
    speak(told, 1, 1, "dispute", "点了只有三十七套，还差三套。")
    yield county.days.work(2, "10:30")
    speak(told, 1, 3, "report", "第三期提前付了，请确认；第二期这个月回款就付。")


def digger(county: County) -> Story:
    """The hire of a digger, promised and not paid. (broken)"""
    yield county.days.work(38, "15:15")
    told = handed_over(
        county, "clerk", "phone", "挖机租给他修鱼塘，说好月底结两万一，拖了三个月，人还在，就是不给。",
        [resident("岑大坤", 46)], [resident("麦国豪", 47)],
    )  # fmt: skip
    yield from accepted(told, 38, "0411", "shangping", "village", 47, "挖机租金。")
    yield county.days.work(33, "09:00")
    known(told, "village", 0, "1977-10-10", 33, "云岭乡上坪村31号", "机械出租户")
    known(told, "village", 1, "1988-01-26", 19, "港头镇后澳村", "养殖户")
    head = {"facts": "麦国豪租用岑大坤的挖掘机修鱼塘，租金21000元未付。", "issues": "租金何时付清。"}
    rent = Promise("pay", 1, 0, "挖掘机租金", 21000, by=county.days.workday(22), how="银行转账")
    draft(told, "village", head, (rent,), path="ink")
    yield county.days.work(33, "09:30")
    freeze(told, "village")
    yield county.days.work(32, "14:50")
    sign_in_ink(told, "village", "上坪村村委会", "village2")
    yield county.days.work(32, "15:05")
    attest(told, "village")
    yield county.days.work(16, "20:30")
    speak(told, 0, 0, "dispute", "过期十来天了，一分没付，说鱼还没卖。")
    yield county.days.work(14, "09:20")
    follow_up(told, "village", 0, "phone", "promised", "他说鱼月底起塘，起了就付。")
    yield county.days.work(5, "15:40")
    follow_up(told, "village", 0, "visit", "refused", "鱼已经卖了，说钱还了别人，先不给。")
    yield county.days.work(4, "10:00")
    break_off(told, "village")


def crossing(county: County) -> Story:
    """A motorcycle on a zebra crossing: agreed once the right leg was the left one, and before the court for
    confirmation. (confirmation applied; a version that was replaced)"""
    yield county.days.work(22, "09:40")
    told = handed_over(
        county, "clerk", "police",
        "交警中队转来：卞师傅骑摩托在斑马线碰伤放学接孩子的常女士，左小腿骨裂，治疗四十天。事故认定摩托全责。",
        [resident("常念慈", 48)], [resident("卞永福", 49)],
    )  # fmt: skip
    yield from accepted(told, 22, "0901", "traffic", "traffic", 49, "交通事故人身损害，责任已认定。")
    yield county.days.work(17, "09:00")
    known(told, "traffic", 0, "1989-03-15", 42, "城关镇书院社区", "小学教师")
    known(told, "traffic", 1, "1982-06-08", 59, "云岭乡竹坑村", "木工")
    head = {
        "facts": "卞永福驾驶摩托车在斑马线碰撞常念慈，致其左小腿骨裂，治疗四十日。卞永福负全部责任。",
        "issues": "医疗费、误工费、护理费和营养费。", "responsibility": "卞永福负全部责任。",
    }  # fmt: skip
    parts = ((county.days.workday(12), 6000), (county.days.ahead(14), 5000), (county.days.ahead(44), 5000))
    remedy = "任何一期逾期超过十日的，余款一次到期"
    promise = Promise("instalments", 1, 0, "医疗费、误工费、护理费和营养费", how="银行转账", parts=parts, remedy=remedy)
    draft(told, "traffic", {**head, "facts": head["facts"].replace("左小腿", "右小腿")}, (promise,))
    yield county.days.work(17, "09:30")
    freeze(told, "traffic")
    yield county.days.work(17, "10:05")
    reword(told, "traffic", head)
    yield from sign(told, 0, county.days.work(16, "19:40"))
    yield from sign(told, 1, county.days.work(16, "21:05"))
    yield county.days.work(15, "09:00")
    fill(told, "traffic")
    yield county.days.work(15, "10:30")
    seal(told, "head4")
    yield county.days.work(13, "15:10")
    speak(told, 1, 0, "report", "第一笔六千已转。")
    yield county.days.work(13, "18:00")
    speak(told, 0, 0, "confirm")
    yield county.days.work(9, "11:20")
    apply(told, 0)
    yield county.days.work(9, "19:05")
    apply(told, 1)


def path(county: County) -> Story:
    """A path between two houses, signed in the village on paper, long kept and put away. (archived)"""
    yield county.days.work(60, "09:30")
    told = handed_over(
        county, "grid", "grid",
        "网格员上报：竹坑村两家共走的巷道，一家要砌墙，另一家的三轮车出不来。砌了一半，两家天天对骂。",
        [resident("凌阿婆", 50, contact_channel="letter")], [resident("齐大庆", 51)],
    )  # fmt: skip
    yield from accepted(told, 60, "0204", "shangping", "village", 51, "共用巷道通行。")
    yield county.days.work(56, "09:00")
    known(told, "village", 0, "1951-09-09", 68, "云岭乡竹坑村3号", "务农")
    known(told, "village", 1, "1972-02-02", 71, "云岭乡竹坑村4号", "务农")
    open_joint(told, "village")
    yield from talk(told, "village", county.days.work(56, "09:03"), words.PATH)
    yield county.days.work(56, "10:10")
    head = {"facts": "双方共走的巷道被砌墙占去约一半，三轮车不能通行。", "issues": "墙是否拆除，巷道留多宽。"}
    promises = (
        Promise("act", 1, 0, "拆除巷道上砌了一半的墙，恢复一米八的宽度", within=5),
        Promise("refrain", 0, what="在巷道里堆放柴草农具"),
    )
    draft(told, "village", head, promises, path="ink")
    yield county.days.work(56, "10:30")
    freeze(told, "village")
    yield county.days.work(55, "09:20")
    sign_in_ink(told, "village", "竹坑村村委会", "village2")
    yield county.days.work(55, "09:40")
    attest(told, "village")
    yield county.days.work(54, "10:30")
    post_copy(told, "village2", 0, "XA 9900 0042 1 CN")
    yield county.days.work(51, "17:30")
    speak(told, 1, 0, "report", "墙拆了，砖都码到自家院里了。")
    yield county.days.work(51, "18:10")
    speak(told, 0, 0, "confirm", "三轮车过得去了。")
    yield county.days.work(41, "18:10")
    speak(told, 1, 1, "confirm", "这些天巷道里没有再堆东西。")
    yield county.days.work(40, "10:00")
    archive(told, "village2", "long", "协议书为纸质原件，按指印。")


def overtime(county: County) -> Story:
    """Overtime that nobody wrote down: talked over twice, on paper, unsigned. (ended without one, a void version)"""
    yield county.days.work(15, "09:05")
    answers = {
        "story": "在包装厂上班两年半，天天十一个钟头，一个月休两天，从来没有加班费。我有自己记的本子和门禁照片，"
        "厂里说我是计件，没有加班一说。",
        "name": "童立夏", "phone": mobile(52), "place": "城关镇环城路工业园", "other_name": "青禾恒达包装厂",
        "other_phone": mobile(53), "channel": "sms", "hours": "", "words": "", "shared": [],
    }  # fmt: skip
    told = by_phone(county, answers)
    yield from accepted(told, 15, "0703", "labour", "labour", 53, "加班费争议。")
    yield county.days.work(11, "14:30")
    open_joint(told, "labour")
    yield from talk(told, "labour", county.days.work(11, "14:33"), words.OVERTIME)
    yield county.days.work(7, "14:30")
    open_caucus(told, "labour", "a")
    yield from talk(told, "labour", county.days.work(7, "14:32"), words.OVERTIME_ALONE, "a")
    yield county.days.work(6, "09:30")
    head = {
        "facts": "童立夏在青禾恒达包装厂做包装工两年半，每天工作十一小时，厂方按计件付酬。",
        "issues": "是否补付加班费。",
    }
    pay = Promise("pay", 1, 0, "补付的加班费", 4200, by=county.days.ahead(10), how="银行转账")
    draft(told, "labour", head, (pay,))
    yield county.days.work(6, "09:50")
    freeze(told, "labour")
    yield county.days.work(5, "16:00")
    end(told, "labour", "no_agreement", "协议稿拿出来以后厂方不签；双方对计件是否计算加班分歧大。")


def gossip(county: County) -> Story:
    """Private pictures in a village group: shut to everybody at the wish of the one concerned. (restricted)"""
    yield county.days.minutes(95)
    answers = {
        "story": "有人把我的私人照片发到村里的大群里，还编了很难听的话。发的人已经道歉退群，我不想再追究，"
        "也请不要再让任何人看到这件事。",
        "name": "（应本人要求隐去）", "phone": "", "place": "", "other_name": "", "other_phone": "", "channel": "visit",
        "hours": "", "words": "", "shared": [],
    }  # fmt: skip
    told = by_phone(county, answers)
    yield county.days.minutes(35)
    shut(told, "dpo", "wish")


STORIES = (docker, workshop, digger, crossing, path, overtime, gossip)
