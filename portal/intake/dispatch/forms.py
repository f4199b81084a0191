"""Triage and assignment, one page each."""

import uuid
from typing import Any

from wtforms import TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from portal.directory.organisations.models import Organisation
from portal.directory.taxonomy.rules import SERVICES, load
from portal.intake.dispatch.queries import Mediator
from portal.intake.dispatch.rules import Proposal, needs_reason
from portal.intake.filing.questions import danger_choices
from portal.kernel.forms import ActionForm, BoxesField, Needed, OptionsField, SelectField, TextField, cn_mobile
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l
from portal.kernel.i18n import pick
from portal.people.persons.fields import EntityMixin
from portal.people.persons.services import PersonData


class TriageForm(ActionForm):
    """Danger first, then class and mode; a reason where the person sees it otherwise than the machine."""

    dangers = BoxesField(
        _l("危险筛查：现在有没有下面的情况？"), [Needed(_l("请先确认危险筛查；没有就选“以上都没有”。"))]
    )
    class_code = SelectField(_l("纠纷类型"))
    mode = SelectField(_l("服务方式"))
    reason = TextAreaField(_l("与系统建议不同的理由"), [Optional(), Length(max=500)])

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposal = proposal
        self.dangers.choices = danger_choices()
        self.class_code.choices = class_choices()
        self.mode.choices = [(key, pick(*names)) for key, names in SERVICES.items()]

    def validate_dangers(self, field: Any) -> None:
        """'None' and a yes cannot both be true."""
        if "none" in field.data and len(field.data) > 1:
            raise ValidationError(_("“以上都没有”不能和别的一起选，请核对。"))

    def validate(self, extra_validators: Any = None) -> bool:
        """A choice other than the first proposal needs its reason beside the field."""
        sound = super().validate(extra_validators)
        other = needs_reason(self.proposal, self.class_code.data, self.mode.data)
        if other and not (self.reason.data or "").strip():
            self.refuse("reason", _("与系统建议不同时，请写一句理由。"))
            return False
        return bool(sound)


def class_choices() -> dict[str, list[tuple[str, str]]]:
    """The 177 minor classes under their 12 majors."""
    taxonomy = load()
    return {
        f"{major.code} {pick(major.name_zh, major.name_en)}": [
            (minor.code, f"{minor.code} {pick(minor.name_zh, minor.name_en)}")
            for minor in taxonomy.minors_of(major.code)
        ]
        for major in taxonomy.majors.values()
    }


def _words(one: Mediator, body: Organisation) -> str:
    return _("%(name)s（%(body)s，在办 %(n)s 件）", name=one.name, body=body.name(), n=one.load)


class RespondentForm(ActionForm, EntityMixin):
    """Who the other side is, as far as it is known."""

    name = TextField(_l("对方姓名或单位名称"), [Needed(_l("请填写对方的姓名或单位名称。")), Length(max=60)])
    phone = TextField(_l("对方的电话"), [Optional(), cn_mobile])
    address = TextField(_l("对方的住址或地址"), [Optional(), Length(max=200)])

    def data_of(self) -> PersonData:
        """As the register of people wants it."""
        reached: dict[str, Any] = {"phone": self.phone.data or None, "address": self.address.data or None}
        return PersonData(name=self.name.data or "", **reached, **self.entity())


class AssignForm(ActionForm):
    """One committee and one of its mediators."""

    mediator = OptionsField(_l("由哪位调解员承办"), (), [Needed(_l("请选择一位调解员。"))])

    def __init__(self, *args: Any, offered: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mediator.choices = [
            (f"{body.id.hex}:{one.account.hex}", _words(one, body)) for body, people in offered for one in people
        ]

    def chosen(self) -> tuple[uuid.UUID, uuid.UUID]:
        """Committee and mediator."""
        committee, mediator = self.mediator.data.split(":")
        return uuid.UUID(committee), uuid.UUID(mediator)
