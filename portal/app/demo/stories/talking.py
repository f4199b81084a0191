"""Matters that are talked over: booked, in the middle of it, broken off for the day, waiting for an expert."""

from mediation.invitations.rules import Contact
from portal.app.demo.acts.changes import ask_code, lengthen, name, say_yes, step_back
from portal.app.demo.acts.consent import come_in, invite, join, reply, write_down
from portal.app.demo.acts.dispatch import assign, declare, triage
from portal.app.demo.acts.doors import at_counter, by_phone, hand_out_key, handed_over
from portal.app.demo.acts.talks import adjourn, book, open_caucus, open_joint, suspend, talk, waive
from portal.app.demo.county import County
from portal.app.demo.people import company, mobile, resident
from portal.app.demo.stories import words
from portal.app.demo.telling import Story


def guesthouse(county: County) -> Story:
    """Two travellers and a guesthouse; they write in English, the first mediator is needed at home, another takes over
    and the meeting is next week. (scheduled)"""
    yield county.days.work(7, "19:12")
    answers = {
        "story": "We booked two nights at a guesthouse by the harbour for our anniversary and paid 1,160 yuan in "
        "advance. Because of the storm warning the ferry did not run and we could not come. The owner will not give "
        "anything back and says the weather is not her problem. We are still in the city until the end of the month.",
        "name": "Maren Solberg", "phone": "", "place": "Haifeng Guesthouse, Gangtou", "other_name": "Feng Xiaohai",
        "other_phone": mobile(25), "channel": "email", "email": "maren.solberg@example.com", "hours": "", "words": "",
        "shared": [],
    }  # fmt: skip
    told = by_phone(county, answers, locale="en")
    yield county.days.work(6, "09:10")
    triage(told, "dispatcher", "1012", reason="民宿预订退款。")
    yield county.days.work(6, "09:14")
    assign(told, "gangtou", "mediator")
    yield county.days.work(6, "14:40")
    declare(told, "mediator")
    yield county.days.work(5, "09:20")
    invite(told, "mediator", 1, Contact("sms", phone=mobile(25)))
    yield county.days.work(5, "19:10")
    reply(told, 0, "yes")
    yield county.days.after(5, "20:31")
    come_in(told, 1)
    yield county.days.after(5, "20:38")
    reply(told, 1, "yes")
    yield county.days.work(3, "09:05")
    step_back(told, "mediator", "unable", "家里老人住院，要陪半个月。两位客人只看得懂英文，写信要附英文。")
    yield county.days.work(3, "10:40")
    name(told, "head", "gangtou", "mediator3")
    yield county.days.work(2, "08:55")
    declare(told, "mediator3")
    yield county.days.work(1, "10:05")
    book(told, "mediator3", 5, 60)


def scooter(county: County) -> Story:
    """A scooter and an old man's wrist; the delivery firm joins later, and all waive the notice,
    because the plaster comes off soon. (scheduled)"""
    yield county.days.work(6, "10:32")
    told = handed_over(
        county, "clerk", "police",
        "交警中队转来：外卖骑手许小飞骑电动车在东门街拐角碰倒过马路的莫老伯，右手腕骨裂。事故认定骑手主责、老人次责。"
        "双方对医药费没意见，对误工、护理和以后要不要再复查说不拢。",
        [resident("莫伯年", 26, address="城关镇东门社区", contact_channel="call")],
        [resident("许小飞", 27, address="城关镇书院社区")],
    )  # fmt: skip
    yield county.days.work(6, "11:01")
    triage(told, "clerk", "0904", reason="电动车与行人事故，责任已认定。")
    yield county.days.work(6, "11:05")
    assign(told, "traffic", "traffic")
    yield county.days.work(5, "09:00")
    declare(told, "traffic")
    yield county.days.work(5, "09:30")
    invite(told, "traffic", 1, Contact("sms", phone=mobile(27)))
    yield county.days.work(5, "15:20")
    write_down(told, "traffic", 0, "yes", "counter")
    yield county.days.after(5, "22:08")
    come_in(told, 1)
    yield county.days.after(5, "22:15")
    reply(told, 1, "yes")
    yield county.days.work(3, "09:40")
    join(told, "traffic", company("青禾同城配送服务有限公司", 55, "万顺达", "青禾县城关镇环城路41号"))
    yield county.days.work(3, "10:00")
    invite(told, "traffic", 2, Contact("sms", phone=mobile(55)))
    yield county.days.work(3, "16:20")
    come_in(told, 2)
    yield county.days.work(3, "16:31")
    reply(told, 2, "yes")
    yield county.days.work(2, "18:00")
    waive(told, 0, 1, 2)
    yield county.days.work(1, "09:25")
    book(told, "traffic", 3, 90, nth=1)


def nets(county: County) -> Story:
    """A propeller in the stake nets: the liveliest room of the county, and a word with each side. (in session)"""
    yield county.days.work(6, "08:58")
    answers = {
        "story": "前些天夜里，青渔207从我们定置网区穿过去，螺旋桨绞了我三张网、两副锚，浮标全割断了。雷达记录上时间、"
        "船号都对得上。找船老大许阿海，他说黑灯瞎火没看见，又说我网放出界了。三张网是新做的，正是大潮汛，"
        "停一天就少一天的鱼。",
        "name": "蔡水生", "phone": mobile(28), "place": "港头镇渔港社区", "other_name": "许阿海",
        "other_phone": mobile(29), "channel": "sms", "hours": "下午收网以后", "words": "", "shared": [],
    }  # fmt: skip
    told = at_counter(county, "clerk", answers)
    yield county.days.work(6, "09:31")
    triage(told, "dispatcher", "0603", reason="夜航绞坏网具，按财物损坏赔偿办，双方都愿意坐下来谈。")
    yield county.days.work(6, "09:33")
    assign(told, "gangtou", "mediator")
    yield county.days.work(6, "10:40")
    declare(told, "mediator")
    yield county.days.work(5, "08:40")
    invite(told, "mediator", 1, Contact("sms", phone=mobile(29)))
    yield county.days.work(5, "19:05")
    reply(told, 0, "yes")
    yield county.days.after(5, "19:44")
    come_in(told, 1)
    yield county.days.after(5, "19:52")
    reply(told, 1, "yes")
    yield county.days.work(1, "15:00")
    open_joint(told, "mediator")
    yield from talk(told, "mediator", county.days.work(1, "15:02"), words.NETS)
    yield county.days.work(1, "15:41")
    open_caucus(told, "mediator", "b")
    yield from talk(told, "mediator", county.days.work(1, "15:43"), words.NETS_OWNER_OF_BOAT, "b")
    yield county.days.work(1, "16:04")
    open_caucus(told, "mediator", "a")
    yield from talk(told, "mediator", county.days.work(1, "16:06"), words.NETS_OWNER_OF_NETS, "a")
    yield from talk(told, "mediator", county.days.work(1, "16:28"), words.NETS_AGAIN)
    hand_out_key(told, 0, "蔡水生：渔网被绞的渔民，会议室和私谈都开着 · a fisherman, in talks in the joint room")


def builder(county: County) -> Story:
    """A house half built; they will measure the walls together before they talk on, and are asked for
    two weeks more. (adjourned)"""
    yield county.days.work(6, "09:40")
    told = handed_over(
        county, "clerk", "counter",
        "我家在竹坑村盖两层楼，包给同乡甘师傅，讲好一平方三百八的工钱。二楼浇到一半停了，他说我改了楼梯要加钱，我说墙砌歪了"
        "要返工。钢筋露在外面快两个月，再来几场雨就全锈了。",
        [resident("项春生", 30, address="云岭乡竹坑村9号")], [resident("甘守田", 31, address="云岭乡上坪村")],
    )  # fmt: skip
    yield county.days.work(6, "10:30")
    triage(told, "dispatcher", "0310", reason="农村自建房包工，工钱和质量。")
    yield county.days.work(6, "10:33")
    assign(told, "shangping", "village")
    yield county.days.work(5, "08:50")
    declare(told, "village")
    yield county.days.work(5, "09:15")
    invite(told, "village", 1, Contact("call", phone=mobile(31)))
    yield county.days.work(4, "17:00")
    write_down(told, "village", 0, "yes", "counter")
    yield county.days.work(4, "17:40")
    write_down(told, "village", 1, "yes")
    yield county.days.work(3, "14:40")
    open_joint(told, "village")
    yield from talk(told, "village", county.days.work(3, "14:42"), words.BUILDER)
    yield county.days.work(3, "15:30")
    adjourn(told, "village", county.days.ahead(3), "甘师傅把两面墙的尺寸量好，项春生把改楼梯那天的微信找出来，一起看。")
    yield county.days.work(2, "09:20")
    lengthen(told, "village", 14, "建管站的师傅要下月才排得上来吊线，量好了再谈更实在。")
    yield county.days.after(2, "12:44")
    ask_code(told, 0)
    yield county.days.after(2, "12:46")
    say_yes(told, 0)


def operation(county: County) -> Story:
    """A hospital and a patient wait for the medical association's appraisal. (suspended)"""
    yield county.days.work(16, "10:10")
    told = handed_over(
        county, "clerk", "counter",
        "我母亲在县二院做胆囊手术，术后第三天发热，转到市里才查出胆管受伤，又开了一刀，前后住院四十一天。医院说是常见并发症，"
        "我们认为手术有过错。家里人商量过了，不闹，走正规的路，请人公正地看一看。",
        [resident("梁静姝", 32, address="城关镇书院社区")],
        [company("青禾县第二医院", 33, "纪安康", "青禾县城关镇杏林巷8号")],
        wish="弄清楚有没有过错，把后面的治疗费说好。",
    )  # fmt: skip
    yield county.days.work(16, "11:10")
    triage(told, "dispatcher", "0907", reason="医疗损害责任，双方同意先鉴定。")
    yield county.days.work(16, "11:12")
    assign(told, "medical", "medical")
    yield county.days.work(15, "09:00")
    declare(told, "medical")
    yield county.days.work(15, "09:40")
    invite(told, "medical", 1, Contact("sms", phone=mobile(33)))
    yield county.days.work(14, "10:30")
    reply(told, 0, "yes")
    yield county.days.work(13, "15:30")
    write_down(told, "medical", 1, "yes")
    yield county.days.work(10, "09:30")
    open_joint(told, "medical")
    yield from talk(told, "medical", county.days.work(10, "09:32"), words.OPERATION)
    yield county.days.work(10, "10:20")
    todo = "双方把病历、片子交给医学会；鉴定费先由医院垫付，结果出来再说由谁承担。"
    suspend(told, "medical", "appraisal", county.days.ahead(40), todo)


STORIES = (guesthouse, scooter, nets, builder, operation)
