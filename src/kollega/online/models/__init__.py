from kollega.online.models.bookings import Draft, OnlineBooking
from kollega.online.models.look import Look
from kollega.online.models.matching import ClinicianProfile, MatchingVersion, Referral
from kollega.online.models.pages import ClinicianPage, IntakeForm, Page, PolicyVersion
from kollega.online.models.waiting import Offer, WaitingEntry

__all__ = [
    "ClinicianPage",
    "ClinicianProfile",
    "Draft",
    "IntakeForm",
    "Look",
    "MatchingVersion",
    "Offer",
    "OnlineBooking",
    "Page",
    "PolicyVersion",
    "Referral",
    "WaitingEntry",
]
