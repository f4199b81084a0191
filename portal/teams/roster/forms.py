"""Who, and on which days."""

import uuid
from collections.abc import Sequence
from typing import Any

from portal.accounts.models import Account
from portal.kernel.forms import ActionForm, BoxesField, EditForm, Needed, OptionsField
from portal.kernel.i18n import lazy as _l
from portal.teams.roster.rules import WEEKDAYS


def _days() -> BoxesField:
    return BoxesField(_l("哪几天值班？"), choices=list(WEEKDAYS.items()), validators=[Needed(_l("请至少选一天。"))])


class EnterForm(ActionForm):
    """One of those who hold the role."""

    account = OptionsField(_l("谁来担任？"), (), [Needed(_l("请选择一个人。"))])
    weekdays = _days()

    def __init__(self, *args: Any, people: Sequence[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account.choices = [(one.id.hex, one.display_name) for one in people]

    def chosen(self) -> tuple[uuid.UUID, str]:
        """The account and the days."""
        return uuid.UUID(self.account.data), "".join(self.weekdays.data or ())


class DaysForm(EditForm):
    """Other days."""

    weekdays = _days()
