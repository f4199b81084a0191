"""What the mediator fills in."""

from datetime import date
from typing import Any

from wtforms import TextAreaField
from wtforms.validators import Length, ValidationError

from mediation.consents.forms import DayField
from mediation.pauses.rules import GROUNDS, day_fits, last_day
from mediation.pauses.services import Plan
from portal.kernel.forms import ActionForm, Needed, OptionsField, clean
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l
from portal.kernel.i18n import show_day

TODO_MAX = 500


class AdjournForm(ActionForm):
    """By which day, and what until then."""

    kind = "adjourned"
    until_on = DayField(_l("最晚哪一天继续"), [Needed(_l("请选最晚哪一天继续。"))])
    todo = TextAreaField(
        _l("到那时各方要做什么"),
        [Needed(_l("请写一句各方要做的事；没有，就写“等调解员通知”。")), Length(max=TODO_MAX)],
        filters=(clean,),
    )

    def __init__(self, *args: Any, today: date, limit: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.limit = today, limit

    def validate_until_on(self, field: Any) -> None:
        """From tomorrow on, within the legal period."""
        if field.data is None or not day_fits(self.kind, field.data, self.today, self.limit):
            latest = show_day(last_day(self.kind, self.today, self.limit))
            raise ValidationError(_("请选明天到%(day)s之间的一天。", day=latest))

    def plan(self) -> Plan:
        """As the service wants it."""
        assert self.until_on.data is not None
        return Plan(self.until_on.data, self.todo.data or "")


class SuspendForm(AdjournForm):
    """Why, until when it is looked at again, and what until then."""

    kind = "suspended"
    ground = OptionsField(
        _l("为什么中止？"), [(key, one.words) for key, one in GROUNDS.items()], [Needed(_l("请选择中止的原因。"))]
    )
    until_on = DayField(_l("最晚哪一天再看能不能恢复"), [Needed(_l("请选最晚哪一天再看。"))])
