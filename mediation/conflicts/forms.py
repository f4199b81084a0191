"""The mediator's statement."""

from typing import Any

from mediation.conflicts.rules import GROUNDS
from portal.kernel.forms import ActionForm, Needed, OptionsField
from portal.kernel.i18n import lazy as _l

NONE = "none"


class DeclareForm(ActionForm):
    """No interest, or the ground: one question, one answer."""

    ground = OptionsField(
        _l("您与各方、与这件事有没有利害关系？"),
        [(NONE, _l("没有，我可以公正办理")), *((key, ground.words) for key, ground in GROUNDS.items())],
        [Needed(_l("请选择一项。"))],
    )

    def stated(self) -> str | None:
        """The ground, or None."""
        chosen: Any = self.ground.data
        return None if chosen == NONE else str(chosen)
