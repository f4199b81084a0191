"""What those who sign, and staff who help them, fill in."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_wtf.file import FileField
from wtforms import BooleanField, DateTimeLocalField, HiddenField, PasswordField, TextAreaField
from wtforms.validators import InputRequired, Length, Regexp

from mediation.agreements import strokes
from mediation.agreements.signing import Written
from mediation.agreements.words import IDENTITY, MARKS
from portal.kernel.forms import ActionForm, Needed, OptionsField, TextField, clean
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l


class ChangeForm(ActionForm):
    """What somebody wants changed."""

    words = TextAreaField(
        _l("您想怎样改？"),
        [Needed(_l("请写下想改的地方。")), Length(max=2000, message=_l("请写得短一些，最多 2000 个字。"))],
        filters=(clean,),
    )


class ElectronicForm(ActionForm):
    """The agreement to sign electronically (电子签名法 art.3)."""

    way = OptionsField(
        _l("您想怎样签？"),
        (("electronic", _l("同意用电子签名，在手机或电脑上签")), ("ink", _l("不用电子签名，我想在纸上签"))),
        [Needed(_l("请选择一种签法。"))],
    )


class CodeForm(ActionForm):
    """A one-time code."""

    code = TextField(_l("验证码"), [Needed(_l("请输入收到的 6 位验证码。")), Length(max=20)])


class _Signing(ActionForm):
    """A name, typed; or drawn where a script runs."""

    typed = TextField(_l("输入您的姓名作为签名"), [Length(max=200)])
    strokes = HiddenField()

    def written(self) -> Written | None:
        """How it was signed; the form says what is missing."""
        sent = self.strokes.data or ""
        if sent:
            try:
                return Written(drawing=strokes.read(sent))
            except strokes.NotASignature:
                self.refuse("typed", _("签名太短或没有画完整，请重新签，或者输入姓名。"))
                return None
        if not self.typed.data:
            self.refuse("typed", _("请签名：在框里手写，或者输入姓名。"))
            return None
        return Written(typed=self.typed.data)


class SignForm(_Signing):
    """A party's signature with its code."""

    code = TextField(_l("验证码"), [Needed(_l("请输入收到的 6 位验证码。")), Length(max=20)])


class StaffSignForm(_Signing):
    """The mediator's or recorder's signature with their password."""

    password = PasswordField(_l("登录密码"), [Needed(_l("请输入登录密码，确认是您本人。")), Length(max=128)])


class SealForm(ActionForm):
    """The seal."""

    sure = BooleanField(_l("我已核对协议书和各方签名，同意加盖本会印章"), [InputRequired(_l("请先核对并勾选。"))])
    password = PasswordField(_l("登录密码"), [Needed(_l("请输入登录密码，确认是您本人。")), Length(max=128)])


class IdentityForm(ActionForm):
    """Staff saw a document."""

    method = OptionsField(_l("怎样核对的"), (), [Needed(_l("请选择怎样核对的。"))])
    tail = TextField(
        _l("证件号码的末四位"), [Regexp(r"^[0-9]{3}[0-9Xx]$", message=_l("请填证件号码的末四位，例如 123X。"))]
    )

    def __init__(self, *args: Any, methods: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.method.choices = [(method, IDENTITY[method]) for method in methods]


class InkForm(ActionForm):
    """One mark that was made by hand."""

    mark = OptionsField(_l("怎样签的"), (), [Needed(_l("请选择怎样签的。"))])
    at = DateTimeLocalField(_l("什么时候签的"), [InputRequired(_l("请填写签署的日期和时间。"))])
    witness = TextField(_l("在场见证的人"), [Needed(_l("请填写在场见证的人。")), Length(max=80)])

    def __init__(self, *args: Any, marks: Sequence[str], data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, data=data, **kwargs)
        self.mark.choices = [(mark, MARKS[mark]) for mark in marks]

    def instant(self, zone: str) -> datetime:
        """On the wall clock of the centre."""
        assert self.at.data is not None
        return self.at.data.replace(tzinfo=ZoneInfo(zone))


class AttestForm(ActionForm):
    """The scan, what is printed on it, and the statement of whoever compared it."""

    file = FileField(_l("签好的协议书（扫描成一个 PDF，或拍一张清楚的照片）"))
    code = TextField(
        _l("纸上的核验码"), [Needed(_l("请输入纸上二维码下面的核验码，或者扫码得到的网址。")), Length(max=300)]
    )
    digest = TextField(
        _l("纸上的文本指纹（前 8 位以上）"), [Needed(_l("请输入纸上印的文本指纹的前 8 位。")), Length(max=100)]
    )
    sure = BooleanField(
        _l("我核对过：扫描件与纸质原件一致，签名、指印和印章齐全"), [InputRequired(_l("请先核对并勾选。"))]
    )

    def chosen(self) -> tuple[bytes, str] | None:
        """Bytes and name; without a file the form says so."""
        upload = self.file.data
        if upload is None or not upload.filename:
            self.refuse("file", _("请选择文件。"))
            return None
        return upload.read(), str(upload.filename)
