"""Raising an alarm by hand, and what was done about one."""

from typing import Any

from wtforms import TextAreaField
from wtforms.validators import Length

from portal.intake.danger.rules import KINDS, UNNAMED
from portal.kernel.forms import ActionForm, BoxesField, Needed, clean
from portal.kernel.i18n import lazy as _l
from portal.kernel.i18n import pick


class ReportForm(ActionForm):
    """What was done: a sentence for whoever reads later."""

    note = TextAreaField(
        _l("您做了什么"),
        [Needed(_l("请写一句您做了什么，例如“已电话联系，已报 110”。")), Length(max=500)],
    )


class WarnForm(ActionForm):
    """What was seen or told; one cross is enough, and nothing has to be written before help is called."""

    signs = BoxesField(_l("看到、听到的是哪一种？"), [Needed(_l("请至少选一种；说不准，就选最接近的。"))])
    words = TextAreaField(_l("一句话说明（可以不写）"), [Length(max=300)], filters=(clean,))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.signs.choices = [(key, pick(*names)) for key, names in KINDS.items() if key != UNNAMED]
