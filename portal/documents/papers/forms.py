"""What is asked about copies and seals."""

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField
from wtforms import PasswordField
from wtforms.validators import Length

from portal.documents.papers.words import WAYS
from portal.kernel.forms import ActionForm, Form, Needed, OptionsField, TextField
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l


class WayForm(ActionForm):
    """How somebody wants their copy."""

    way = OptionsField(_l("您想怎样拿到这份文书？"), (), [Needed(_l("请选择一种方式。"))])

    def __init__(self, *args: Any, ways: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.way.choices = [(way, WAYS[way]) for way in ways]


class CollectForm(ActionForm):
    """Who came for a copy on paper."""

    collected_by = TextField(
        _l("领取人姓名"), [Needed(_l("请填写来领取的人。")), Length(max=80, message=_l("请写得短一些。"))]
    )


class PostForm(ActionForm):
    """Under which number a copy on paper went out."""

    number = TextField(
        _l("挂号信或快递的单号"),
        [Needed(_l("请填写单号，本人和以后的人要凭它查。")), Length(max=80, message=_l("请写得短一些。"))],
    )


class _FileForm(Form):
    """One file, chosen or missing."""

    file = FileField(_l("文件"))

    def chosen(self) -> tuple[bytes, str] | None:
        """Bytes and name of the file; without one the form says so."""
        upload = self.file.data
        if upload is None or not upload.filename:
            self.refuse("file", _("请选择文件。"))
            return None
        return upload.read(), str(upload.filename)


class PictureForm(_FileForm):
    """The picture of the registered seal."""

    registration = TextField(
        _l("印章备案编号"), [Needed(_l("请填写印章的备案编号。")), Length(max=60, message=_l("请写得短一些。"))]
    )


class CertificateForm(_FileForm):
    """A certificate of a licensed authority."""

    licensed_by = TextField(
        _l("签发证书的电子认证服务机构"),
        [Needed(_l("请填写签发机构。")), Length(max=200, message=_l("请写得短一些。"))],
    )
    password = PasswordField(_l("证书文件的密码"), [Length(max=200)])
