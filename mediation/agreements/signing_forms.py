"""What those who sign, and staff who help them, fill in."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, DateTimeLocalField, HiddenField, PasswordField, TextAreaField
from wtforms.validators import InputRequired, Length

from mediation.agreements import strokes
from mediation.agreements.scanning import OnSheet
from mediation.agreements.signing import Written
from mediation.agreements.words import MARKS
from portal.documents.scans.reading import MOST_PAGES
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

    def __init__(self, *args: Any, signed: bool = False, **kwargs: Any) -> None:
        """Who has signed already may only take it back."""
        super().__init__(*args, **kwargs)
        if signed:
            self.way.choices = [("ink", _("撤回电子签名，我要在纸上签"))]


class CodeForm(ActionForm):
    """A one-time code."""

    code = TextField(_l("验证码"), [Needed(_l("请输入收到的 6 位验证码。")), Length(max=20)])


class _Signing(ActionForm):
    """A name, typed; or drawn where a script runs."""

    typed = TextField(_l("输入您的姓名作为签名"), [Length(max=200)])
    strokes = HiddenField()

    def begun(self) -> bool:
        """Whether anything is there to be carried to the next page; what is too much for a signature is not."""
        if len(self.strokes.data or "") > strokes.MOST_BYTES:
            self.strokes.data = ""
        return bool(self.strokes.data or self.typed.data)

    def written(self) -> Written | None:
        """How it was signed; the form says what is missing."""
        sent = self.strokes.data or ""
        if sent:
            try:
                return Written(drawing=strokes.read(sent))
            except strokes.NotASignature:
                self.strokes.data = ""
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
    """The seal; ``alone``: the names of those for whom only the mediator vouches."""

    asked = BooleanField()
    sure = BooleanField(_l("我已核对协议书和各方签名，同意加盖本会印章"), [InputRequired(_l("请先核对并勾选。"))])
    password = PasswordField(_l("登录密码"), [Needed(_l("请输入登录密码，确认是您本人。")), Length(max=128)])

    def __init__(self, *args: Any, alone: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not alone:
            del self.asked
            return
        names = _("、").join(alone)
        self.asked.label.text = _("我已用别的办法（见面、村居、单位）问过%(names)s本人，确认是本人签的", names=names)
        self.asked.validators = [InputRequired(_("请先问过本人并勾选。"))]


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


class ConfirmForm(ActionForm):
    """How a party came to know the words they agree to, without a screen."""

    way = OptionsField(
        _l("本人怎样知道全文内容"),
        (("paper", _l("本人自己在纸上读过全文")), ("aloud", _l("工作人员把全文读给本人听"))),
        [Needed(_l("请选择本人怎样知道全文内容。"))],
    )
    sure = BooleanField(
        _l("我当面问过本人：知道签的是这一版，同意全部内容，没有别的修改意见"),
        [InputRequired(_l("请先当面问过本人并勾选。"))],
    )


class AttestForm(ActionForm):
    """The scan and the statement of whoever compared it; what is printed on it only where no machine reads that."""

    file = MultipleFileField(_l("签好的协议书（扫描成一个 PDF，或者每一页拍一张清楚的照片）"))
    code = TextField(_l("纸上的核验码"), [Length(max=40)])
    digest = TextField(_l("纸上的文本指纹（前 8 位以上）"), [Length(max=100)])
    reason = TextField(_l("为什么扫描件上读不出二维码"), [Length(max=200, message=_l("请写得短一些，最多 200 个字。"))])
    sure = BooleanField(
        _l("我核对过：扫描件与纸质原件一致，签名、指印和印章齐全"), [InputRequired(_l("请先核对并勾选。"))]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_hand = any(self[name].data for name in ("code", "digest", "reason"))

    def typed(self) -> OnSheet | None:
        """What staff read off the sheet, if they did."""
        words = OnSheet(self.code.data or "", self.digest.data or "", self.reason.data or "")
        return words if self.by_hand else None

    def chosen(self) -> list[tuple[bytes, str]]:
        """Bytes and name of each; without a file, or with too many, the form says so."""
        uploads = [upload for upload in self.file.data or () if upload and upload.filename]
        if not uploads:
            self.refuse("file", _("请选择文件。"))
        elif len(uploads) > MOST_PAGES:
            self.refuse("file", _("一次最多 %(most)s 个文件，请改为扫描成一个 PDF。", most=MOST_PAGES))
            return []
        return [(upload.read(), str(upload.filename)) for upload in uploads]
