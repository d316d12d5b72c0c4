"""The pages about plans and billing, in each shipped catalogue."""

import pytest
from django.test import override_settings

from kollega.catalogue.in_force import SHIPPED
from kollega.kernel.permissions import Role
from tests.factories import make_member, make_practice
from tests.pages import browser, slug_of


@pytest.mark.parametrize("catalogue", SHIPPED)
def test_P15_owners_see_plans_and_billing_in_every_catalogue(catalogue: str) -> None:
    with override_settings(CATALOGUE=catalogue):
        owner = make_practice()
        make_member(owner, Role.CLINICIAN)
        page, slug = browser(owner), slug_of(owner)
        for address in (f"/p/{slug}/plans/", f"/p/{slug}/plans/?cycle=year", f"/p/{slug}/billing/", "/account/plan/"):
            assert page.get(address).status_code == 200, address
