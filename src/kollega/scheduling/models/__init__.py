from kollega.scheduling.models.appointments import Appointment, AppointmentChange, Participant
from kollega.scheduling.models.column_sets import ColumnSet
from kollega.scheduling.models.holds import Hold
from kollega.scheduling.models.hours import HoursException, WorkingHours
from kollega.scheduling.models.imports import CalendarImport
from kollega.scheduling.models.offers import Room, Service
from kollega.scheduling.models.outside import Mirror, OutsideBusy, OutsideCalendar
from kollega.scheduling.models.recurrences import Recurrence, RecurrenceChange
from kollega.scheduling.models.video import VideoLink

__all__ = [
    "Appointment",
    "AppointmentChange",
    "CalendarImport",
    "ColumnSet",
    "Hold",
    "HoursException",
    "Mirror",
    "OutsideBusy",
    "OutsideCalendar",
    "Participant",
    "Recurrence",
    "RecurrenceChange",
    "Room",
    "Service",
    "VideoLink",
    "WorkingHours",
]
