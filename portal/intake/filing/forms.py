"""What each step asks."""

from typing import Any

from wtforms.validators import ValidationError

from portal.intake.filing.questions import (
    AgeMixin,
    BodyMixin,
    ContactMixin,
    GuardianMixin,
    PeopleMixin,
    PhotosMixin,
    SafetyMixin,
    StoryMixin,
)
from portal.kernel.forms import Form, OptionsField
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l
from portal.people.persons.fields import KIND_NAMES

NOT_KEPT = frozenset({"once", "csrf_token", "photos", "shows", "again", "without"})
"""Fields of a page that are no answers."""


class StepForm(Form):
    """A step of a filing: which fields are its answers."""

    def answers(self) -> dict[str, Any]:
        """What was typed, by field, without the tokens."""
        return {f.name: f.data for f in self if f.name not in NOT_KEPT}


class StoryForm(StepForm, StoryMixin):
    """Step 1."""


class SafetyForm(StepForm, SafetyMixin):
    """Step 2."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_dangers()


class PeopleForm(StepForm, PeopleMixin, AgeMixin):
    """Step 3; a body says more of itself on the next page."""

    kind = OptionsField(_l("为谁申请？"), KIND_NAMES.items(), default="natural")

    def validate_minor(self, field: Any) -> None:
        """A body has no age."""
        if field.data and self.kind.data == "legal":
            raise ValidationError(_("为单位申请的，请不要选“还不满十八岁”。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_minor()


class BodyForm(StepForm, BodyMixin):
    """After step 3, of a body: which one it is, who speaks for it, who is typing."""


class GuardianForm(StepForm, GuardianMixin):
    """After step 3, of a child."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_agrees()


class ContactForm(StepForm, ContactMixin):
    """Step 4; what the channel needs must be there."""

    def __init__(self, *args: Any, has_phone: bool = True, has_place: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_shared()
        self.has_phone = has_phone

    def validate_channel(self, field: Any) -> None:
        """A message needs a number, a mail an address."""
        if field.data in ("sms", "call") and not self.has_phone:
            raise ValidationError(_("您没有填手机号。请回上一步填写，或选择别的联系方式。"))
        if field.data == "email" and not self.email.data:
            raise ValidationError(_("请在下面填写电子邮箱，或选择别的联系方式。"))
        if field.data == "letter" and not self.address.data:
            raise ValidationError(_("请在下面填写收信的地址，或选择别的联系方式。"))


class PhotosForm(StepForm, PhotosMixin):
    """Step 5."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_shows()
        self.offer_without()


class CheckForm(StepForm):
    """Step 6: read again and hand in."""


FORMS: dict[str, type[StepForm]] = {
    "story": StoryForm,
    "safety": SafetyForm,
    "people": PeopleForm,
    "body": BodyForm,
    "guardian": GuardianForm,
    "contact": ContactForm,
    "photos": PhotosForm,
    "check": CheckForm,
}
