"""After the agreement: kept or not, confirmed by the court, rated, put away."""

from mediation.performing import following_up as performing
from portal.app.demo.acts.consent import case_of
from portal.app.demo.acts.doors import Matters
from portal.documents.volumes import services as volumes
from portal.followup.confirmations import services as confirmations
from portal.followup.obligations import queries, services
from portal.followup.ratings import services as ratings


def speak(told: Matters, place: int, duty: int, act: str, note: str = "") -> None:
    """Whoever owes reports; whoever is owed confirms, disputes or waives."""
    with told.county.database.writing() as db:
        row = queries.of_matter(db, told.row(db))[duty]
        services.speak(db, told.actor(db, place), row.id, act, note)


def follow_up(told: Matters, mediator: str, duty: int, way: str, found: str, words: str) -> None:
    """The mediator asks after what is late."""
    with told.county.database.writing() as db:
        row = queries.of_matter(db, told.row(db))[duty]
        performing.follow_up(db, told.county.staff(mediator), case_of(db, told).id, row.id, way, found, words)


def break_off(told: Matters, mediator: str) -> None:
    """It was not kept, and the mediator says so."""
    with told.county.database.writing() as db:
        performing.break_off(db, told.county.staff(mediator), case_of(db, told).id)


def archive(told: Matters, login: str, retention: str, note: str = "") -> None:
    """The file is closed and put away."""
    with told.county.database.writing() as db:
        volumes.archive(db, told.county.staff(login), told.id, retention, note)


def apply(told: Matters, place: int) -> None:
    """A party tells that both have applied for judicial confirmation."""
    with told.county.database.writing() as db:
        confirmations.applied(db, told.actor(db, place), told.row(db))


def rate(told: Matters, place: int, scores: str, words: str = "") -> None:
    """Five figures, in the order of the questions."""
    keys = ("overall", "attitude", "speed", "fairness", "result")
    with told.county.database.writing() as db:
        given = dict(zip(keys, map(int, scores), strict=True))
        ratings.answer(db, told.actor(db, place), told.row(db), given, words)
