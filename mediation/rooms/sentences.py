"""What people read when rooms open."""

from portal.kernel.i18n import lazy as _l
from portal.matters.sentences import Sentence
from portal.matters.words import OUTSIDE
from portal.notices.kinds import Kind

SENTENCES = {"room.joint_opened": Sentence(_l("会议室开了，双方和调解员在里面谈。"), kind="doing")}
"""Of the joint room alone: that somebody is spoken with apart stands nowhere."""

KINDS = (
    Kind("room.joint_opened", page=_l("会议室开了，双方和调解员可以在里面谈。"), outside=OUTSIDE),
    Kind("room.caucus_opened", page=_l("调解员想单独和您谈，请打开“私谈”。"), outside=OUTSIDE),
)
