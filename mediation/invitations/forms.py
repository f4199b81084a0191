"""What the mediator checks before writing, and what the receiver is asked at the door."""

import re
from typing import Any

from wtforms import BooleanField
from wtforms.validators import Length, Optional, ValidationError

from mediation.consents.forms import DayField
from mediation.invitations.rules import CHANNELS, Contact, missing
from mediation.invitations.services import Guardian
from portal.kernel.forms import ActionForm, Form, Needed, OptionsField, TextField
from portal.kernel.forms.checks import digits
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l
from portal.matters.words import CHANNELS as CHANNEL_NAMES
from portal.people.persons.fields import EntityMixin

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
PHONE = re.compile(r"0?\d{7,12}")
LACKING = {
    "phone": _l("用这种方式联系，请填电话。"),
    "email": _l("用这种方式联系，请填电子邮箱。"),
    "address": _l("用这种方式联系，请填地址。"),
}


class InviteForm(ActionForm, EntityMixin):
    """Who is written to, and where; a minor's letter goes to the guardian (R-12), a body's to itself."""

    name = TextField(_l("对方的姓名或单位名称"), [Needed(_l("请填写姓名或名称。")), Length(max=120)])
    born_on = DayField(_l("出生日期"), [Optional()])
    guardian_name = TextField(_l("监护人姓名"), [Optional(), Length(max=120)])
    guardian_relation = TextField(_l("与对方的关系，例如“父亲”"), [Optional(), Length(max=40)])
    guardian_consents = BooleanField(_l("监护人同意为办理这件事使用孩子的必要信息（未满十四周岁必须）"))
    channel = OptionsField(
        _l("怎样送到"), [(key, CHANNEL_NAMES[key]) for key in CHANNELS], [Needed(_l("请选择怎样送到。"))]
    )
    phone = TextField(_l("电话"), [Optional(), Length(max=20)])
    email = TextField(_l("电子邮箱"), [Optional(), Length(max=120)])
    address = TextField(_l("地址"), [Optional(), Length(max=200)])
    safe = BooleanField(_l("已和申请人确认，现在联系对方不会带来危险"))

    def __init__(self, *args: Any, danger: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if danger:
            self.safe.validators = [Needed(_l("这件事有危险情形，请先与申请人确认能不能联系对方。"))]
        else:
            del self.safe

    def validate_phone(self, field: Any) -> None:
        """A mobile or a landline number."""
        field.data = digits(field.data).removeprefix("+86")
        if field.data and not PHONE.fullmatch(field.data):
            raise ValidationError(_("电话号码不对，请核对。"))

    def validate_email(self, field: Any) -> None:
        """Something that can be an address."""
        if field.data and not EMAIL.fullmatch(field.data):
            raise ValidationError(_("电子邮箱不对，请核对。"))

    def validate(self, extra_validators: Any = None) -> bool:
        """The chosen way needs its number or address; a guardian has a relation."""
        sound = bool(super().validate(extra_validators))
        lacking = missing(self.contact()) if self.channel.data in CHANNELS else None
        if lacking:
            self.refuse(lacking, str(LACKING[lacking]))
        if self.guardian_name.data and not self.guardian_relation.data:
            self.refuse("guardian_relation", _("请写监护人与对方的关系。"))
        if self.kind.data == "legal" and (self.guardian_name.data or self.born_on.data):
            self.refuse("kind", _("单位没有出生日期，也没有监护人，请核对对方是个人还是单位。"))
        return sound and not self.errors

    def contact(self) -> Contact:
        """Of whoever is written to."""
        return Contact(self.channel.data, self.phone.data or "", self.email.data or "", self.address.data or "")

    def guardian(self) -> Guardian | None:
        """The guardian to attach, if one was named."""
        if not self.guardian_name.data:
            return None
        return Guardian(self.guardian_name.data, self.guardian_relation.data or "", bool(self.guardian_consents.data))


class LinkForm(Form):
    """At the link: one's own name, and something only the receiver has."""

    name = TextField(_l("您的姓名（单位填名称）"), [Needed(_l("请填写您的姓名。")), Length(max=120)])
    digits = TextField(
        _l("手机号后四位，或者信上的 6 位密码"), [Needed(_l("请填手机号后四位，或者信上的 6 位密码。")), Length(max=20)]
    )


class CodeForm(Form):
    """The case code and the PIN of the letter."""

    code = TextField(_l("案件编码"), [Needed(_l("请输入信上的案件编码，以 ZZ 开头。")), Length(max=60)])
    pin = TextField(_l("信上的密码"), [Needed(_l("请输入信上的 6 位密码。")), Length(max=20)])

    def typed(self) -> tuple[str, str]:
        """Code and PIN as typed."""
        return self.code.data or "", self.pin.data or ""


class LetterForm(CodeForm):
    """Both, and one's own name."""

    name = TextField(_l("您的姓名（单位填名称）"), [Needed(_l("请填写您的姓名。")), Length(max=120)])
