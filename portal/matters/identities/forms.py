"""Which document was seen."""

from typing import Any

from wtforms.validators import Length, Regexp, ValidationError

from portal.kernel.forms import Form, Needed, OptionsField, TextField, id_number
from portal.kernel.forms.checks import digits
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l
from portal.matters.identities.rules import DOCUMENTS
from portal.matters.words import DOCUMENTS as NAMES


class SeenForm(Form):
    """The kind of document and its last four characters; the whole number only for papers that need it."""

    document = OptionsField(_l("看了哪一种证件"), (), [Needed(_l("请选择看了哪一种证件。"))])
    tail = TextField(
        _l("证件号码末四位"),
        [
            Needed(_l("请输入证件号码的末四位。")),
            Regexp(r"[0-9A-Za-z]{4}$", message=_l("请输入证件号码的末四位，例如 123X。")),
        ],
    )

    number = TextField(_l("完整的证件号码"), [Length(max=30, message=_l("请写得短一些。"))])

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.document.choices = [(name, NAMES[name]) for name in DOCUMENTS[kind]]
        if kind != "natural":
            del self.number

    def validate_number(self, field: Any) -> None:
        """A right identity number of the very document whose last characters stand above."""
        if self.document.data == "id_card":
            id_number(self, field)
        field.data = digits(field.data)
        if field.data and not field.data.endswith((self.tail.data or "").upper()):
            raise ValidationError(_("完整的号码和末四位对不上，请核对。"))

    def whole(self) -> str:
        """The number, where one was asked for and typed."""
        return str(self.number.data or "") if "number" in self else ""
