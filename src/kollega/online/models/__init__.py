from kollega.online.models.bookings import Draft, OnlineBooking
from kollega.online.models.look import Look
from kollega.online.models.pages import ClinicianPage, IntakeForm, Page, PolicyVersion
from kollega.online.models.waiting import Offer, WaitingEntry

__all__ = [
    "ClinicianPage",
    "Draft",
    "IntakeForm",
    "Look",
    "Offer",
    "OnlineBooking",
    "Page",
    "PolicyVersion",
    "WaitingEntry",
]
