"""Matters that have just come in: told at night on a phone, over the counter, in fear; some cannot be taken."""

from portal.app.demo.acts import pictures
from portal.app.demo.acts.dispatch import decline, transfer, triage
from portal.app.demo.acts.doors import answer_alarm, at_counter, by_phone, handed_over, leave_number
from portal.app.demo.county import County
from portal.app.demo.people import company, mobile, resident
from portal.app.demo.telling import Story


def leak(county: County) -> Story:
    """Water from above; filed a moment ago, nobody has looked yet. (registered)"""
    yield county.days.minutes(26)
    answers = {
        "story": "楼上漏水，把我家客厅的墙泡了，墙皮起泡、地板也翘了。找他三次都不理，第一次说晚上看看，"
        "第二次门都不开，昨天干脆说是我自己家的管子。我这边还有个刚满月的孩子，潮得一屋子霉味。",
        "name": "贝小鱼", "phone": mobile(1), "place": "城关镇书院社区云锦苑3幢402室",
        "other_name": "楼上502室的业主（姓骆）", "other_phone": "", "channel": "sms",
        "hours": "中午十二点半到两点", "words": "", "shared": [],
    }  # fmt: skip
    by_phone(county, answers, photo=pictures.water_stain())


def deposit(county: County) -> Story:
    """A tenant writes in English on a Sunday evening. (registered)"""
    yield county.days.ago(1, "20:41")
    answers = {
        "story": "I taught English here for two years and moved out at the end of last month. My landlord keeps the "
        "deposit of 3,600 yuan. First she said the cleaner had not come yet, now she says a scratch on the table "
        "costs more than the deposit. I have photos of the flat from the day I moved in, and I leave the county soon.",
        "name": "Thomas Ellerby", "phone": "", "place": "Flat 1206, Binhe Garden, Chengguan",
        "other_name": "Ms Cen (landlady)", "other_phone": mobile(3), "channel": "email",
        "email": "t.ellerby@example.com", "hours": "after 5 pm", "words": "", "shared": [],
    }  # fmt: skip
    by_phone(county, answers, locale="en")


def knife(county: County) -> Story:
    """Somebody in danger at this minute; the first on duty has not answered, the second was called. (alarm open)"""
    yield county.days.minutes(8)
    answers = {
        "story": "他喝了酒又打我，刚才拿着菜刀说今晚要弄死我，孩子吓得躲在床底下。我把自己反锁在厕所里，不敢出声。",
        "dangers": ["hurt_now", "threat", "child_hurt"],
        "name": "不方便说", "phone": mobile(4), "place": "港头镇渔港社区老冰厂后面那排平房", "other_name": "我丈夫",
        "other_phone": "", "channel": "none", "hours": "", "words": "只说羊奶到了，别让他听出来", "shared": ["shared"],
    }  # fmt: skip
    told = by_phone(county, answers)
    yield county.days.minutes(7)
    leave_number(told, mobile(4))


def petrol(county: County) -> Story:
    """An alarm at night that was answered within two minutes; next morning the police have it. (transferred)"""
    yield county.days.work(2, "22:47")
    answers = {
        "story": "我哥喝多了，拎着一桶汽油堵在我家门口，说宅基地不让给他就跟我们同归于尽，我爸妈都在屋里。",
        "dangers": ["threat"], "name": "尤建春", "phone": mobile(5), "place": "云岭乡竹坑村17号",
        "other_name": "尤建秋", "other_phone": mobile(6), "channel": "call", "hours": "随时", "words": "", "shared": [],
    }  # fmt: skip
    told = by_phone(county, answers)
    yield county.days.work(2, "22:49")
    note = "已请来电人先拨 110，并联系港头派出所值班室；民警 23:05 到场，汽油已收走，人已带离劝醒。"
    answer_alarm(told, "night", note)
    yield county.days.work(1, "08:52")
    reason = "先由公安机关处置现实危险，宅基地的事等情绪平稳后另行登记。"
    triage(told, "dispatcher", "1208", "R", dangers="threat", reason=reason)
    yield county.days.work(1, "09:20")
    words = "派出所今天上午就找您哥哥谈话，并给您一张报警回执。宅基地怎么分，等事情平稳了，您随时可以再来登记调解。"
    transfer(told, "dispatcher", "青禾县公安局港头派出所", "0900-7654110", words)


def lift(county: County) -> Story:
    """Owners who will not pay while the lift stands still; sorted, but nobody has it yet. (triaged)"""
    yield county.days.minutes(192)
    told = handed_over(
        county, "clerk", "hotline",
        "12345 转来：云锦苑六户业主反映，电梯坏了两个月没人修，物业还天天催物业费，说不交就停门禁卡。业主说修好就交，"
        "物业说钱不够才修不了。双方都在业主群里吵，希望有人坐下来把账对一对。",
        [resident("卓一凡", 7, address="城关镇书院社区云锦苑5幢")],
        [company("青禾安居物业服务有限公司", 8, "庞守成", "青禾县城关镇环城路66号")],
    )  # fmt: skip
    yield county.days.minutes(41)
    triage(told, "dispatcher", "0312", reason="六户共同反映，但诉求一致，先按物业费与服务质量办。")


def compensation(county: County) -> Story:
    """A quarrel with an authority is not for mediation; the way to review is named. (declined)"""
    yield county.days.work(6, "10:05")
    answers = {
        "story": "修环城路征了我家一亩二分地，征地补偿说是按片区价，比隔壁县低了一截，"
        "青苗费也少算了二十棵杨梅。我不服。",
        "name": "祝长庚", "phone": mobile(9), "place": "城关镇东门社区", "other_name": "镇政府征地办",
        "other_phone": "", "channel": "call", "hours": "上午", "words": "", "shared": [],
    }  # fmt: skip
    told = at_counter(county, "clerk", answers)
    yield county.days.work(6, "10:40")
    triage(told, "clerk", "0811", "R", reason="对征收补偿标准不服，属于行政争议。")
    yield county.days.work(6, "11:02")
    words = (
        "您对征地补偿标准不服，这是行政争议，人民调解委员会不能受理。请在知道补偿决定之日起六十日内申请行政复议；"
        "写申请有困难，可以到本中心二楼法律援助窗口，免费代书。"
    )
    decline(told, "clerk", "administrative", words)


def will(county: County) -> Story:
    """Somebody wants to know, not to quarrel: a question of law that the desk will hand on. (triaged, legal)"""
    yield county.days.minutes(74)
    answers = {
        "story": "老伴走了以后，我想立个遗嘱，把老房子留给一直照顾我的小女儿。怎么写才算数，要不要去公证，我都不懂，"
        "就想问问懂法律的人。",
        "name": "麻秀英", "phone": mobile(60), "place": "城关镇东门社区", "other_name": "", "other_phone": "",
        "channel": "call", "hours": "下午", "words": "", "shared": [],
    }  # fmt: skip
    told = at_counter(county, "clerk", answers)
    yield county.days.minutes(49)
    triage(told, "dispatcher", "0108", "L", reason="没有争议，是法律咨询，请公共法律服务窗口接着办。")


STORIES = (leak, will, deposit, knife, petrol, lift, compensation)
