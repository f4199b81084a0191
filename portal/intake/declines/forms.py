"""Declining."""

from wtforms import TextAreaField
from wtforms.validators import Length

from portal.intake.declines.rules import GROUNDS
from portal.kernel.forms import ActionForm, Needed, OptionsField
from portal.kernel.i18n import lazy as _l


class DeclineForm(ActionForm):
    """The ground and a sentence the applicant can understand."""

    ground = OptionsField(
        _l("不予受理的理由"), [(key, ground.words) for key, ground in GROUNDS.items()], [Needed(_l("请选择一条理由。"))]
    )
    words = TextAreaField(
        _l("用当事人听得懂的话说明"), [Needed(_l("请写一两句话，让当事人知道为什么。")), Length(max=800)]
    )
