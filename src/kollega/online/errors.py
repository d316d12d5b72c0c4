from kollega.kernel.errors import N_, BadInput, Conflict, NotFound
from kollega.platform.operations import refuse_on


class AddressTaken(Conflict):
    code = "booking_address_taken"
    message = N_("Another booking page already has this address. Choose another one.")


class DraftOver(NotFound):
    """The secret of a booking under way is unknown, or it was left alone for a day."""

    code = "booking_draft_over"
    message = N_("This booking was not finished in time. Choose a time again.")


class ReferralOver(Conflict):
    """Somebody was picked, or an answer was given, in the meantime."""

    code = "referral_over"
    message = N_("This was settled in the meantime. Look at how it stands now.")


class TimeChosenGone(Conflict):
    """The chosen time is no longer free. The caller shows others and keeps what was typed."""

    code = "booking_time_gone"
    message = N_("This time has just been taken. Choose another one; what you entered is kept.")


class TooManyComing(Conflict):
    """One address may have a few coming visits that were booked online (RL-1)."""

    code = "too_many_online_bookings"
    message = N_("You already have several coming appointments here. Call the practice to book another one.")


class CodeWrong(BadInput):
    """Wrong, too old, or tried too often; the same whether or not any code was sent."""

    code = "booking_code_wrong"
    message = N_("This code is not right. Check it, or call the practice.")


class TooLateToChange(Conflict):
    code = "too_late_to_change"
    message = N_("It is too late to change this appointment here. Call the practice.")


class OfferOver(Conflict):
    """The offer was accepted, declined, or its time ran out."""

    code = "waiting_offer_over"
    message = N_("This offer is over. You are still on the waiting list and get the next time that fits.")


refuse_on("online_page_slug_key", AddressTaken)
refuse_on("online_clinician_slug_once", AddressTaken)
