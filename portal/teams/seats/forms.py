"""The statement, the advice, and a party's answer."""

from typing import Any

from wtforms import TextAreaField
from wtforms.validators import Length

from portal.kernel.forms import ActionForm, Needed, OptionsField, clean
from portal.kernel.i18n import lazy as _l
from portal.teams.seats.rules import ADVICE_MOST

FREE = "free"
STATEMENTS = (
    (FREE, _l("下面各条都没有，我可以公正地出主意")),
    ("not", _l("不便参加（有下面任何一条，或者别的原因，都不用说明是哪一条）")),
)
WISHES = (("yes", _l("愿意请这位来")), ("no", _l("不请这位来")))


class StateForm(ActionForm):
    """One question, one answer; no ground is asked for."""

    free = OptionsField(_l("您可以参加吗？"), STATEMENTS, [Needed(_l("请选择一项。"))])

    def stated(self) -> bool:
        """Whether they have no interest."""
        return bool(self.free.data == FREE)


class AdviseForm(ActionForm):
    """A note for the team and the mediator."""

    words = TextAreaField(_l("您的意见"), [Needed(_l("请先写下意见。")), Length(max=ADVICE_MOST)], filters=(clean,))


class WishForm(ActionForm):
    """A party's own wish about one person."""

    wish: Any = OptionsField(_l("您愿意请这位来吗？"), WISHES, [Needed(_l("请选择愿意或者不请。"))])
