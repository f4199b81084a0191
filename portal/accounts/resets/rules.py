"""Why a second factor may be taken away."""

from collections.abc import Mapping
from typing import Any

from portal.kernel.i18n import lazy as _l

REASONS: Mapping[str, Any] = {
    "lost": _l("手机丢了，备用码也找不到"),
    "broken": _l("手机坏了，备用码也找不到"),
    "stolen": _l("手机被偷，或者怀疑别人能看到动态码"),
    "number": _l("换了手机，原来的应用没有带过来"),
}
"""The chosen one goes into the record."""
