"""What the holder of an account is told."""

from portal.accounts.resets.services import NOTICE
from portal.kernel.i18n import lazy as _l
from portal.notices.kinds import Kind

RESET = Kind(
    NOTICE,
    page=_l("您的动态码已由管理员在%(reset_at)s停用，下次登录要重新设置。不是您本人办的，请马上打中心电话。"),
    outside=_l("【一扇门】您账户的动态码已由管理员停用，下次登录要重新设置。不是您本人办的，请马上打 %(phone)s。"),
)
