"""Whether the installation is well, in words; the same checks as `/readyz`."""

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from kollega.edge.access import OperatorRequest, operator_page
from kollega.edge.health import checks
from kollega.web.operator.frame import back_office

CHECK_WORDS: dict[str, Promise] = {
    "database": _("The database answers"),
    "migrations": _("The tables are of this version"),
    "worker": _("The worker is at work"),
    "outbox": _("Events are handled in time"),
    "jobs": _("No job has failed for good"),
    "log": _("The log has room for the months to come"),
    "mail": _("Mail leaves"),
    "backup": _("Backups are made and proven"),
    "held": _("Nothing waits for a decision after a restore"),
}


@operator_page
@require_GET
def health_page(request: OperatorRequest) -> HttpResponse:
    found = [{"words": CHECK_WORDS.get(fact.name, fact.name), "good": fact.good} for fact in checks()]
    context = {"checks": found, "all_well": all(one["good"] for one in found), "readyz": "/readyz"}
    return back_office(request, "operator/health.html", context, place="health")
