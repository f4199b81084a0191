"""What people read when rooms open."""

from portal.kernel.i18n import lazy as _l
from portal.notices.kinds import Kind

OUTSIDE = _l("您好，这里是%(centre)s。您有一条新消息，请用案件编码 %(case_code)s 登录查看，或打电话 %(phone)s。")

KINDS = (
    Kind("room.joint_opened", page=_l("会议室开了，双方和调解员可以在里面谈。"), outside=OUTSIDE),
    Kind("room.caucus_opened", page=_l("调解员想单独和您谈，请打开“私谈”。"), outside=OUTSIDE),
)
