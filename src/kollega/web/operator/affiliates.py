"""How many signed up through whose affiliate link (T13)."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from kollega.catalogue.in_force import catalogue
from kollega.catalogue.queries.affiliates import link_counts
from kollega.edge.access import OperatorRequest, operator_page
from kollega.web.operator.frame import back_office
from kollega.web.operator.words import affiliate_words


@operator_page
@require_GET
def affiliates_page(request: OperatorRequest) -> HttpResponse:
    context = {"rows": link_counts(), "given": affiliate_words(catalogue())}
    return back_office(request, "operator/affiliates.html", context, place="affiliates")
