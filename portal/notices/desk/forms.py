"""What the desk writes down about a delivery."""

from wtforms.validators import Length

from portal.kernel.forms import Form, Needed, OptionsField, TextField
from portal.kernel.i18n import lazy as _l
from portal.notices.sentences import HOW_NAMES


class SettleForm(Form):
    """What was done, and a word about it."""

    how = OptionsField(
        _l("您做了什么？"), [(how, words) for how, words in HOW_NAMES.items()], [Needed(_l("请选一项。"))]
    )
    note = TextField(
        _l("备注"),
        [Length(max=200, message=_l("备注最多 200 个字。"))],
        description=_l("比如：什么时间打的电话、谁接的。不要写案情。"),
    )
