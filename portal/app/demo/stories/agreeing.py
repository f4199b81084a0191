"""Matters on their way into writing: a draft with open ends, a signature that is still missing, a seal of yesterday."""

from portal.app.demo.acts.consent import complete
from portal.app.demo.acts.doors import at_counter, hand_out_key, handed_over
from portal.app.demo.acts.signing import Promise, attest, draft, fill, freeze, seal, sign, sign_in_ink
from portal.app.demo.acts.talks import open_joint, talk
from portal.app.demo.county import County
from portal.app.demo.people import company, credit_code, mobile, resident
from portal.app.demo.stories import words
from portal.app.demo.stories.roads import accepted, known
from portal.app.demo.telling import Story


def lessons(county: County) -> Story:
    """Dancing lessons that nobody gives any more: the draft still says "soon". (drafting)"""
    yield county.days.work(6, "10:20")
    told = handed_over(
        county, "clerk", "counter",
        "给女儿报了两年的舞蹈班，一次交了九千八，上了不到四个月，老师走光了，课一停再停。要求退剩下的课时费，店长让等总部，"
        "等了六个星期。",
        [resident("谷雨晴", 34, address="城关镇书院社区")],
        [company("青禾飞扬艺术培训有限公司", 35, "薛舞阳", "青禾县城关镇环城路12号")],
    )  # fmt: skip
    yield from accepted(told, 6, "1006", "chengguan", "mediator2", 35, "培训班停课退费。")
    yield county.days.work(2, "15:00")
    open_joint(told, "mediator2")
    yield from talk(told, "mediator2", county.days.work(2, "15:03"), words.LESSONS)
    yield county.days.work(1, "16:20")
    head = {
        "facts": "谷雨晴为女儿购买舞蹈课程96课时，支付9800元，已上31课时。培训机构因师资变动停课。",
        "issues": "剩余65课时的费用是否退还、退多少、何时退。",
    }
    promises = (
        Promise("pay", 1, 0, "剩余课时费", 5200, by=county.days.ahead(18), how="银行转账"),
        Promise("act", 1, 0, "尽快把女儿的演出服和考级证书还给家长", within=7),
    )
    draft(told, "mediator2", head, promises)


def waitress(county: County) -> Story:
    """Two months of wages; the restaurant has signed, the waitress reads on. (signing, waiting for one)"""
    yield county.days.work(6, "09:26")
    answers = {
        "story": "我在聚福酒楼端盘子，干到上个月底，两个月工资一共七千六没有发。老板说生意不好等旺季，"
        "我说我孩子等着交学费，他就把我移出群了。",
        "name": "甄小麦", "phone": mobile(36), "place": "城关镇环城路聚福酒楼", "other_name": "青禾聚福酒楼有限公司",
        "other_kind": "legal", "other_uscc": credit_code(37), "other_legal_representative": "席掌勺",
        "other_phone": mobile(37), "channel": "sms", "hours": "下午三点以后", "words": "", "shared": [],
    }  # fmt: skip
    told = at_counter(county, "night", answers)
    yield from accepted(told, 6, "0702", "labour", "labour", 37, "拖欠饭店员工工资。")
    yield county.days.work(4, "14:40")
    known(told, "labour", 0, "1994-08-17", 24, "城关镇东门社区5号", "饭店服务员")
    complete(told, "labour", 1, address="青禾县城关镇环城路30号", representative_post="总经理", contact_name="账房小席")
    open_joint(told, "labour")
    yield from talk(told, "labour", county.days.work(4, "14:43"), words.WAITRESS)
    yield county.days.work(3, "09:10")
    head = {
        "facts": "甄小麦在青禾聚福酒楼有限公司做服务员，最后两个月的工资共7600元没有发放，双方对数额没有争议。",
        "issues": "拖欠的工资何时付清。",
        "responsibility": "用人单位承认拖欠，同意一次付清。",
        "way": "银行转账",
    }
    late = "逾期未付的，每逾期一日另付应付款项的千分之一"
    promise = Promise("pay", 1, 0, "拖欠的两个月工资", 7600, by=county.days.ahead(12), how="银行转账", remedy=late)
    draft(told, "labour", head, (promise,))
    yield county.days.work(3, "09:42")
    freeze(told, "labour")
    yield from sign(told, 1, county.days.work(2, "10:30"), seen_by="labour", tail="207X", drawn=False)
    hand_out_key(told, 0, "甄小麦：协议书等她读、确认、签名 · a waitress whose agreement waits for her signature")


def support(county: County) -> Story:
    """What a father pays for his daughter may only be signed in ink. (ink path, in force)"""
    yield county.days.work(14, "15:40")
    told = handed_over(
        county, "clerk", "counter",
        "离婚三年了，女儿跟我。判的时候说好他每月给抚养费八百，头一年给了，后来有一月没一月。孩子上初中开销大了，想重新说定，"
        "也想说好周末怎么接。",
        [resident("阎书宁", 38)], [resident("仲远航", 39)],
    )  # fmt: skip
    yield from accepted(told, 14, "0104", "chengguan", "mediator2", 39, "抚养费与探望一并说定。")
    yield county.days.work(9, "09:00")
    known(told, "mediator2", 0, "1986-02-11", 46, "城关镇书院社区云锦苑2幢", "药店营业员")
    known(told, "mediator2", 1, "1984-11-30", 51, "港头镇渔港社区", "货车司机")
    open_joint(told, "mediator2")
    yield from talk(told, "mediator2", county.days.work(9, "09:04"), words.SUPPORT)
    yield county.days.work(9, "10:30")
    head = {
        "facts": "双方离婚后女儿随母亲生活。父亲近两年没有按月支付抚养费。",
        "issues": "抚养费的数额、支付的日子；接送的办法。",
    }
    monthly = tuple((county.days.ahead(8 + 30 * month), 1200) for month in range(4))
    late = "逾期的，从下一期起一并补足"
    weekends = "父亲每月第二个、第四个星期六上午九时接女儿，当日下午六时前送回；不便时提前一天告知。"
    promises = (
        Promise("instalments", 1, 0, "女儿的抚养费", how="银行转账", parts=monthly, remedy=late),
        Promise("other", 1, what=weekends),
    )
    draft(told, "mediator2", head, promises, path="ink")
    yield county.days.work(9, "10:50")
    freeze(told, "mediator2")
    yield county.days.work(8, "15:30")
    sign_in_ink(told, "mediator2", "书院社区居委会", "head2")
    yield county.days.work(8, "16:05")
    attest(told, "mediator2")


def bumper(county: County) -> Story:
    """A bumper and three days without a van: signed by all, sealed on the last working day. (in force)"""
    yield county.days.work(6, "09:12")
    told = handed_over(
        county, "clerk", "police",
        "交警中队转来：环城路口追尾，房师傅的面包车撞上吉家送菜车，后保险杠和左尾灯坏了，送菜停了三天。责任清楚，只差钱。",
        [resident("吉开顺", 40)], [resident("房驰", 41)],
    )  # fmt: skip
    yield from accepted(told, 6, "0902", "traffic", "traffic", 41, "追尾，仅财产损失，责任已认定。")
    yield county.days.work(3, "15:00")
    known(told, "traffic", 0, "1979-05-04", 37, "城关镇东门社区菜市场8号", "个体菜贩")
    known(told, "traffic", 1, "1991-09-23", 11, "云岭乡上坪村6号", "司机")
    head = {
        "facts": "房驰驾车追尾吉开顺的送菜车，后者后保险杠、左尾灯损坏，停运三日。房驰负全部责任。",
        "issues": "修车费与停运损失。",
        "responsibility": "房驰负全部责任。",
    }
    draft(told, "traffic", head, (Promise("pay", 1, 0, "修车费和停运损失", 1860, within=5, how="微信转账"),))
    yield county.days.work(3, "15:20")
    freeze(told, "traffic")
    yield from sign(told, 0, county.days.work(2, "18:10"))
    yield from sign(told, 1, county.days.work(2, "20:02"), drawn=False)
    yield county.days.work(1, "08:50")
    fill(told, "traffic")
    yield county.days.work(1, "16:44")
    seal(told, "head4")


STORIES = (lessons, waitress, support, bumper)
