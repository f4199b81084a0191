"""A code, or a file."""

from typing import Any

from flask_wtf.file import FileField
from wtforms.validators import ValidationError

from portal.documents.papers.rules import read_code
from portal.kernel.forms import Form, Needed, TextField
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l


class CodeForm(Form):
    """Asked with GET: the address of the answer can be kept and sent on."""

    code = TextField(_l("核验码"), [Needed(_l("请输入文书上的 12 位核验码。"))])

    def validate_code(self, field: Any) -> None:
        """The last sign tells a slip of the hand from a paper that does not exist."""
        if read_code(field.data or "") is None:
            raise ValidationError(_("核验码抄错了一位或少了一位，请对照文书再核对。"))


class FileForm(Form):
    """The PDF as it was received."""

    file = FileField(_l("收到的 PDF 文件"))

    def chosen(self) -> tuple[bytes, str] | None:
        """Bytes and name; a file that is missing or no PDF is refused beside the field."""
        upload = self.file.data
        if upload is None or not upload.filename:
            self.refuse("file", _("请选择文件。"))
            return None
        data = upload.read()
        if b"%PDF-" not in data[:1024]:
            self.refuse("file", _("这不是 PDF 文件。请选择收到的原文件，不要选照片或截图。"))
            return None
        return data, str(upload.filename)
