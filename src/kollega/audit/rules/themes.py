"""The themes of the log page and what belongs to each: types of objects, and domains of refused tries."""

from enum import StrEnum


class Theme(StrEnum):
    ALL = "all"
    CLIENTS = "clients"
    RECORD = "record"
    CALENDAR = "calendar"
    PRACTICE = "practice"
    SIGN_INS = "sign-ins"


OBJECTS_BY_THEME: dict[Theme, tuple[frozenset[str], tuple[str, ...]]] = {
    Theme.CLIENTS: (
        frozenset(
            {
                "client",
                "client_information",
                "client_log",
                "national_id",
                "contact_person",
                "duplicate_hint",
                "merge",
                "referral",
                "referral_list",
                "matching_form",
                "matching_profile",
                "care",
                "responsibility",
                "client_import",
            }
        ),
        ("clients",),
    ),
    Theme.RECORD: (
        frozenset(
            {
                "document",
                "document_list",
                "document_bin",
                "note",
                "note_list",
                "note_versions",
                "note_lock",
                "team_note",
                "team_note_list",
                "addendum",
                "error_mark",
                "carried_note",
                "carried_note_list",
                "note_template",
                "countersignature",
                "sign_request",
                "sign_request_list",
                "snippet",
                "note_share",
                "note_share_list",
                "shared_note",
                "shared_note_list",
                "process_note",
                "process_note_list",
                "record_export",
                "record_export_list",
                "record_file",
                "imported_record",
            }
        ),
        ("journal", "documents", "records"),
    ),
    Theme.CALENDAR: (
        frozenset(
            {
                "appointment",
                "appointments",
                "recurrence",
                "calendar",
                "calendar_import",
                "booking_defaults",
                "service",
                "room",
                "hours",
                "hours_exception",
                "video_link",
                "column_set",
                "block",
                "invitation_of_client",
                "notice",
                "notice_settings",
                "notice_text",
                "notice_preference",
                "invitation_to_dates",
                "test_text",
                "text_account",
                "notices",
                "notice_list",
                "online_page",
                "online_clinician",
                "online_look",
                "online_policy",
                "online_intake",
                "online_draft",
                "online_booking",
                "online_answers",
                "own_visit",
                "waiting_entry",
                "waiting_list",
                "waiting_offer",
                "feed",
                "calendar_source",
                "mirror",
            }
        ),
        ("scheduling", "calendar", "notices", "online", "feeds"),
    ),
    Theme.PRACTICE: (
        frozenset(
            {
                "practice",
                "membership",
                "account_type",
                "calendar_grant",
                "guest_memberships",
                "member_obstacles",
                "member_visits",
                "member_clients",
                "team",
                "ownership_offer",
                "ownership",
                "records_change",
                "access_token",
                "log",
                "log_review",
                "log_review_list",
                "practice_plan",
                "seat",
                "contract",
                "large_team_request",
                "team_settings",
                "invitation",
                "join_link",
                "join_request",
                "community",
                "community_partner",
                "community_news",
                "joining_code",
                "shared_room",
                "room_use",
            }
        ),
        (
            "practices",
            "audit",
            "catalogue",
            "communities",
            "teams",
            "operator",
            "delegation",
            "oversight",
            "log",
            "team",
        ),
    ),
    Theme.SIGN_INS: (frozenset({"login_session"}), ("accounts",)),
}
