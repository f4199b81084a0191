"""What the holder of an account is told."""

from collections.abc import Mapping
from typing import Any

from portal.accounts.resets.services import NOTICE
from portal.kernel.i18n import lazy as _l
from portal.notices.kinds import Kind

RESET = Kind(
    NOTICE,
    page=_l("您的动态码已由管理员在%(reset_at)s停用，下次登录要重新设置。不是您本人办的，请马上打中心电话。"),
    outside=_l("【一扇门】您账户的动态码已由管理员停用，下次登录要重新设置。不是您本人办的，请马上打 %(phone)s。"),
)

ACTS: Mapping[str, Any] = {
    "second_factor.begun": _l("开始设置动态码"),
    "second_factor.confirmed": _l("设置了动态码"),
    "second_factor.removed": _l("停用了动态码"),
    "second_factor.reset": _l("停用了动态码"),
    "account.renamed": _l("改了名字"),
    "account.password_changed": _l("换了密码"),
}
"""Acts of the record, where a page that shows an older state says what has happened since."""
