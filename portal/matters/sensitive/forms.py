"""The one question beside every file field, and the withdrawal."""

from typing import Any

from wtforms.validators import ValidationError

from portal.kernel.forms import ActionForm, BoxesField
from portal.kernel.i18n import gettext as _
from portal.matters.sensitive import rules
from portal.people.consents.texts import about_pictures, purposes


class ShowsMixin:
    """Does it show anything sensitive, and may we keep it? Nothing is ticked beforehand."""

    shows = BoxesField()

    def offer_shows(self) -> None:
        """One box for each purpose, in the language of this page."""
        asked = [(key, _("有：%(what)s。我同意收下", what=purposes()[key].words.title)) for key in rules.PURPOSES]
        self.shows.label.text = about_pictures().title
        self.shows.choices = [*asked, (rules.NONE, _("都没有"))]

    def validate_shows(self, field: Any) -> None:
        """'Nothing' and something cannot both be true."""
        if rules.contradicts(field.data or ()):
            raise ValidationError(_("“都没有”不能和别的一起选，请核对。"))

    def unanswered(self) -> bool:
        """Whether files came without an answer; then the form says so, and nothing is taken in."""
        if self.shows.data:
            return False
        sentence = _("请回答照片里有没有这些内容，再重新选一次文件。不同意收下的，就不要选那几张。")
        self.refuse("shows", sentence)  # type: ignore[attr-defined]
        return True

    def agreed_to(self) -> tuple[str, ...]:
        """The purposes that were ticked."""
        return rules.named(self.shows.data or ())


class TakeBackForm(ActionForm):
    """Nothing to fill in: the page says what happens."""
