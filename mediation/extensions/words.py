"""What is told about a longer period: to everybody the same, and never who did not want it."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from mediation.cases.words import to_case
from portal.kernel.i18n import lazy as _l
from portal.matters.sentences import Sentence
from portal.matters.words import OUTSIDE
from portal.notices.kinds import Kind
from portal.notices.models import Notice

STATES: Mapping[str, tuple[str, Any]] = {
    "open": ("waiting", _l("等各方答复")),
    "granted": ("done", _l("已延长")),
    "refused": ("stopped", _l("没有都同意，期限不变")),
    "lapsed": ("stopped", _l("到期以前没有都签字，期限没有延长")),
    "withdrawn": ("stopped", _l("已收回，期限不变")),
}
ANSWERS: Mapping[str, tuple[str, Any]] = {
    "pending": ("waiting", _l("还没有答复")),
    "yes": ("done", _l("同意延长")),
    "no": ("stopped", _l("不同意")),
}
CHANNELS: Mapping[str, Any] = {"code": _l("本人用验证码签署"), "paper": _l("纸上签名")}


def to_extension(_notice: Notice) -> str:
    """The bell leads to the proposal, or to what became of it."""
    return url_for("my_extension.sign")


SENTENCES: dict[str, Any] = {
    "extension.proposed": Sentence(
        _l("调解员提议把调解期限延长到%(until)s，要各方在到期以前签字同意。"), kind="waiting"
    ),
    "extension.granted": Sentence(_l("各方都签字同意，调解期限延长到%(last)s。")),
    "extension.refused": Sentence(_l("没有都同意延长，调解期限不变，到%(last)s为止。"), kind="stopped"),
    "extension.lapsed": Sentence(_l("到%(last)s为止没有都签字，调解期限没有延长。"), kind="stopped"),
    "extension.withdrawn": Sentence(_l("延长期限的提议收回了，调解期限不变，到%(last)s为止。"), kind="stopped"),
}

KINDS = (
    Kind(
        "extension.proposed",
        page=_l("调解员提议把调解期限延长到%(until_on)s。同意还是不同意，请在%(last_on)s以前答复。"),
        outside=OUTSIDE,
        where=to_extension,
    ),
    Kind(
        "extension.granted",
        page=_l("各方都签字同意，调解期限延长到%(last_on)s。"),
        outside=OUTSIDE,
        where=to_extension,
    ),
    Kind(
        "extension.refused",
        page=_l("没有都同意延长。调解期限不变，到%(last_on)s为止；到时没有谈成，会告诉您其他途径。"),
        outside=OUTSIDE,
        where=to_extension,
    ),
    Kind(
        "extension.lapsed",
        page=_l("到%(last_on)s为止没有都签字，调解期限没有延长。调解员会告诉您接下来怎么办。"),
        outside=OUTSIDE,
        where=to_extension,
    ),
    Kind(
        "extension.withdrawn",
        page=_l("延长期限的提议收回了。调解期限不变，到%(last_on)s为止。"),
        outside=OUTSIDE,
        where=to_extension,
    ),
    Kind(
        "extension.recorded",
        page=_l("调解员替您记下了关于延长期限的答复。如果记得不对，请马上打电话更正。"),
        outside=OUTSIDE,
        where=to_extension,
    ),
    Kind("extension.to_approve", page=_l("%(code)s 提议延长调解期限，请调委会决定是否同意。"), where=to_case),
    Kind("extension.answered", page=_l("%(code)s 有一方答复了延长期限。"), where=to_case),
    Kind("extension.granted_file", page=_l("%(code)s 各方都同意，调解期限已经延长。"), where=to_case),
    Kind("extension.refused_file", page=_l("%(code)s 没有都同意延长，调解期限不变。"), where=to_case),
    Kind(
        "extension.lapsed_file",
        page=_l("%(code)s 的调解期限已经届满，没有延长。请终止调解，告知其他途径。"),
        where=to_case,
    ),
)
