"""The one page for all dead links."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render


def dead_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """Answer expired, revoked, replaced, used and unknown links alike (I3)."""
    return render(request, "invitations/dead.html", {"token": token}, status=410)
