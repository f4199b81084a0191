"""Stepping back, asking for somebody else, naming, answering."""

import uuid
from typing import Any

from wtforms import TextAreaField
from wtforms.validators import Length, Optional

from mediation.replacements.queries import Offer
from mediation.replacements.rules import STEPPING
from portal.accounts.models import Account
from portal.kernel.forms import ActionForm, Needed, OptionsField, clean
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l

WORDS_MAX = 500
ANYBODY = "any"


class StepBackForm(ActionForm):
    """Why; the parties learn neither."""

    ground = OptionsField(
        _l("为什么不能继续办？"), [(key, one.words) for key, one in STEPPING.items()], [Needed(_l("请选择一项。"))]
    )
    words = TextAreaField(_l("要交代给接手的人的话（可以不写）"), [Optional(), Length(max=WORDS_MAX)], filters=(clean,))


class AskForm(ActionForm):
    """Somebody of the committee, or whomever it names; a reason only if one likes."""

    wished = OptionsField(_l("您希望谁来调解？"), (), [Needed(_l("请选择一项。"))])
    words = TextAreaField(_l("想说明的话（可以不写）"), [Optional(), Length(max=WORDS_MAX)], filters=(clean,))

    def __init__(self, *args: Any, people: list[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(one.id.hex, one.display_name) for one in people]
        self.wished.choices = [(ANYBODY, str(_l("由调委会指定一位"))), *named]

    def wish(self) -> uuid.UUID | None:
        """The account, or nobody in particular."""
        return None if self.wished.data == ANYBODY else uuid.UUID(self.wished.data)


class NameForm(ActionForm):
    """One of those who may take over."""

    mediator = OptionsField(_l("由谁接手？"), (), [Needed(_l("请选择一位调解员。"))])

    def __init__(self, *args: Any, offered: Offer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mediator.choices = [
            (f"{body.id.hex}:{one.id.hex}", _("%(name)s（%(body)s）", name=one.display_name, body=body.name()))
            for body, people in offered
            for one in people
        ]

    def chosen(self) -> tuple[uuid.UUID, uuid.UUID]:
        """Committee and mediator."""
        committee, mediator = self.mediator.data.split(":")
        return uuid.UUID(committee), uuid.UUID(mediator)


class KeepForm(ActionForm):
    """What the party reads."""

    reply = TextAreaField(
        _l("答复（只有提出请求的这一方看得到）"),
        [Needed(_l("请写一句为什么换不了。")), Length(max=WORDS_MAX)],
        filters=(clean,),
    )
