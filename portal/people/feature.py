"""People under the roof."""

from flask import Flask

from portal.kernel.feature import Feature
from portal.people.consents.models import Consent
from portal.people.consents.texts import notice
from portal.people.persons.models import Guardianship, Person


def _speak(app: Flask) -> None:
    """Any page may show the notice."""
    app.jinja_env.globals["privacy_notice"] = notice


FEATURE = Feature(name="people", tables=(Person, Guardianship, Consent), setup=_speak)
