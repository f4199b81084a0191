"""What stands on the cover of a file."""

from wtforms import TextAreaField
from wtforms.validators import Length, Optional

from portal.documents.volumes.rules import RETENTIONS
from portal.kernel.forms import ActionForm, Needed, OptionsField, clean
from portal.kernel.i18n import lazy as _l


class ArchiveForm(ActionForm):
    """How long it is kept, and what is to be said of the file itself."""

    retention = OptionsField(_l("保管期限"), RETENTIONS.items(), [Needed(_l("请选择保管期限。"))])
    note = TextAreaField(
        _l("卷宗情况说明（缺页、补件、封存等，没有可以不写）"), [Optional(), Length(max=500)], filters=(clean,)
    )
