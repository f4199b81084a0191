"""The statement of no interest under the roof."""

from mediation.conflicts import views, words
from mediation.conflicts.models import Declaration
from portal.kernel.feature import Feature
from portal.matters import sentences
from portal.notices import kinds


def _speak(_app: object) -> None:
    sentences.register(words.SENTENCES)
    for kind in words.KINDS:
        kinds.register(kind)


FEATURE = Feature(name="mediation.conflicts", tables=(Declaration,), blueprints=(views.bp,), setup=_speak)
