"""Where an operator gets into the back office from; nobody else learns that there is one."""

from urllib.parse import urlencode

from django.urls import reverse

from kollega.edge.access import SignedInRequest
from kollega.edge.login_sessions import has_second_factor
from kollega.operator.queries.operators import is_operator


def back_office_address(request: SignedInRequest) -> str:
    """Return the back office, or first the second factor that it demands; empty text for who is no operator."""
    if not is_operator(request.user.pk):
        return ""
    address = reverse("operator:practices")
    if has_second_factor(request):
        return address
    return f"{reverse('accounts:second_factor')}?{urlencode({'next': address})}"
