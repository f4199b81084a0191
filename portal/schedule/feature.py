"""The calendar's tables under the roof."""

from portal.kernel.feature import Feature
from portal.schedule.bookings.models import BookedStep, Booking

FEATURE = Feature(name="schedule", tables=(Booking, BookedStep))
