"""What a request for a large team says."""

from kollega.kernel.errors import N_

MOST_MEMBERS = 100_000
LONGEST_PHONE, LONGEST_MESSAGE, LONGEST_NOTE = 40, 2000, 500


def request_faults(*, members: int, phone: str = "", message: str = "", note: str = "") -> dict[str, str]:
    """Return a sentence for each field that cannot stand, by its name; empty when all is well."""
    fields: dict[str, str] = {}
    if not 1 <= members <= MOST_MEMBERS:
        fields["members"] = N_("Enter how many people will work in the team.")
    if len(phone) > LONGEST_PHONE or not set(phone) <= set("0123456789+-()./ "):
        fields["phone"] = N_("Enter a phone number with digits, or leave it empty.")
    if len(message) > LONGEST_MESSAGE:
        fields["message"] = N_("Enter at most 2,000 characters.")
    if len(note) > LONGEST_NOTE:
        fields["note"] = N_("Enter at most 500 characters.")
    return fields
