"""What was done about an alarm."""

from wtforms import TextAreaField
from wtforms.validators import Length

from portal.kernel.forms import ActionForm, Needed
from portal.kernel.i18n import lazy as _l


class ReportForm(ActionForm):
    """What was done: a sentence for whoever reads later."""

    note = TextAreaField(
        _l("您做了什么"),
        [Needed(_l("请写一句您做了什么，例如“已电话联系，已报 110”。")), Length(max=500)],
    )
