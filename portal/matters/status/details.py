"""What is written down of whoever comes with a code: they see, complete and correct it (个人信息保护法 art.45, 46).

Name and ways of being reached are changed with staff, who ask first: whoever holds a PIN must not divert a code, and no
child grows up by typing.
"""

from typing import Any

from wtforms.validators import ValidationError

from portal.kernel import audit, clock
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Conflict, require
from portal.kernel.web import Answer, access, actor, db, fresh, goto, render, tell
from portal.matters import queries
from portal.matters.desk.forms import CorrectForm
from portal.matters.policy import STATUS
from portal.matters.reaching import way_of
from portal.matters.web import bp
from portal.people.persons import queries as persons
from portal.people.persons.models import Person
from portal.people.persons.rules import needs_guardian
from portal.people.persons.services import correct

WITH_STAFF = ("name", "phone", "email", "contact_channel", "contact_hours", "contact_words", "phone_shared", "said_age")
OF_AN_ADULT = ("born_on", "id_number")


class DetailsForm(CorrectForm):
    """One's own data, without what only staff may change."""

    def for_person(self, person: Person, *, minor: bool) -> "DetailsForm":
        """Without the fields that are not theirs to change."""
        self.was = person.kind
        for name in (*WITH_STAFF, *(OF_AN_ADULT if minor else ())):
            del self[name]
        return self

    def validate_kind(self, field: Any) -> None:
        """A body signs only when its head has shown a document; that is not talked away here."""
        if self.was == "legal" and field.data != "legal":
            raise ValidationError(_("登记的是单位。要改成个人，请打电话给我们。"))


@bp.route("/my/details", methods=["GET", "POST"])
@access(STATUS)
def details() -> Answer:
    """Numbers masked, the rest as it stands; an empty field leaves a number as it is."""
    matter = queries.own(db(), actor())
    require(db(), actor(), STATUS, matter)
    person_id = actor().person
    assert person_id is not None
    person = persons.get(db(), actor(), person_id)
    audit.note(db(), actor(), "person.masked_read", person, ["phone", "address", "id_number"])
    day = clock.today(db().info["settings"].zone)
    minor = needs_guardian(person.born_on, day, person.said_age)
    form = DetailsForm.about(person).for_person(person, minor=minor)
    if form.validate_on_submit() and fresh(form, person):
        try:
            correct(db(), actor(), person, **form.changes(person))
        except Conflict as contradiction:
            form.refuse("", str(contradiction))
        else:
            tell(_("已更新。已经签的文书保持原样。"))
            return goto("matters.details")
    shown = {"known": persons.masked(person), "channel": way_of(db(), person.contact_channel)}
    return render("matters/status/details.html", form=form, person=person, **shown)
