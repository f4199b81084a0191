"""The register under the roof."""

from portal.directory.organisations import views
from portal.directory.organisations.models import Area, Organisation, Venue
from portal.kernel.feature import Feature

FEATURE = Feature(name="directory", tables=(Area, Organisation, Venue), blueprints=(views.bp,), setup=views.install)
