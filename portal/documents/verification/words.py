"""What the public page says, one sentence for each case."""

from collections.abc import Mapping
from typing import Any

from portal.kernel.i18n import lazy as _l

STATUSES: Mapping[str, tuple[str, Any, Any]] = {
    "unsigned": ("waiting", _l("登记在册，尚未生效"), _l("这份文书的文字已经定稿，签署还没有完成，没有法律效力。")),
    "being_made": ("done", _l("登记在册，已经生效"), _l("最后一个签署已经完成，文书已经生效；带签名的文件正在生成。")),
    "in_force": ("done", _l("登记在册，现行有效版本"), _l("这份文书已经签署并盖章生效。")),
    "superseded": ("stopped", _l("登记在册，已被新版本取代"), _l("这个版本不再使用，请向制作单位索取新的版本。")),
    "voided": ("danger", _l("登记在册，已作废"), _l("这份文书已经作废，不要使用。")),
}
"""Status → shape (components/status.html), word, sentence."""

MATCHES: Mapping[str, Any] = {
    "final": _l("您的文件与登记的签署文件完全一致，一个字节都没有改动。"),
    "frozen": _l("您的文件是签署之前的定稿文本，内容与登记一致，但文件里没有签名。"),
}
