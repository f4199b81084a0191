"""The blueprint of all pages about a matter."""

from flask import Blueprint, current_app
from markupsafe import Markup

from portal.kernel.db import Db
from portal.kernel.feature import Panel
from portal.kernel.policy import Actor
from portal.matters.models import Matter

bp = Blueprint("matters", __name__)


def panels(place: str) -> list[Panel]:
    """What other floors bring to a place on a matter's page, in their order."""
    return [panel for panel in current_app.extensions["portal"].panels if panel.place == place]


def shown(place: str, db: Db, actor: Actor, matter: Matter | None) -> list[Markup]:
    """Those of them that have something for this actor; above the docket (place 'docket') there is no one matter."""
    pieces = (panel.show(db, actor, matter) for panel in panels(place))
    return [piece for piece in pieces if piece is not None]
