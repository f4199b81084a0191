"""The desk under the roof."""

from portal.dashboard.desk import views
from portal.dashboard.desk.views import WORK
from portal.kernel.feature import Feature, MenuEntry
from portal.kernel.i18n import lazy as _l

FEATURE = Feature(
    name="dashboard",
    blueprints=(views.bp,),
    menu=(MenuEntry(_l("我的工作台"), "desk.home", WORK, 1),),
    setup=views.install,
)
