"""What people read when rooms open."""

from mediation.cases.words import to_case
from portal.kernel.i18n import lazy as _l
from portal.matters.sentences import Sentence
from portal.matters.words import OUTSIDE
from portal.notices.kinds import Kind

SENTENCES = {"room.joint_opened": Sentence(_l("会议室开了，双方和调解员可以在里面谈。"), kind="doing")}
"""Of the joint room alone: that somebody is spoken with apart stands nowhere."""

KINDS = (
    Kind("room.joint_opened", page=_l("会议室开了，双方和调解员可以在里面谈。"), outside=OUTSIDE),
    Kind(
        "room.danger",
        page=_l("%(code)s 有危险情形：会议室和双方到场的会已经取消，只能分别谈。请和值班人员联系。"),
        where=to_case,
        urgent=True,
    ),
    Kind(
        "room.worry",
        page=_l("%(code)s 会议室里有一句话像是危险的信号。请马上看一看；真有危险，点“有人有危险：马上报告”。"),
        where=to_case,
        urgent=True,
    ),
    Kind(
        "room.asked_who",
        page=_l("%(code)s 一方的密码经过窗口工作人员的手。请打电话或者当面问一问，是本人就点“是本人”，私谈才会打开。"),
        where=to_case,
    ),
    Kind("room.caucus_opened", page=_l("调解员想单独和您谈，请打开“私谈”。"), outside=OUTSIDE),
)
