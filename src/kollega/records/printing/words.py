"""The words for what the log holds, as a client reads them."""

from kollega.kernel.errors import N_

KINDS = {
    "read": N_("opened"),
    "search": N_("searched"),
    "create": N_("written"),
    "change": N_("changed"),
    "sign": N_("signed"),
    "print": N_("printed"),
    "export": N_("handed out as a file"),
    "import": N_("brought from a file"),
    "move": N_("moved"),
    "cancel": N_("cancelled"),
    "delete": N_("removed"),
    "grant": N_("shared or handed over"),
}
OTHER_OBJECT = N_("The record")
OBJECTS = {
    "client": N_("Contact data"),
    "client_information": N_("Client information"),
    "national_id": N_("National identity number"),
    "care": N_("Who takes part in the care"),
    "responsibility": N_("Who is responsible"),
    "log": N_("The log"),
    "document": N_("Documents"),
    "document_list": N_("Documents"),
    "document_bin": N_("Documents"),
    "note": N_("Notes"),
    "note_list": N_("Notes"),
    "note_versions": N_("Notes"),
    "note_lock": N_("Notes"),
    "team_note": N_("Notes"),
    "addendum": N_("Notes"),
    "error_mark": N_("Notes"),
    "appointment": N_("Appointments"),
    "appointments": N_("Appointments"),
    "calendar": N_("Appointments"),
    "recurrence": N_("Appointments"),
    "online_booking": N_("Appointments"),
    "own_visit": N_("Appointments"),
    "booking_defaults": N_("Appointments"),
    "invitation_of_client": N_("Messages"),
    "notice": N_("Messages"),
    "notices": N_("Messages"),
}
INFORMATION = {
    "background": N_("Background"),
    "health": N_("Health and medication"),
    "network": N_("Family and people around"),
    "goals": N_("Goals and agreements"),
    "contacts": N_("Other caregivers"),
    "other": N_("Other"),
}
VISITS = {
    "completed": N_("came"),
    "no_show": N_("did not come"),
    "cancelled": N_("cancelled"),
    "late_cancelled": N_("cancelled late"),
}
