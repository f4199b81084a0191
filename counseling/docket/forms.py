"""Small acts of the docket."""

from wtforms import BooleanField

from counseling.consents.rules import GIVERS
from portal.kernel.forms import ActionForm, Needed, OptionsField
from portal.kernel.i18n import lazy as _l


class PaperForm(ActionForm):
    """Consent given on paper, in the counsellor's presence."""

    given_by = OptionsField(_l("谁在纸上签了名"), tuple(GIVERS.items()), [Needed(_l("请选择。"))])
    read = BooleanField(
        _l("已逐条念给本人听，本人表示明白并同意；签名的纸由本人带走一份"), [Needed(_l("请先逐条念给本人听。"))]
    )


class BeginForm(ActionForm):
    """Beginning a record, in an emergency also without consent."""

    emergency = BooleanField(_l("情况紧急，涉及生命安全，先记录（个人信息保护法第十三条第四项）"))
