"""What is asked when something is handed in."""

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms.validators import Length

from portal.kernel.forms import Form, Needed, OptionsField, TextField
from portal.kernel.i18n import lazy as _l
from portal.matters.models import Party
from portal.matters.rules import VISIBILITIES
from portal.matters.sensitive.forms import ShowsMixin

CAPTION_MAX = 200
OWNER_WORDS = {
    "mine": _l("先只留给我自己看"),
    "mediator": _l("我、调解员和经办的工作人员"),
    "joint": _l("参加调解的各方都能看"),
}
STAFF_WORDS = {"mediator": _l("交材料的人、调解员和经办的工作人员"), "joint": _l("参加调解的各方都能看")}


def visibility_options(*, staff: bool) -> list[tuple[str, Any]]:
    """Staff never put aside for one party alone."""
    words = STAFF_WORDS if staff else OWNER_WORDS
    return [(value, words[value]) for value in VISIBILITIES if value in words]


class HandInForm(Form, ShowsMixin):
    """Files, what they show, who may see them; staff also say for whom."""

    files = MultipleFileField(_l("照片或文件"))
    caption = TextField(_l("这些材料说明什么"), [Length(max=CAPTION_MAX, message=_l("请写得短一些，最多 200 个字。"))])
    visibility = OptionsField(_l("谁能看到"), (), [Needed(_l("请选择谁能看到。"))], default="mediator")
    party = OptionsField(_l("是谁交来的"), (), [Needed(_l("请选择是谁交来的。"))])

    def set_up(self, *, staff: bool, parties: Sequence[Party], handles: bool = True) -> None:
        """Offer what this actor may choose; only who handles the matter collects something for it."""
        self.offer_shows()
        self.visibility.choices = visibility_options(staff=staff)
        if staff:
            names = [(party.id.hex, party.person.name) for party in parties]
            self.party.choices = [*names, ("none", _l("工作人员自己收集的"))] if handles else names
        else:
            del self.party

    def of_somebody(self) -> bool:
        """Whether it belongs to a party: what staff collected is nobody's to agree to."""
        return "party" not in self or self.party.data != "none"

    def uploads_chosen(self) -> int:
        """How many files were chosen."""
        return sum(1 for upload in self.files.data or () if getattr(upload, "filename", ""))

    def uploads(self) -> list[tuple[bytes, str]]:
        """The chosen files: bytes and name."""
        chosen = [upload for upload in self.files.data or () if getattr(upload, "filename", "")]
        return [(upload.read(), str(upload.filename)) for upload in chosen]


class VisibilityForm(Form):
    """One piece of evidence: who sees it from now on."""

    visibility = OptionsField(_l("谁能看到"), (), [Needed(_l("请选择谁能看到。"))])
