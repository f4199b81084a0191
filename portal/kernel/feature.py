"""What a part of the house brings to the roof, as one plain value."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import Blueprint
from markupsafe import Markup

from portal.kernel.db import Base, Db
from portal.kernel.events import Listener
from portal.kernel.outbox import Handler
from portal.kernel.policy import Actor, Permission


class Waiting(Markup):
    """A panel in which something waits for whoever reads: it stands before all that only informs."""


@dataclass(frozen=True)
class Panel:
    """A part of a matter's page that another floor fills: ``place`` is 'person', 'person.also' (what one may do
    besides, at the end of the page), 'desk' or 'counter'.

    ``show`` answers None when there is nothing for this actor, else finished HTML.
    """

    name: str
    place: str
    order: int
    show: Callable[[Db, Actor, Any], Markup | None]


@dataclass(frozen=True)
class MenuEntry:
    """A line of the staff rail: who sees it, where it leads, how many wait there (capped, cheap)."""

    label: Any
    endpoint: str
    permission: Permission
    order: int
    count: Callable[[Db, Actor], int] | None = None


@dataclass(frozen=True)
class Task:
    """One thing to do today: what, about which matter or appointment, and the page where it is done.

    ``at`` is when it begins or by when it is to be done, ``urgent`` stands above all the rest.
    """

    what: str
    about: str
    url: str
    at: datetime | None = None
    urgent: bool = False


@dataclass(frozen=True)
class Today:
    """What a part of the house asks of somebody today: all that is due before ``tonight``; a fixed number of queries.

    ``find(db, actor, tonight)`` answers the most pressing first and no more than ``FEW``.
    """

    permission: Permission
    find: Callable[[Db, Actor, datetime], Sequence[Task]]


FEW = 30


@dataclass(frozen=True)
class Tick:
    """Periodic work: every ``minutes`` one outbox row of this kind, once however many workers run."""

    kind: str
    minutes: int


@dataclass(frozen=True)
class Feature:
    """A package under the roof. ``demo`` tells its part of the demonstration story, in the order of the list."""

    name: str
    tables: tuple[type[Base], ...] = ()
    blueprints: tuple[Blueprint, ...] = ()
    listeners: tuple[tuple[type, Listener], ...] = ()
    jobs: Mapping[str, Handler] = field(default_factory=dict)
    ticks: tuple[Tick, ...] = ()
    menu: tuple[MenuEntry, ...] = ()
    today: tuple[Today, ...] = ()
    panels: tuple[Panel, ...] = ()
    setup: Callable[[Any], None] | None = None
    """Called with the Flask application, for context processors and the like."""
