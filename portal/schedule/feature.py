"""The calendar under the roof: bookings, and the hours of those one can make an appointment with."""

from portal.kernel.feature import Feature, MenuEntry
from portal.kernel.i18n import lazy as _l
from portal.schedule.availability import views as hours
from portal.schedule.availability.models import DayOff, ExtraHours, WeeklyHours
from portal.schedule.availability.policy import SET
from portal.schedule.bookings.models import BookedStep, Booking

FEATURE = Feature(
    name="schedule",
    tables=(Booking, BookedStep, WeeklyHours, DayOff, ExtraHours),
    blueprints=(hours.bp,),
    menu=(MenuEntry(_l("预约时间"), "hours.index", SET, 70),),
)
