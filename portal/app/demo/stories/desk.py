"""The desk's own day: whoever may only be called is called before the office closes."""

from collections.abc import Mapping

from portal.app.demo.county import County
from portal.app.demo.telling import Story
from portal.notices.desk import queries, services

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


STORIES = (calls,)
