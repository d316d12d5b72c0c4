"""Addresses of areas that this one leads to."""

from django.urls import NoReverseMatch, reverse


def link_to(name: str, slug: str) -> str:
    try:
        return reverse(name, args=[slug])
    except NoReverseMatch:
        return ""
