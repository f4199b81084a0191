"""Handing over."""

from wtforms import TextAreaField
from wtforms.validators import Length

from portal.kernel.forms import ActionForm, Needed, TextField
from portal.kernel.i18n import lazy as _l


class TransferForm(ActionForm):
    """Which body has taken it, its phone, and a sentence for the person."""

    body = TextField(_l("转给哪个部门或机构"), [Needed(_l("请写部门或机构的名称。")), Length(max=120)])
    phone = TextField(_l("对方的联系电话"), [Needed(_l("请写能打通的电话，当事人要用。")), Length(max=40)])
    words = TextAreaField(
        _l("用当事人听得懂的话说明：他们会做什么、什么时候"),
        [Needed(_l("请写一两句话，让当事人知道接下来怎么办。")), Length(max=800)],
    )
