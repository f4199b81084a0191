"""The questions of a filing in plain words, each small group once: for the steps and for the counter's one page."""

from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import HiddenField, TextAreaField
from wtforms.validators import Email, Length, Optional, ValidationError

from portal.intake.danger.rules import QUESTIONS
from portal.intake.filing.rules import PHOTOS_MAX, STORY_MAX, WISH_MAX
from portal.kernel.db import Db
from portal.kernel.forms import BoxesField, Needed, OptionsField, SelectField, TextField, clean, cn_mobile
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l
from portal.kernel.i18n import pick
from portal.matters.reaching import offered
from portal.matters.sensitive.forms import ShowsMixin
from portal.matters.words import RELATIONS, SAID_AGES
from portal.people.persons.fields import HEAD_NAMES, KIND_NAMES, credit_code
from portal.people.persons.rules import HEADS

CHANNELS = (
    ("sms", _l("发短信")),
    ("call", _l("打电话")),
    ("email", _l("发电子邮件")),
    ("letter", _l("寄信到我的住址")),
    ("none", _l("我自己来问，不要联系我")),
)
FOURTEEN = _l("请选择满没满十四岁。")


def danger_choices() -> list[tuple[str, str]]:
    """The five danger questions and 'none of these', in the person's language."""
    return [*((q.key, pick(q.zh, q.en)) for q in QUESTIONS), ("none", _("以上都没有"))]


class StoryMixin:
    """What happened."""

    story = TextAreaField(
        _l("发生了什么事？"),
        [Needed(_l("请用自己的话说说发生了什么事，一两句也可以。")), Length(max=STORY_MAX)],
        filters=[clean],
    )
    wish = TextAreaField(_l("您希望怎样解决？"), [Optional(), Length(max=WISH_MAX)], filters=[clean])


class SafetyMixin:
    """Is anybody in danger now?"""

    dangers = BoxesField(_l("现在有没有下面的情况？"), [Needed(_l("请选择，没有就选“以上都没有”。"))])

    def offer_dangers(self) -> None:
        """The questions in the language of this page."""
        self.dangers.choices = danger_choices()

    def validate_dangers(self, field: Any) -> None:
        """'None' and a yes cannot both be true."""
        if "none" in field.data and len(field.data) > 1:
            raise ValidationError(_("“以上都没有”不能和别的一起选，请核对。"))


class PeopleMixin:
    """Who and where."""

    name = TextField(_l("您怎么称呼"), [Needed(_l("请填写您的姓名。")), Length(max=60)])
    phone = TextField(_l("您的手机号"), [Optional(), cn_mobile])
    place = TextField(_l("事情发生在哪里"), [Optional(), Length(max=200)])
    other_name = TextField(_l("对方是谁"), [Optional(), Length(max=60)])
    other_phone = TextField(_l("对方的电话"), [Optional(), Length(max=20)])


class BodyMixin:
    """A body that asks: its code, who speaks for it by law, and the person who fills this in for it."""

    uscc = TextField(_l("统一社会信用代码"), [Optional(), Length(max=40), credit_code])
    legal_representative = TextField(_l("由谁代表（姓名）"), [Optional(), Length(max=80)])
    representative_title = SelectField(_l("以什么身份代表"), choices=list(HEAD_NAMES.items()), default=HEADS[0])
    contact_name = TextField(_l("您的姓名（填写人）"), [Needed(_l("请填写您自己的姓名，我们好找您。")), Length(max=80)])


class AgeMixin:
    """Is it a child's matter? Asked in plain words; an adult has nothing to answer."""

    minor = BoxesField(_l("满十八岁了吗？"))

    def offer_minor(self) -> None:
        """One box."""
        self.minor.choices = [("minor", _("还不满十八岁"))]


class GuardianMixin:
    """Which grown-up stands by the child; nobody at hand is an answer too."""

    age = OptionsField(_l("满十四岁了吗？"), SAID_AGES.items(), [Needed(FOURTEEN)])
    guardian_name = TextField(_l("监护人姓名"), [Length(max=60)])
    relation = SelectField(_l("监护人是当事人的什么人"), choices=[("", _l("请选择")), *RELATIONS.items()], default="")
    guardian_phone = TextField(_l("监护人的手机号"), [Optional(), cn_mobile])
    agrees = BoxesField(_l("监护人的同意"), [Optional()])

    def offer_agrees(self) -> None:
        """One box; the page shows the words of the purpose above it (个人信息保护法 art.31)."""
        self.agrees.choices = [("agrees", _("监护人本人在这里，看过上面的话，同意处理孩子的个人信息"))]

    def validate_guardian_name(self, field: Any) -> None:
        """A number or a relation alone leads nowhere."""
        if not field.data and (self.guardian_phone.data or self.relation.data or self.agrees.data):
            raise ValidationError(_("请填写监护人的姓名；现在没有监护人能帮忙，就把这几项都空着。"))

    def validate_relation(self, field: Any) -> None:
        """Whoever is named stands in some relation."""
        if self.guardian_name.data and not field.data:
            raise ValidationError(_("请选择监护人是当事人的什么人。"))


class ContactMixin:
    """How may we reach you without harm?"""

    channel = OptionsField(_l("我们怎样联系您最稳妥？"), CHANNELS, [Needed(_l("请选择一种联系方式。"))])
    email = TextField(_l("电子邮箱"), [Optional(), Email(_l("邮箱格式不对，请核对，例如 name@example.com。"))])
    address = TextField(_l("收信的地址"), [Optional(), Length(max=200)])
    hours = TextField(_l("什么时间联系方便"), [Optional(), Length(max=60)])
    shared = BoxesField(_l("别人会看您的手机或信件吗？"), [Optional()])
    words = TextField(_l("联系您时要注意什么"), [Optional(), Length(max=80)])

    def offer_channels(self, db: Db) -> None:
        """Only what this house does: where nothing sends messages to phones, somebody calls."""
        self.channel.choices = offered(db, CHANNELS)

    def offer_shared(self) -> None:
        """One box."""
        self.shared.choices = [("shared", _("别人可能会看到或接到"))]


class PhotosMixin(ShowsMixin):
    """Photos or papers, if there are any, and what they show.

    Nothing is taken in before that is answered, and no browser keeps a chosen file on a page that comes back:
    ``again`` remembers that there was one, so that nobody goes on without it unawares.
    """

    photos = MultipleFileField(_l("照片或材料"))
    again = HiddenField()
    without = BoxesField(_l("刚才选的文件没有收下"), [Optional()])

    def offer_without(self) -> None:
        """One box."""
        self.without.choices = [("without", _("不交照片和材料了"))]

    def validate_photos(self, field: Any) -> None:
        """Not more than a phone can send at once; chosen once, then chosen again or left out on purpose."""
        if self.chosen():
            self.again.data = "yes"
        elif self.again.data and not self.without.data:
            raise ValidationError(_("刚才选的文件没有收下，请再选一次；不交了，请选“不交照片和材料了”。"))
        if len(self.chosen()) > PHOTOS_MAX:
            raise ValidationError(_("一次最多选 %(n)s 个文件，其余的以后还可以补交。", n=PHOTOS_MAX))

    def chosen(self) -> list[Any]:
        """The files that were chosen, unread."""
        return [one for one in self.photos.data or () if getattr(one, "filename", "")]

    def uploads(self) -> list[tuple[bytes, str]]:
        """Bytes and name of each."""
        return [(one.read(), str(one.filename)) for one in self.chosen()]


class OtherBodyMixin:
    """The other side, where it is a body: what the clerk can look up at once; the rest is filled in later."""

    other_kind = OptionsField(_l("对方是个人还是单位"), KIND_NAMES.items(), default="natural")
    other_uscc = TextField(_l("对方的统一社会信用代码"), [Length(max=40), credit_code])
    other_legal_representative = TextField(_l("对方由谁代表（姓名）"), [Length(max=80)])

    def others_body(self) -> dict[str, Any]:
        """Only of a body."""
        is_body = self.other_kind.data == "legal"
        fields = (self.other_uscc, self.other_legal_representative)
        return {field.name: field.data if is_body else None for field in fields}
