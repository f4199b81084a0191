"""Who is there when: the weekly hours of people one can make an appointment with, and the times that are still open."""
