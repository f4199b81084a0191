"""The desk's own day: whoever may only be called is called before the office closes."""

from collections.abc import Mapping

from mediation.cases import queries as cases
from portal.app.demo.acts.dispatch import known_again
from portal.app.demo.county import County
from portal.app.demo.telling import Story
from portal.kernel.db import Db
from portal.notices.desk import queries, services
from portal.notices.models import Delivery

DAYS_BACK = 60
HOW: Mapping[str, str] = {"call": "called", "letter": "posted", "visit": "handed", "none": "handed"}


def calls(county: County) -> Story:
    """Each working day but the last, whose calls are still on the list."""
    for back in range(DAYS_BACK, 1, -1):
        yield county.days.work(back, "16:50")
        with county.database.writing() as db:
            clerk = county.staff("clerk")
            for delivery in db.scalars(queries.todo(clerk, "call")).all():
                services.open_paper(db, clerk, delivery.id)
                services.settle(db, clerk, delivery.id, HOW[delivery.channel])
                _asked_again(county, db, delivery)


def _asked_again(county: County, db: Db, delivery: Delivery) -> None:
    """The mediator makes sure who was told a PIN on the phone."""
    matter_id = delivery.notice.matter_id
    case = cases.of_matter(db, matter_id) if matter_id is not None else None
    if case is not None:
        known_again(county, db, case)


STORIES = (calls,)
