"""The back office's own frame: its menu, the person, and no practice."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kollega.edge.access import OperatorRequest
from kollega.operator.queries.large_teams import waiting_requests
from kollega.web.demo.strip import demo_strip
from kollega.web.shell import MenuItem, PersonView, Shell

UTC = ZoneInfo("UTC")


def back_office(
    request: OperatorRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    place: str,
    status: int = 200,
    zone: ZoneInfo = UTC,
) -> HttpResponse:
    """Render a page of the back office; `place` is the key of its menu item, `zone` where its times are meant."""
    _set_shell(request, _menu(place))
    with timezone.override(zone):
        return render(request, template, dict(context), status=status)


def _set_shell(request: HttpRequest, menu: list[MenuItem]) -> None:
    request.shell = Shell(  # type: ignore[attr-defined]  # read by the context processor
        house=_("Back office"),
        person=PersonView(
            name=request.user.name,  # type: ignore[union-attr]  # behind operator_page there is a person
            account_url=reverse("accounts:account"),
            sign_out_url=reverse("accounts:sign_out"),
        ),
        menu=menu,
        sign_in_url=reverse("accounts:sign_in"),
        sign_in_dialog_url=reverse("accounts:sign_in"),
        demo=demo_strip(),
    )


def _menu(place: str) -> list[MenuItem]:
    items = (
        ("practices", _("Practices"), "building-2", None),
        ("requests", _("Requests"), "inbox", waiting_requests() or None),
        ("catalogue", _("Plans in force"), "layers", None),
        ("affiliates", _("Affiliate links"), "share-2", None),
        ("health", _("Health"), "activity", None),
    )
    return [
        MenuItem(
            key=key,
            label=label,
            phone_label=label,
            url=reverse(f"operator:{key}"),
            icon=icon,
            count=count,
            current=key == place,
        )
        for key, label, icon, count in items
    ]
