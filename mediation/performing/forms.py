"""What the mediator writes down about a late promise."""

from wtforms import BooleanField, TextAreaField
from wtforms.validators import Length, Optional

from mediation.performing.rules import FOUND, WAYS
from portal.kernel.forms import ActionForm, Needed, OptionsField, clean
from portal.kernel.i18n import lazy as _l


class FollowUpForm(ActionForm):
    """How it was asked, and what was found."""

    way = OptionsField(_l("怎样回访的？"), WAYS.items(), [Needed(_l("请选择怎样回访的。"))])
    found = OptionsField(_l("情况怎么样？"), FOUND.items(), [Needed(_l("请选择情况怎么样。"))])
    words = TextAreaField(_l("说明（只存卷）"), [Optional(), Length(max=500)], filters=(clean,))


class BreachForm(ActionForm):
    """Once more, in words."""

    sure = BooleanField(_l("我回访过，对方仍然没有做到"), [Needed(_l("请核对以后打勾。"))])
