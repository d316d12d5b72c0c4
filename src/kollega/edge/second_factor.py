"""Who must have shown a second factor before a page of a practice opens (AU-2, T11)."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from kollega.edge.login_sessions import has_second_factor
from kollega.kernel.permissions import Role
from kollega.practices.queries.memberships import MembershipOfPerson

# Owners and administrators are among them: they give out roles and read the log.
ROLES_WITH_SECOND_FACTOR = frozenset(
    {Role.OWNER, Role.ADMIN, Role.CLINICIAN, Role.ASSISTANT, Role.LOG_READER, Role.GUEST}
)


def needs_second_factor(member: MembershipOfPerson) -> bool:
    """Tell whether what the member may see includes data of clients, or the practice asks everybody for one."""
    if member.second_factor_for_all or member.views_colleagues:
        return True
    return bool(member.roles & ROLES_WITH_SECOND_FACTOR) or (Role.OFFICE_STAFF in member.roles and bool(member.areas))


def second_factor_first(request: HttpRequest, member: MembershipOfPerson) -> HttpResponseBase | None:
    """Return the answer that leads to setting up a second factor, or None when nothing is missing."""
    if not needs_second_factor(member) or has_second_factor(request):
        return None
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": reverse("accounts:second_factor")})
    wanted = request.get_full_path() if request.method == "GET" else "/"
    return redirect(f"{reverse('accounts:second_factor')}?{urlencode({'next': wanted})}")
