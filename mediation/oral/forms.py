"""What is asked of the mediator on the spot, first half: safety and what happened; who they are."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import FieldList, FormField, TextAreaField, TimeField
from wtforms.validators import Length, Optional, ValidationError

from mediation.consents.forms import DayField
from mediation.oral.rules import BACK, MOST_PARTIES, STORY_MAX, NotAnAge, accord_fits, age_of
from portal.documents.agreement import find_unmasked
from portal.intake.filing.questions import danger_choices
from portal.kernel.forms import (
    ActionForm,
    BoxesField,
    Needed,
    OptionsField,
    PartForm,
    SelectField,
    TextField,
    clean,
    cn_mobile,
)
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l
from portal.matters.words import CHANNELS, GENDERS
from portal.people.persons.fields import KIND_NAMES

SHORTER = _l("请写得短一些。")


def whole_numbers(_form: Any, field: Any) -> None:
    """No phone or identity number in full where the other side reads it."""
    if find_unmasked(field.data or ""):
        raise ValidationError(_("这里写的各方都看得到：请不要写完整的电话、身份证或者银行卡号码。"))


class HappenedForm(ActionForm):
    """Danger first; then what it was about, where, and when they agreed."""

    dangers = BoxesField(_l("现在有没有下面的情况？"), [Needed(_l("请先确认；没有就选“以上都没有”。"))])
    story = TextAreaField(
        _l("为了什么事？"),
        [Needed(_l("请用一两句话写下为了什么事。")), Length(max=STORY_MAX, message=SHORTER)],
        filters=[clean],
    )
    place = TextField(_l("在哪里"), [Needed(_l("请写下在哪里，到村到组就行。")), Length(max=200, message=SHORTER)])
    agreed_on = DayField(_l("哪一天谈成的"), [Needed(_l("请选哪一天谈成的。"))])
    agreed_time = TimeField(_l("几点谈成的"), [Needed(_l("请填几点谈成的，例如 14:30。"))])

    def __init__(self, *args: Any, now: datetime, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.zone = now, ZoneInfo(zone)
        self.dangers.choices = danger_choices()

    def validate_dangers(self, field: Any) -> None:
        """'None' and a yes cannot both be true."""
        if "none" in field.data and len(field.data) > 1:
            raise ValidationError(_("“以上都没有”不能和别的一起选，请核对。"))

    def validate_agreed_time(self, field: Any) -> None:
        """Not in the future, a few days back at most (R-02: from this moment it binds)."""
        if self.agreed_on.data is None or field.data is None:
            return
        today = self.now.astimezone(self.zone).date()
        match accord_fits(self._agreed(), self.now, (today - self.agreed_on.data).days):
            case "future":
                raise ValidationError(_("这个时间还没有到，请核对哪一天、几点谈成的。"))
            case "long_ago":
                raise ValidationError(_("当场调解要在谈成后 %(n)s 天以内登记；更早的请按普通程序登记。", n=BACK.days))

    def _agreed(self) -> datetime:
        day: Any = self.agreed_on.data
        at: Any = self.agreed_time.data
        return datetime.combine(day, at, self.zone)

    def validate_story(self, field: Any) -> None:
        """Both sides read it on the sheet."""
        whole_numbers(self, field)

    def validate_place(self, field: Any) -> None:
        """The same."""
        whole_numbers(self, field)

    def answers(self) -> dict[str, Any]:
        """As they are kept."""
        told = {name: self[name].data for name in ("dangers", "story", "place")}
        agreed = self._agreed()
        return {**told, "agreed": agreed.isoformat(), "agreed_on": agreed.date().isoformat()}


class PartyForm(PartForm):
    """One party: the name, and what is known besides."""

    name = TextField(_l("姓名或名称"), [Length(max=60, message=SHORTER)])
    kind = SelectField(_l("个人还是单位"), choices=list(KIND_NAMES.items()), default="natural")
    phone = TextField(_l("手机号"), [Optional(), cn_mobile])
    channel = SelectField(_l("以后怎样联系"), default="sms")
    gender = SelectField(_l("性别"))
    age = TextField(_l("年龄或出生日期"), [Optional(), Length(max=20, message=SHORTER)])
    address = TextField(_l("住址"), [Optional(), Length(max=120, message=SHORTER)])
    head = TextField(_l("单位由谁代表"), [Optional(), Length(max=60, message=SHORTER)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gender.choices = [("", _("没有登记")), *((key, str(word)) for key, word in GENDERS.items())]
        self.channel.choices = [(key, str(CHANNELS[key])) for key in ("sms", "call", "none")]


class PeopleForm(ActionForm):
    """Two parties or more, all of them grown up."""

    parties = FieldList(FormField(PartyForm), min_entries=MOST_PARTIES, max_entries=MOST_PARTIES)
    adults = OptionsField(
        _l("都满十八岁了吗？"),
        (("yes", _l("各方都满十八岁")), ("no", _l("有人不满十八岁"))),
        [Needed(_l("请选择是不是都满十八岁。"))],
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def validate_parties(self, field: Any) -> None:
        """The first two are needed; each of the others may stay empty."""
        for number, entry in enumerate(field.entries):
            form = entry.form
            if not form.name.data and (number < 2 or form.phone.data or form.address.data):
                form.name.errors = [_("请填写姓名或名称。")]
            form.age.errors = [*form.age.errors, *self._wrong_age(form)]
        names = [entry.form.name.data for entry in field.entries if entry.form.name.data]
        if len(set(names)) < len(names):
            raise ValidationError(_("有两个人写得一样。同名的，请在后面写明，例如“李明（弟）”。"))
        if any(error for entry in field.entries for one in entry.form for error in one.errors):
            raise ValidationError(_("请核对当事人的情况。"))

    def _wrong_age(self, form: Any) -> list[str]:
        try:
            if form.age.data and form.kind.data != "legal":
                age_of(form.age.data, self.today)
        except NotAnAge:
            return [_("请写岁数，例如 45；或者出生日期，例如 1980-3-2。")]
        return []

    def answers(self) -> dict[str, Any]:
        """As they are kept: only who was written down."""
        told = [dict(entry.form.data) for entry in self.parties.entries if entry.form.name.data]
        return {"parties": told, "adults": self.adults.data}
