"""The desk under the roof."""

from flask import Flask

from portal.dashboard.desk import views
from portal.dashboard.desk.views import WORK
from portal.dashboard.figures import rules, standing, today
from portal.dashboard.figures import views as figure_views
from portal.dashboard.figures.policy import SEE
from portal.kernel.feature import Feature, MenuEntry, Today
from portal.kernel.i18n import lazy as _l


def _install(app: Flask) -> None:
    views.install(app)
    rules.register(standing.FIGURES)


FEATURE = Feature(
    name="dashboard",
    blueprints=(views.bp, figure_views.bp),
    today=(Today(SEE, today.find),),
    menu=(
        MenuEntry(_l("我的工作台"), "desk.home", WORK, 1),
        MenuEntry(_l("中心现在的情况"), "figures.index", SEE, 2),
    ),
    setup=_install,
)
