"""What is told when a mediator has stated whether they have an interest."""

from typing import Any

from flask import url_for

from mediation.conflicts.rules import GROUNDS
from portal.kernel.i18n import lazy as _l
from portal.matters.sentences import Next, Sentence
from portal.notices.kinds import Kind
from portal.notices.models import Notice


def to_matter(notice: Notice) -> str:
    """The dispatcher's bell leads to the matter, to assign it anew."""
    return url_for("matters.show", matter_id=notice.matter_id)


SENTENCES: dict[str, Any] = {
    "mediation.declared": Sentence(_l("调解员%(mediator)s确认与各方没有利害关系，正在联系各方。")),
    "mediation.given_back": Sentence(_l("这位调解员不便承办，正在换一位。")),
    "next.replies": Next(_l("调解员联系另一方，征求各方是否愿意调解。"), whole_day=True),
    **{
        f"mediation.conflict.{key}": Sentence(
            _l("调解员说明有利害关系，退回重新分派：%(ground)s。", ground=ground.words)
        )
        for key, ground in GROUNDS.items()
    },
}  # fmt: skip

KINDS = (Kind("mediation.conflict", page=_l("%(code)s 的调解员有利害关系，已退回，请重新分派。"), where=to_matter),)
