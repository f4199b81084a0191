"""After the agreement: kept or not, confirmed by the court, rated."""

from portal.app.demo.acts.doors import Matters
from portal.followup.confirmations import services as confirmations
from portal.followup.obligations import queries, services
from portal.followup.ratings import services as ratings


def speak(told: Matters, place: int, duty: int, act: str, note: str = "") -> None:
    """Whoever owes reports; whoever is owed confirms, disputes or waives."""
    with told.county.database.writing() as db:
        row = queries.of_matter(db, told.row(db))[duty]
        services.speak(db, told.actor(db, place), row.id, act, note)


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
