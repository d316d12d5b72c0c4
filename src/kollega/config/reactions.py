"""What happens after an event, and what comes round by itself: the one table of both."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from kollega.edge.actors import job_actor
from kollega.kernel.actor import Actor
from kollega.platform.jobs.reactions import Duty
from kollega.platform.tenancy import tenant
from kollega.practices.queries.installation import zone_of

_COMMUNITIES = "kollega.messaging.handlers.communities"
# What one practice does in a community stands in the log of the other one too.
_LOGGED = "kollega.communities.handlers.write_down"

# Event -> handlers, each of which has its effect exactly once for each event.
REACTIONS: dict[str, tuple[str, ...]] = {
    "accounts.signed_in": ("kollega.practices.handlers.signed_in",),
    "accounts.signed_out": ("kollega.practices.handlers.signed_out",),
    "accounts.signed_up": ("kollega.catalogue.handlers.signed_up",),
    "accounts.verification_wanted": ("kollega.messaging.handlers.accounts.verification_wanted",),
    "accounts.reset_wanted": ("kollega.messaging.handlers.accounts.reset_wanted",),
    "accounts.address_change_wanted": ("kollega.messaging.handlers.accounts.address_change_wanted",),
    "accounts.address_changed": ("kollega.messaging.handlers.accounts.address_changed",),
    "accounts.new_device": ("kollega.messaging.handlers.accounts.new_device",),
    "accounts.recovery_code_used": ("kollega.messaging.handlers.accounts.recovery_code_used",),
    "accounts.security_changed": ("kollega.messaging.handlers.accounts.security_changed",),
    "clients.import_batch_due": ("kollega.clients.handlers.import_next_batch",),
    "scheduling.repeat_changed": (
        "kollega.notices.handlers.changes.appointments_changed",
        "kollega.online.handlers.freeing.appointments_freed",
    ),
    "scheduling.repeat_cancelled": (
        "kollega.notices.handlers.changes.appointments_changed",
        "kollega.online.handlers.freeing.appointments_freed",
    ),
    "scheduling.repeat_undone": (
        "kollega.notices.handlers.changes.appointments_changed",
        "kollega.online.handlers.freeing.appointments_freed",
    ),
    "scheduling.booked": ("kollega.notices.handlers.changes.appointment_changed",),
    "scheduling.moved": (
        "kollega.notices.handlers.changes.appointment_changed",
        "kollega.online.handlers.freeing.appointment_freed",
    ),
    "scheduling.changed": (
        "kollega.notices.handlers.changes.appointment_changed",
        "kollega.online.handlers.freeing.appointment_freed",
    ),
    "scheduling.status_set": ("kollega.notices.handlers.changes.appointment_changed",),
    "scheduling.cancelled": (
        "kollega.notices.handlers.changes.appointment_changed",
        "kollega.online.handlers.freeing.appointment_freed",
    ),
    "scheduling.undone": (
        "kollega.notices.handlers.changes.appointment_changed",
        "kollega.online.handlers.freeing.appointment_freed",
    ),
    "scheduling.import_prepared": ("kollega.scheduling.handlers.importing.check_prepared",),
    "scheduling.import_started": ("kollega.scheduling.handlers.importing.run_started",),
    "online.booked": ("kollega.online.handlers.letters.booked",),
    "online.declined": ("kollega.online.handlers.letters.declined",),
    "online.waiting_offered": ("kollega.online.handlers.letters.waiting_offered",),
    "online.referral_made": ("kollega.online.handlers.referrals.made",),
    "online.referral_picked": ("kollega.online.handlers.referrals.picked",),
    "online.referral_answered": ("kollega.online.handlers.referrals.answered",),
    "online.code_wanted": ("kollega.online.handlers.letters.code_wanted",),
    "operator.large_team_asked": ("kollega.operator.handlers.large_team_asked",),
    "communities.asked": (_LOGGED, f"{_COMMUNITIES}.asked"),
    "communities.answered": (_LOGGED, f"{_COMMUNITIES}.answered"),
    "communities.rules_set": (_LOGGED, f"{_COMMUNITIES}.rules_set"),
    "communities.leaving_asked": (_LOGGED, f"{_COMMUNITIES}.leaving_asked"),
    "communities.leaving_answered": (_LOGGED, f"{_COMMUNITIES}.leaving_answered"),
    "communities.left": (_LOGGED, f"{_COMMUNITIES}.left"),
    "communities.dissolved": (_LOGGED, f"{_COMMUNITIES}.dissolved"),
    "practices.roles_changed": (
        "kollega.teams.handlers.inviting.roles_changed",
        "kollega.communities.handlers.maker_changed",
    ),
    "teams.invited": ("kollega.teams.handlers.inviting.invited",),
    "teams.new_invitation_wanted": ("kollega.teams.handlers.inviting.new_invitation_wanted",),
    "teams.new_join_link_wanted": ("kollega.teams.handlers.inviting.new_join_link_wanted",),
    "teams.joined": ("kollega.teams.handlers.joining.joined",),
    "teams.join_asked": ("kollega.teams.handlers.joining.join_asked",),
    "teams.join_answered": ("kollega.teams.handlers.joining.join_answered",),
    "practices.membership_ended": (
        "kollega.teams.handlers.letters.membership_ended",
        "kollega.communities.handlers.maker_changed",
        "kollega.feeds.handlers.membership_ended",
        "kollega.journal.handlers.leaving.membership_ended",
    ),
    "teams.ownership_offered": ("kollega.teams.handlers.letters.ownership_offered",),
    "teams.ownership_taken": ("kollega.teams.handlers.letters.ownership_taken",),
    "teams.ownership_declined": ("kollega.teams.handlers.letters.ownership_declined",),
    "teams.records_change_proposed": ("kollega.teams.handlers.letters.records_change_proposed",),
    "journal.signature_asked": ("kollega.journal.handlers.letters.signature_asked",),
    "journal.signature_answered": ("kollega.journal.handlers.letters.signature_answered",),
    "journal.note_shared": ("kollega.journal.handlers.letters.note_shared",),
    "records.export_wanted": ("kollega.records.handlers.export_wanted",),
    "feeds.reading_wanted": ("kollega.feeds.handlers.read_wanted",),
    "delegation.offered": ("kollega.delegation.handlers.letters.offered",),
    "delegation.given": ("kollega.delegation.handlers.letters.given",),
    "messaging.mail_queued": ("kollega.messaging.handlers.sending.send_queued",),
    "messaging.text_queued": ("kollega.messaging.handlers.sending.send_queued_text",),
}

# Most urgent first: one scheduler does them in this order.
DUTIES: tuple[Duty, ...] = (
    Duty("jobs.rescue", timedelta(seconds=30), "kollega.platform.jobs.tidying.rescue", unheld=True),
    # Mail from before a restore is held row by row; what is queued since then may go.
    Duty(
        "messaging.send_waiting",
        timedelta(seconds=30),
        "kollega.messaging.handlers.sending.send_waiting",
        unheld=True,
    ),
    Duty(
        "messaging.send_waiting_texts",
        timedelta(seconds=30),
        "kollega.messaging.handlers.sending.send_waiting_texts",
        unheld=True,
    ),
    Duty("notices.send_due", timedelta(seconds=15), "kollega.notices.handlers.due.send_due"),
    Duty("feeds.read_calendars", timedelta(minutes=1), "kollega.feeds.handlers.want_due", unheld=True),
    Duty("notices.remind", timedelta(minutes=1), "kollega.notices.handlers.due.remind"),
    Duty("audit.seal", timedelta(minutes=1), "kollega.audit.operations.sealing.seal_and_anchor", unheld=True),
    Duty("audit.partitions", timedelta(days=1), "kollega.audit.operations.upkeep.make_partitions", unheld=True),
    Duty("audit.verify", timedelta(days=1), "kollega.audit.operations.upkeep.verify_increment", unheld=True),
    Duty("journal.put_away", timedelta(hours=6), "kollega.journal.handlers.duties.put_away_untouched"),
    Duty("journal.empty_bins", timedelta(hours=6), "kollega.journal.handlers.duties.empty_bins"),
    Duty("delegation.end_guests", timedelta(hours=1), "kollega.delegation.operations.ending.end_guests"),
    Duty("clients.forget_import_files", timedelta(hours=6), "kollega.clients.handlers.forget_import_files"),
    Duty("documents.tidy", timedelta(hours=6), "kollega.documents.handlers.tidy"),
    Duty("records.expire", timedelta(hours=1), "kollega.records.handlers.expire_exports"),
    Duty("online.expire_offers", timedelta(seconds=30), "kollega.online.handlers.duties.expire_offers"),
    Duty("online.tidy", timedelta(hours=1), "kollega.online.handlers.duties.tidy"),
    Duty("accounts.expire", timedelta(hours=1), "kollega.accounts.operations.expiring.expire"),
    Duty("platform.expire", timedelta(hours=1), "kollega.platform.jobs.tidying.expire"),
)


def job_actor_in(practice_id: UUID) -> Actor:
    """Return the actor of a job in this practice, at this moment of business time."""
    with tenant(practice_id), transaction.atomic():
        return job_actor(practice_id, zone_of(practice_id))
