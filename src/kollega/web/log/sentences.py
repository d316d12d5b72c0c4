"""The log in plain sentences: one for each kind of entry, in the reader's language."""

from django.utils.translation import gettext as _

from kollega.audit.queries.entries import LoggedAction
from kollega.kernel.errors import N_

# (action, type of object) -> sentence. A new kind of entry without one is shown by its codes.
SENTENCES: dict[tuple[str, str], str] = {
    ("read", "client"): N_("%(who)s opened the client card of %(client)s."),
    ("create", "client"): N_("%(who)s created the client card of %(client)s."),
    ("change", "client"): N_("%(who)s changed the client card of %(client)s."),
    ("search", "client"): N_("%(who)s listed or searched clients."),
    ("read", "client_information"): N_("%(who)s read the client information of %(client)s."),
    ("change", "client_information"): N_("%(who)s changed the client information of %(client)s."),
    ("read", "national_id"): N_("%(who)s looked at the national identity number of %(client)s."),
    ("change", "national_id"): N_("%(who)s changed the national identity number of %(client)s."),
    ("change", "duplicate_hint"): N_("%(who)s settled a hint that %(client)s may be here twice."),
    ("grant", "care"): N_("%(who)s changed who takes part in the care of %(client)s."),
    ("grant", "responsibility"): N_("%(who)s handed %(client)s over to a colleague."),
    ("read", "client_log"): N_("%(who)s looked at who has opened %(client)s."),
    ("import", "client_import"): N_("%(who)s imported clients."),
    ("read", "client_import"): N_("%(who)s looked at an import of clients."),
    ("delete", "client"): N_("%(who)s removed the client card of %(client)s together with its import."),
    ("create", "document"): N_("%(who)s added a document about %(client)s."),
    ("read", "document"): N_("%(who)s opened a document about %(client)s."),
    ("export", "document"): N_("%(who)s downloaded a document about %(client)s."),
    ("change", "document"): N_("%(who)s changed what a document about %(client)s is called."),
    ("delete", "document"): N_("%(who)s put a document about %(client)s into the bin."),
    ("change", "document_bin"): N_("%(who)s took a document about %(client)s back out of the bin."),
    ("delete", "document_bin"): N_("%(who)s removed a document about %(client)s from the bin for good."),
    ("read", "document_list"): N_("%(who)s looked at the list of documents about %(client)s."),
    ("create", "note"): N_("%(who)s began a note about %(client)s."),
    ("read", "note"): N_("%(who)s read a note about %(client)s."),
    ("change", "note"): N_("%(who)s wrote in a note about %(client)s."),
    ("sign", "note"): N_("%(who)s signed a note about %(client)s."),
    ("print", "note"): N_("%(who)s printed a note about %(client)s."),
    ("delete", "note"): N_("%(who)s discarded an unsigned note about %(client)s."),
    ("create", "note_lock"): N_("%(who)s locked an unsigned note about %(client)s."),
    ("read", "team_note"): N_("%(who)s read a colleague's note about %(client)s, as the team's settings allow."),
    ("read", "team_note_list"): N_("%(who)s looked at the list of colleagues' notes."),
    ("read", "note_list"): N_("%(who)s looked at the list of notes."),
    ("search", "note_list"): N_("%(who)s searched in notes."),
    ("read", "note_versions"): N_("%(who)s read earlier versions of a note about %(client)s."),
    ("sign", "addendum"): N_("%(who)s signed an addendum to a note about %(client)s."),
    ("sign", "error_mark"): N_("%(who)s marked a note about %(client)s as entered in error."),
    ("export", "carried_note"): N_("%(who)s took a sealed copy of a note about %(client)s along."),
    ("import", "carried_note"): N_("%(who)s brought a sealed copy of a note from another practice."),
    ("read", "carried_note"): N_("%(who)s read a note from another practice."),
    ("read", "carried_note_list"): N_("%(who)s looked at the notes from another practice."),
    ("create", "note_template"): N_("%(who)s created a note template."),
    ("change", "note_template"): N_("%(who)s changed a note template."),
    ("delete", "note_template"): N_("%(who)s deleted a note template."),
    ("read", "calendar"): N_("%(who)s looked at the calendar."),
    ("read", "appointments"): N_("%(who)s looked at the appointments of %(client)s."),
    ("read", "appointment"): N_("%(who)s opened an appointment of %(client)s."),
    ("read", "booking_defaults"): N_("%(who)s prepared an appointment for %(client)s."),
    ("create", "appointment"): N_("%(who)s booked an appointment for %(client)s."),
    ("change", "appointment"): N_("%(who)s changed an appointment of %(client)s."),
    ("move", "appointment"): N_("%(who)s moved an appointment of %(client)s."),
    ("cancel", "appointment"): N_("%(who)s cancelled an appointment of %(client)s."),
    ("delete", "appointment"): N_("%(who)s deleted an appointment of %(client)s."),
    ("create", "invitation_of_client"): N_("%(who)s invited %(client)s to an appointment."),
    ("create", "notice"): N_("%(who)s sent %(client)s a message about an appointment."),
    ("cancel", "notice"): N_("%(who)s took back a message to %(client)s that was not sent."),
    ("change", "notice"): N_("%(who)s put off a message to %(client)s about an appointment."),
    ("read", "notice"): N_("%(who)s read a message to %(client)s."),
    ("read", "notices"): N_("%(who)s looked at the messages to %(client)s about an appointment."),
    ("read", "notice_list"): N_("%(who)s looked at the list of messages to clients."),
    ("create", "recurrence"): N_("%(who)s booked repeated appointments for %(client)s."),
    ("read", "recurrence"): N_("%(who)s looked at repeated appointments of %(client)s."),
    ("change", "recurrence"): N_("%(who)s changed repeated appointments of %(client)s."),
    ("move", "recurrence"): N_("%(who)s moved repeated appointments of %(client)s."),
    ("cancel", "recurrence"): N_("%(who)s cancelled repeated appointments of %(client)s."),
    ("delete", "recurrence"): N_("%(who)s deleted repeated appointments of %(client)s."),
    ("import", "calendar_import"): N_("%(who)s imported a calendar."),
    ("read", "calendar_import"): N_("%(who)s looked at an import of a calendar."),
    ("delete", "calendar_import"): N_("%(who)s undid an import of a calendar."),
    ("create", "service"): N_("%(who)s created a service."),
    ("change", "service"): N_("%(who)s changed a service."),
    ("create", "room"): N_("%(who)s created a room."),
    ("change", "room"): N_("%(who)s changed a room."),
    ("change", "hours"): N_("%(who)s changed working hours."),
    ("change", "video_link"): N_("%(who)s changed where video visits are held."),
    ("create", "column_set"): N_("%(who)s saved a set of calendar columns."),
    ("delete", "column_set"): N_("%(who)s removed a set of calendar columns."),
    ("create", "hours_exception"): N_("%(who)s set other working hours for some days."),
    ("change", "hours_exception"): N_("%(who)s changed the working hours of some days."),
    ("delete", "hours_exception"): N_("%(who)s removed other working hours of some days."),
    ("change", "online_page"): N_("%(who)s changed the booking page of the practice."),
    ("change", "online_clinician"): N_("%(who)s changed what a clinician offers online."),
    ("change", "online_policy"): N_("%(who)s changed the terms of online booking."),
    ("change", "online_intake"): N_("%(who)s changed the questions of a service."),
    ("create", "online_draft"): N_("%(who)s chose a time on the booking page."),
    ("change", "online_draft"): N_("%(who)s went on with a booking on the booking page."),
    ("read", "online_draft"): N_("%(who)s sent a booking once more."),
    ("create", "online_booking"): N_("%(who)s booked an appointment online for %(client)s."),
    ("create", "waiting_entry"): N_("%(who)s put somebody on the waiting list."),
    ("delete", "waiting_entry"): N_("%(who)s took somebody off the waiting list."),
    ("read", "waiting_list"): N_("%(who)s looked at the waiting list."),
    ("create", "waiting_offer"): N_("%(who)s offered a time that became free to the waiting list."),
    ("change", "waiting_offer"): N_("%(who)s answered or ended an offer of the waiting list."),
    ("read", "waiting_offer"): N_("%(who)s looked at an offer of the waiting list."),
    ("read", "online_answers"): N_("%(who)s read what was answered before a visit that was booked online."),
    ("read", "own_visit"): N_("%(who)s opened an appointment by its secret link."),
    ("move", "own_visit"): N_("%(who)s moved an appointment of %(client)s by its secret link."),
    ("cancel", "own_visit"): N_("%(who)s cancelled an appointment of %(client)s by its secret link."),
    ("create", "practice"): N_("%(who)s founded the practice."),
    ("change", "team_settings"): N_("%(who)s changed what holds for the whole team."),
    ("change", "practice"): N_("%(who)s changed the settings of the practice."),
    ("grant", "membership"): N_("%(who)s changed the roles of a member."),
    ("create", "membership"): N_("%(who)s joined the team."),
    ("create", "invitation"): N_("%(who)s invited somebody to the team."),
    ("change", "invitation"): N_("%(who)s accepted an invitation."),
    ("cancel", "invitation"): N_("%(who)s ended an invitation."),
    ("create", "join_link"): N_("%(who)s made a join link."),
    ("cancel", "join_link"): N_("%(who)s ended a join link."),
    ("create", "join_request"): N_("%(who)s asked to join the team."),
    ("change", "join_request"): N_("%(who)s answered a request to join the team."),
    ("cancel", "membership"): N_("%(who)s left the practice."),
    ("delete", "membership"): N_("%(who)s removed a member."),
    ("grant", "account_type"): N_("%(who)s changed the account type of a member."),
    ("read", "member_obstacles"): N_("%(who)s looked at what somebody who leaves would leave behind."),
    ("move", "member_visits"): N_("%(who)s handed the coming appointments of a member over to a colleague."),
    ("cancel", "member_visits"): N_("%(who)s cancelled the coming appointments of a member."),
    ("grant", "member_clients"): N_("%(who)s handed the clients of a member over to a colleague."),
    ("create", "team"): N_("%(who)s made the practice a team."),
    ("create", "ownership_offer"): N_("%(who)s offered the ownership of the practice."),
    ("change", "ownership_offer"): N_("%(who)s answered or withdrew an offer of ownership."),
    ("grant", "ownership"): N_("%(who)s took over the ownership of the practice."),
    ("create", "records_change"): N_("%(who)s proposed to change who is responsible for records."),
    ("sign", "records_change"): N_("%(who)s agreed to a change of who is responsible for records."),
    ("change", "records_change"): N_("%(who)s closed a proposal about who is responsible for records."),
    ("change", "membership"): N_("%(who)s ended the logins of a member."),
    ("change", "practice_plan"): N_("%(who)s changed the plan of the practice."),
    ("create", "seat"): N_("%(who)s gave a member a seat."),
    ("change", "seat"): N_("%(who)s changed the seat of a member."),
    ("create", "access_token"): N_("%(who)s created an access token."),
    ("delete", "access_token"): N_("%(who)s ended an access token."),
    ("change", "contract"): N_("%(who)s set the practice's contract."),
    ("delete", "contract"): N_("%(who)s ended the practice's contract."),
    ("create", "large_team_request"): N_("%(who)s asked the operator for a large team."),
    ("change", "large_team_request"): N_("%(who)s answered the request for a large team."),
    ("create", "community"): N_("%(who)s created a community of practices that share rooms."),
    ("delete", "community"): N_("%(who)s dissolved a community of practices."),
    ("create", "community_partner"): N_("%(who)s asked to join a community of practices."),
    ("change", "community_partner"): N_("%(who)s changed which practices are in a community."),
    ("change", "community_news"): N_("Another practice changed something in a community of practices."),
    ("create", "joining_code"): N_("%(who)s made a code for joining a community of practices."),
    ("change", "joining_code"): N_("%(who)s revoked a code for joining a community of practices."),
    ("create", "shared_room"): N_("%(who)s added a shared room."),
    ("change", "shared_room"): N_("%(who)s changed a shared room or its house rules."),
    ("read", "room_use"): N_("%(who)s looked at how much shared rooms are used."),
    ("export", "room_use"): N_("%(who)s exported how much shared rooms are used."),
    ("read", "log"): N_("%(who)s looked at the log."),
    ("export", "log"): N_("%(who)s exported the log."),
    ("login", "login_session"): N_("%(who)s signed in."),
    ("logout", "login_session"): N_("%(who)s signed out."),
}
REFUSED: dict[str, str] = {
    "read": N_("%(who)s tried to see something and was refused."),
    "change": N_("%(who)s tried to do something and was refused."),
}


def sentence(row: LoggedAction, *, who: str, client: str) -> str:
    """Return what the row says. `client` is a name the reader may know, a short id, or empty for no client."""
    slots = {"who": who, "client": client or _("a client")}
    if row.is_denied:
        tried = "read" if row.action == "read" else "change"
        return _(REFUSED[tried]) % slots
    known = SENTENCES.get((row.action, row.object_type))
    if known:
        return _(known) % slots
    return _("%(who)s: %(code)s") % {"who": who, "code": f"{row.action} {row.object_type}"}


def kinds_like(text: str) -> list[tuple[str, str]]:
    """Return the kinds whose sentence, in the reader's language, holds all the words typed."""
    words = text.casefold().split()
    blank = {"who": "", "client": ""}
    found = [kind for kind, known in SENTENCES.items() if _holds(_(known) % blank, words)]
    return found + [(action, "") for action, known in REFUSED.items() if _holds(_(known) % blank, words)]


def _holds(known: str, words: list[str]) -> bool:
    folded = known.casefold()
    return all(word in folded for word in words)
