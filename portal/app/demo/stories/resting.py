"""People who come to talk: nobody outside counselling knows of them, and their names stand nowhere else."""

from datetime import timedelta

from counseling.cases.rules import Details
from counseling.records.rules import Content, Risk
from portal.app.demo.acts.quiet import book, come, keep_hours, settle, take_back, write
from portal.app.demo.county import County
from portal.app.demo.people import mobile
from portal.app.demo.telling import Story

HOUR = timedelta(hours=1)


def lantern(county: County) -> Story:
    """A mother who does not sleep: came twice, comes again."""
    yield county.days.work(15, "07:40")
    keep_hours(county)
    yield county.days.work(15, "21:30")
    caller = come(
        county,
        Details(
            band="adult", name="灯姐", phone=mobile(801), channel="phone", hours="上午送完孩子以后",
            words="只说是社区的",
            emergency_name="妹妹", emergency_phone=mobile(802),
            concern="孩子上学以后我整夜睡不着，总觉得自己什么都没做好。", wanted="想学着睡个整觉",
            past_care="no", past_harm="no",
        ),
    )  # fmt: skip
    first = book(caller, county.days.work(13, "09:00"))
    yield first
    settle(caller, "arrived")
    yield first + HOUR
    write(
        caller,
        Content(
            "本人", "失眠与自责", "说话轻，眼圈发青，愿意说", "倾听；一起记下睡前两小时做的事；练习呼吸",
            "每晚十点以后不看手机；下次带睡眠记录来",
            "您已经一个人撑了很久。先只做一件事：今晚十点把手机放到客厅。",
        ),
        Risk("none", {"ideation": "no"}, "", ()), "提到母亲时停了很久，下次慢慢问。",
    )  # fmt: skip
    yield county.days.work(8, "20:15")
    second = book(caller, county.days.work(5, "09:00"))
    yield second
    settle(caller, "arrived")
    yield second + HOUR
    write(
        caller,
        Content(
            "本人", "睡眠好转", "睡眠记录写了九天，有四晚睡足六小时", "肯定记录；讨论“够好的母亲”",
            "接着记；周末请妹妹带半天孩子",
            "四个整觉都是您自己睡出来的。休息半天不是偷懒。",
        ),
        Risk("none", {"ideation": "no"}, "", ()), "自责的话少了。",
    )  # fmt: skip
    yield county.days.work(1, "12:10")
    book(caller, county.days.now + timedelta(days=1))


def swing(county: County) -> Story:
    """Sixteen, booked alone at night; the parents must agree before the first talk."""
    yield county.days.work(2, "22:05")
    born = county.days.today.replace(year=county.days.today.year - 16, month=1, day=5)
    caller = come(
        county,
        Details(
            band="teen", name="秋千", channel="none", born_on=born.isoformat(),
            concern="考试一来就肚子疼，不想让同学知道。",
        ),
    )  # fmt: skip
    book(caller, county.days.now + timedelta(hours=3))


def moth(county: County) -> Story:
    """Wrote of danger, was shown the numbers first, came the next day; the supervisor sees a grade and no name."""
    yield county.days.work(4, "19:20")
    caller = come(
        county,
        Details(
            band="adult", name="飞蛾", phone=mobile(803), channel="phone", emergency_name="表哥",
            emergency_phone=mobile(804), concern="厂里裁员以后欠了一圈债，觉得活着没意思。", signs=("death",),
            in_words=True,
            past_harm="unsaid",
        ),
        ("supervision",),
    )  # fmt: skip
    start = book(caller, county.days.work(3, "08:00"))
    yield start
    settle(caller, "arrived")
    yield start + HOUR
    write(
        caller,
        Content(
            "本人", "失业后的绝望感", "坐下后哭了一阵，能约定", "一起写安全计划；当场和表哥通了电话",
            "每天晚上八点给表哥发一条消息；两天内再通电话",
            "您肯来，就是在往外走。安全计划请放在手机第一页，难受时先看它，再打 12356。",
        ),
        Risk(
            "medium", {"ideation": "clear", "plan": "no", "means": "no", "intent": "no", "past": "no"},
            "有明确的念头，没有计划和手段，能承诺求助。", ("plan", "hotline", "supervisor", "emergency_contact"),
        ),
        "债主名单先不问，等他自己说。",
    )  # fmt: skip
    yield start + 2 * HOUR
    book(caller, county.days.now + timedelta(hours=2))


def harbour(county: County) -> Story:
    """Did not come the first time, came the second, and then did not want to go on: nobody opens it any more."""
    yield county.days.work(12, "13:05")
    caller = come(county, Details(band="adult", name="老港", channel="none", concern="退休以后没人说话。"))
    start = book(caller, county.days.work(10, "08:00"))
    yield start + HOUR
    settle(caller, "missed")
    yield county.days.work(9, "18:40")
    again = book(caller, county.days.work(7, "08:00"))
    yield again
    settle(caller, "arrived")
    yield again + HOUR
    write(
        caller,
        Content(
            "本人", "退休后的冷清", "健谈", "陪伴；介绍社区棋社", "去一次棋社",
            "您的故事值得有人听，棋社周三下午都有人。",
        ),
        Risk("none", {}, "", ()), "",
    )  # fmt: skip
    yield county.days.work(3, "10:30")
    take_back(caller)


STORIES = (lantern, swing, moth, harbour)
