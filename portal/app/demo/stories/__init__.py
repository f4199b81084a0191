"""The stories of the county, in no order: each says at which moments it goes on."""

from collections.abc import Callable

from portal.app.demo.county import County
from portal.app.demo.stories import agreeing, arriving, asking, desk, keeping, legal, resting, spot, talking
from portal.app.demo.telling import Story

STORIES: tuple[Callable[[County], Story], ...] = (
    *arriving.STORIES,
    *asking.STORIES,
    *talking.STORIES,
    *agreeing.STORIES,
    *keeping.STORIES,
    *legal.STORIES,
    *spot.STORIES,
    *desk.STORIES,
    *resting.STORIES,
)
