"""The staff page of a matter."""

import uuid

from flask import request

from portal.kernel.policy import Refused, require
from portal.kernel.web import Answer, access, actor, db, render
from portal.matters import queries
from portal.matters.desk import counter, tabs
from portal.matters.policy import SHOW, at_counter
from portal.matters.rules import show_code
from portal.matters.web import bp, panels


@bp.get("/matters/<uuid:matter_id>")
@access(SHOW)
def show(matter_id: uuid.UUID) -> Answer:
    """One tab of the matter, or the small page of the counter; reading story and numbers is written down first."""
    matter = queries.get(db(), actor(), matter_id)
    require(db(), actor(), SHOW, matter)
    if at_counter(db(), actor(), matter):
        page = counter.page(db(), actor(), matter)
        return render("matters/desk/counter.html", matter=matter, code=show_code(matter.code), **page)
    tab = request.args.get("tab", "story")
    if tab not in tabs.NAMES or (tab in tabs.BROUGHT and not panels(tabs.BROUGHT[tab])):
        raise Refused(SHOW.name)
    return render(
        "matters/desk/show.html",
        matter=matter,
        code=show_code(matter.code),
        strip=tabs.strip(db(), matter),
        tabs=tabs.links(db(), actor(), matter, tab),
        tab=tab,
        **tabs.inside(db(), actor(), matter, tab),
    )
