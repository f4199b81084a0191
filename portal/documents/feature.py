"""Papers under the roof: their numbers, register, copies, seals, and the public page that verifies them."""

from flask import Flask

from portal.documents.numbering.models import PaperCounter
from portal.documents.papers import panels, seal_views
from portal.documents.papers import views as paper_views
from portal.documents.papers.models import Paper, PaperDelivery, SealPicture, SigningKey
from portal.documents.papers.policy import KEEP_SEAL
from portal.documents.papers.words import ACTS, NOTICES
from portal.documents.verification import jobs as checks
from portal.documents.verification import views as verification_views
from portal.documents.verification.models import PaperCheck
from portal.documents.volumes import views as volume_views
from portal.documents.volumes import words as volume_words
from portal.documents.volumes.models import Volume
from portal.kernel.feature import Feature, MenuEntry, Panel
from portal.kernel.i18n import lazy as _l
from portal.kernel.web import staleness
from portal.matters import sentences
from portal.notices import kinds


def _speak(_app: Flask) -> None:
    sentences.register(volume_words.SENTENCES)
    staleness.name_acts(ACTS)
    for kind in NOTICES:
        kinds.register(kind)


FEATURE = Feature(
    name="documents",
    tables=(PaperCounter, Paper, PaperDelivery, SigningKey, SealPicture, PaperCheck, Volume),
    blueprints=(paper_views.bp, seal_views.bp, verification_views.bp, volume_views.bp),
    jobs={"verification.check": checks.check},
    menu=(MenuEntry(_l("印章与证书"), "seals.show", KEEP_SEAL, 80),),
    panels=(
        Panel("papers", "person", 40, panels.for_person),
        Panel("papers", "desk.papers", 40, panels.for_desk),
        Panel("papers", "case", 60, panels.for_desk),
        Panel("volume", "desk", 60, volume_views.on_matter),
        Panel("papers", "counter", 40, panels.at_counter),
        Panel("volume", "counter", 60, volume_views.on_matter),
    ),
    setup=_speak,
)
