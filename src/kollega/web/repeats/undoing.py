"""Taking back a change of many dates as a whole."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.permissions import Permission
from kollega.scheduling.operations.undoing_repeats import undo_repeating
from kollega.web.repeats.answers import done


@practice_page(Permission.APPOINTMENT_CHANGE)
@require_POST
def undo(request: PracticeRequest, repeat_change_id: UUID) -> HttpResponse:
    """Bring back all dates as they were, within three minutes."""
    undo_repeating(request.actor, change_id=repeat_change_id)
    return done(request, _("Undone."), undo=None)
