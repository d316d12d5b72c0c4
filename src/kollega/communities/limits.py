"""Limits on trying codes: they are long, and nobody types many."""

from kollega.platform.limits import Limit

ASKED_BY_PRACTICE = Limit("community_ask_practice", 20, 3600)
CODES_BY_PRACTICE = Limit("community_codes_practice", 50, 86_400)
