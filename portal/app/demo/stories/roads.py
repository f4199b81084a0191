"""The road that most matters go before anybody can talk: sorted, given away, both sides willing."""

from datetime import date

from mediation.invitations.rules import Contact
from portal.app.demo.acts.consent import come_in, complete, invite, reply
from portal.app.demo.acts.dispatch import assign, declare, triage
from portal.app.demo.acts.doors import Matters
from portal.app.demo.people import id_number, mobile
from portal.app.demo.telling import Story


def accepted(
    told: Matters, first: int, class_code: str, committee: str, mediator: str, other: int, reason: str
) -> Story:
    """Two days from the desk to two yeses; ``first`` is the day of filing, ``other`` the other's phone."""
    days = told.county.days
    yield days.work(first, "16:31")
    triage(told, "dispatcher", class_code, reason=reason)
    yield days.work(first, "16:35")
    assign(told, committee, mediator)
    yield days.work(first - 1, "08:51")
    declare(told, mediator)
    yield days.work(first - 1, "09:18")
    invite(told, mediator, 1, Contact("sms", phone=mobile(other)))
    yield days.work(first - 1, "19:06")
    reply(told, 0, "yes")
    yield days.after(first - 1, "12:21")
    come_in(told, 1)
    yield days.after(first - 1, "12:29")
    reply(told, 1, "yes")


def known(told: Matters, mediator: str, place: int, born: str, order: int, address: str, work: str) -> None:
    """The mediator writes down from the identity card what the agreement needs."""
    number = id_number(date.fromisoformat(born), order)
    complete(told, mediator, place, id_number=number, ethnicity="汉族", address=address, occupation=work)
