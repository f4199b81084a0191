"""A loaded matter while it is being written."""

from dataclasses import dataclass, field
from datetime import datetime

from portal.app.load import words
from portal.app.load.ground import Ground, Mediator
from portal.app.load.making import Making
from portal.app.load.plan import Life
from portal.app.load.times import Times
from portal.app.load.words import Story
from portal.matters.rules import SOURCES
from portal.people.persons.rules import mask_phone


@dataclass(frozen=True)
class Side:
    """One party; ids are hex."""

    party: str
    person: str
    name: str
    phone: str

    @property
    def masked(self) -> str:
        """As lists show the number."""
        return mask_phone(self.phone)


@dataclass
class File:
    """A matter while it is being written: what the steps so far have left behind."""

    making: Making
    ground: Ground
    times: Times
    life: Life
    code: str
    story: Story
    mediator: Mediator
    id: str = ""
    sides: list[Side] = field(default_factory=list)
    seats: list[tuple[datetime, str, str, str | None, str]] = field(default_factory=list)
    """Since when, capacity, holder (hex), side, opening act."""
    told: int = 0
    next_key: str = "next.triage"
    next_due: datetime | None = None
    holder: str = ""

    def say(self, at: datetime, key: str, params: str = "{}", *, account: str | None = None) -> None:
        """A line of the story, with what comes next as it stands after it."""
        self.told += 1
        self.making.put(
            "timeline",
            id=self.making.new_id(at),
            matter_id=self.id,
            seq=self.told,
            at=at,
            key=key,
            params=params,
            audience="all",
            account_id=account,
            person_id=None,
            holder_id=self.holder,
            due_at=self.next_due,
        )


def conclude(file: File, closed_at: datetime | None) -> None:
    """The matter's own row, who sees it, and its clocks: as everything has left them."""
    making, life, ground = file.making, file.life, file.ground
    shut = closed_at if life.stage == "restricted" else None
    decided = life.stage != "registered"
    told = words.told(making.draw, file.story, file.sides[1].name)
    making.put(
        "matters",
        id=file.id,
        center_id=ground.center,
        area_path=ground.area_path,
        code=file.code,
        qr_hash=making.token_hash(),
        stage=life.stage,
        source=SOURCES[life.number % 3],
        class_code=file.story.class_code if decided else None,
        mode="M" if decided else None,
        story_sealed=told,
        wish_sealed=file.story.wish,
        danger=life.danger,
        joint_barred=life.danger,
        holder_id=file.holder,
        next_key=file.next_key,
        next_due_at=file.next_due,
        locale="zh",
        filed_by=ground.clerk,
        registered_at=life.at,
        closed_at=closed_at,
        close_kind=life.end,
        version=1,
    )
    for since, capacity, holder, side, act in file.seats:
        _seat(file, since, capacity, holder, side, act, shut)


def _seat(
    file: File, since: datetime, capacity: str, holder: str, side: str | None, act: str, shut: datetime | None
) -> None:
    file.making.put(
        "involvements",
        id=file.making.new_id(since),
        matter_id=file.id,
        person_id=holder if capacity == "party" else None,
        account_id=holder if capacity in ("mediator", "undeclared") else None,
        organisation_id=holder if capacity in ("desk", "committee") else None,
        capacity=capacity,
        side=side,
        since=since,
        until=shut,
        opened_by=act,
        ended_by="matter.restricted" if shut else None,
        stage=file.life.stage,
        class_major=file.story.class_code[:2] if file.life.stage != "registered" else None,
        danger=file.life.danger,
    )
