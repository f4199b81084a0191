"""What floors tell one another: past tense, ids only, heard in the same transaction."""

import uuid
from dataclasses import dataclass


@dataclass(frozen=True)
class MatterRegistered:
    """A matter has its code (登记)."""

    matter: uuid.UUID


@dataclass(frozen=True)
class DangerRaised:
    """Danger words or a yes to a danger question: alarm now, no joint room ever (人民调解法 art.25)."""

    matter: uuid.UUID


@dataclass(frozen=True)
class MatterAssigned:
    """A dispatcher gave the matter to a committee and one of its mediators (分流、交办)."""

    matter: uuid.UUID
    committee: uuid.UUID
    mediator: uuid.UUID


@dataclass(frozen=True)
class MatterClosed:
    """The matter has ended; ``kind`` is 'resolved', 'procedural', 'declined' or 'transferred'."""

    matter: uuid.UUID
    kind: str


@dataclass(frozen=True)
class InvolvementChanged:
    """Somebody entered or left a matter: rooms and sockets ask their rights again."""

    matter: uuid.UUID
    account: uuid.UUID | None
    person: uuid.UUID | None


@dataclass(frozen=True)
class IdentitySeen:
    """Staff have looked at the document of a person of a matter and written it down."""

    matter: uuid.UUID
    person: uuid.UUID


@dataclass(frozen=True)
class EvidenceTakenBack:
    """Somebody took a consent back, and what was kept under it has left the matter (个人信息保护法 art.15)."""

    matter: uuid.UUID


@dataclass(frozen=True)
class PinReissued:
    """Somebody at the window was handed a new PIN for a matter."""

    matter: uuid.UUID
    person: uuid.UUID


@dataclass(frozen=True)
class SecretsShown:
    """Staff at the desk have read out or printed what lets somebody into their matter."""

    matter: uuid.UUID
    person: uuid.UUID


@dataclass(frozen=True)
class ClockReached:
    """A clock turned yellow or red, or a reminder day has come."""

    clock: uuid.UUID
    threshold: str


@dataclass(frozen=True)
class AgreementEffective:
    """The last required mark is on the agreement (人民调解法 art.29)."""

    matter: uuid.UUID
    agreement: uuid.UUID


@dataclass(frozen=True)
class RoomMessageStored:
    """A message got its number in a room."""

    room: uuid.UUID
    seq: int


@dataclass(frozen=True)
class DutyAnswered:
    """A party said something about a duty: ``act`` is 'report', 'confirm', 'dispute' or 'waive'."""

    matter: uuid.UUID
    act: str


@dataclass(frozen=True)
class DutyOverdue:
    """The last day of a duty has passed, and nobody has settled it."""

    matter: uuid.UUID


@dataclass(frozen=True)
class DutiesSettled:
    """Every duty of a matter was confirmed by the one who is owed, or waived."""

    matter: uuid.UUID


@dataclass(frozen=True)
class TeamChanged:
    """Something has changed on a case team; ``what`` is a seat's new state, or 'advised'."""

    matter: uuid.UUID
    holder: uuid.UUID
    what: str
