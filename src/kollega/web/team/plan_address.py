"""Where somebody gets a plan that is missing: their own, where people choose one, else the practice's."""

from django.urls import reverse

from kollega.catalogue.in_force import catalogue


def plan_address(slug: str) -> str:
    return reverse("plans:own") if catalogue().personal_plans() else reverse("plans:plans", args=[slug])
