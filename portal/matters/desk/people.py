"""Pages about one party: numbers in full, what was written down wrongly, a guardian."""

import uuid
from functools import partial

from flask import redirect, url_for

from portal.accounts.sessions.web import asked_way
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Conflict, Permission, Refused, require
from portal.kernel.web import Answer, access, actor, db, fresh, goto, render, tell
from portal.matters import correcting, queries
from portal.matters.desk.forms import CorrectForm, GuardianAgreesForm, GuardianForm, RevealForm
from portal.matters.guarding import CHILDS_DATA, add_guardian, guardian_agrees
from portal.matters.models import Matter, Party
from portal.matters.policy import CORRECT_PARTY, REVEAL
from portal.matters.reaching import offered, way_of
from portal.matters.web import bp
from portal.matters.words import CHANNELS
from portal.people.consents.texts import purposes
from portal.people.persons.models import Person
from portal.people.persons.queries import Contact, contact, guardians_beside


def _party(matter_id: uuid.UUID, party_id: uuid.UUID, permission: Permission) -> tuple[Matter, Party]:
    matter = queries.get(db(), actor(), matter_id)
    require(db(), actor(), permission, matter)
    party = db().get(Party, party_id)
    if party is None or party.matter_id != matter.id:
        raise Refused(permission.name)
    return matter, party


def _back(matter_id: uuid.UUID) -> str:
    return url_for("matters.show", matter_id=matter_id, tab="people")


@bp.route("/matters/<uuid:matter_id>/people/<uuid:party_id>", methods=["GET", "POST"])
@access(REVEAL)
def reveal(matter_id: uuid.UUID, party_id: uuid.UUID) -> Answer:
    """Ask why, write it down, show the numbers on the answer itself: they stand in no address and no history."""
    _matter, party = _party(matter_id, party_id, REVEAL)
    form = RevealForm()
    shown = _in_full(party.person, form.reason.data) if form.validate_on_submit() else []
    back = _back(matter_id)
    way = partial(way_of, db())
    return render("matters/desk/reveal.html", form=form, party=party, shown=shown, way_of=way, back=back)


def _in_full(person: Person, reason: str) -> list[tuple[Person, Contact]]:
    """Of the party, and of the guardians by whom a child is reached; each read is written down."""
    people = [person, *(db().get_one(Person, one.id) for one in guardians_beside(db(), [person.id])[person.id])]
    return [(one, contact(db(), actor(), one, reason)) for one in people]


@bp.route("/matters/<uuid:matter_id>/people/<uuid:party_id>/correct", methods=["GET", "POST"])
@access(CORRECT_PARTY)
def correct_party(matter_id: uuid.UUID, party_id: uuid.UUID) -> Answer:
    """Put right or complete what is known of a party; what was signed keeps its words."""
    matter, party = _party(matter_id, party_id, CORRECT_PARTY)
    back = asked_way() or _back(matter_id)
    form = CorrectForm.about(party.person)
    form.contact_channel.choices = offered(db(), CHANNELS.items(), party.person.contact_channel)
    if form.validate_on_submit() and fresh(form, party.person):
        try:
            correcting.correct_party(db(), actor(), matter, party.person, form.changes(party.person))
        except Conflict as contradiction:
            form.refuse("", str(contradiction))
        else:
            tell(_("已更正。"))
            return redirect(back, 303)
    return render("matters/desk/correct.html", form=form, party=party, back=back)


@bp.route("/matters/<uuid:matter_id>/people/<uuid:party_id>/guardian", methods=["GET", "POST"])
@access(CORRECT_PARTY)
def guardian(matter_id: uuid.UUID, party_id: uuid.UUID) -> Answer:
    """A minor's guardian, without whom no work begins (R-12)."""
    matter, party = _party(matter_id, party_id, CORRECT_PARTY)
    form = GuardianForm()
    if form.validate_on_submit():
        relation, agreed = form.relation.data or "", bool(form.consents.data)
        try:
            add_guardian(db(), actor(), matter, party, form.data_of(), relation, consents=agreed)
        except Conflict as missing:
            form.refuse("", str(missing))
        else:
            tell(_("监护人已登记。"))
            return goto("matters.show", matter_id=matter_id, tab="people")
    return render("matters/desk/guardian.html", form=form, party=party, back=_back(matter_id))


@bp.route("/matters/<uuid:matter_id>/people/<uuid:party_id>/guardian/agrees", methods=["GET", "POST"])
@access(CORRECT_PARTY)
def guardian_agrees_to(matter_id: uuid.UUID, party_id: uuid.UUID) -> Answer:
    """The guardian whom a child has named at the door was read the words and agrees (个人信息保护法 art.31)."""
    matter, party = _party(matter_id, party_id, CORRECT_PARTY)
    form = GuardianAgreesForm()
    if form.validate_on_submit():
        guardian_agrees(db(), actor(), matter, party, form.channel.data or "")
        tell(_("已记录监护人的同意。"))
        return goto("matters.show", matter_id=matter_id, tab="people")
    words = purposes()[CHILDS_DATA].words
    return render("matters/desk/guardian_agrees.html", form=form, party=party, words=words, back=_back(matter_id))
