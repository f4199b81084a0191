"""Why, and that the person was seen."""

from wtforms import BooleanField
from wtforms.validators import InputRequired

from portal.accounts.resets.rules import REASONS
from portal.kernel.forms import ActionForm, Needed, OptionsField
from portal.kernel.i18n import lazy as _l


class ResetForm(ActionForm):
    """The reason, and the statement that the holder is here."""

    reason = OptionsField(_l("为什么要停用？"), REASONS.items(), [Needed(_l("请选择原因。"))])
    present = BooleanField(
        _l("本人就在我面前，我看过工作证或身份证"), [InputRequired(_l("请先当面核对本人，不能凭电话或消息办理。"))]
    )
