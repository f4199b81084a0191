"""The letters, and the door they open, under the roof."""

from mediation.invitations import doors, entering, minting, views, words
from mediation.invitations.models import Invitation
from portal.accounts.visits.cases import also_open
from portal.kernel.feature import Feature
from portal.matters import sentences
from portal.notices import kinds, slots


def _speak(_app: object) -> None:
    sentences.register(words.SENTENCES)
    for kind in words.KINDS:
        kinds.register(kind)
    slots.provide("reply_link", minting.reply_link)
    slots.provide("letter_pin", minting.letter_pin)
    slots.provide("reply_door", minting.reply_door, secret=False)
    slots.provide("register", minting.register_page, secret=False)
    also_open(entering.letter_door)


FEATURE = Feature(name="mediation.invitations", tables=(Invitation,), blueprints=(views.bp, doors.bp), setup=_speak)
