"""Limits on public booking (RL-1); docs/domains/online.md lists them."""

from kollega.platform.limits import Limit

LOOKED_AT_BY_NETWORK = Limit("online_look_network", 600, 600)
HELD_BY_NETWORK = Limit("online_hold_network", 30, 600)
HELD_BY_PRACTICE = Limit("online_hold_practice", 300, 600)
BOOKED_BY_NETWORK = Limit("online_book_network", 20, 3600)
BOOKED_BY_PRACTICE = Limit("online_book_practice", 200, 3600)
BOOKED_BY_CONTACT = Limit("online_book_contact", 10, 86_400)
CODE_BY_NETWORK = Limit("online_code_network", 30, 3600)
CODE_BY_DRAFT = Limit("online_code_draft", 5, 86_400)
CODE_BY_CONTACT = Limit("online_code_contact", 5, 3600)
WAITING_BY_NETWORK = Limit("online_waiting_network", 10, 3600)
WAITING_BY_CONTACT = Limit("online_waiting_contact", 5, 86_400)
MATCHED_BY_NETWORK = Limit("online_match_network", 10, 3600)
MATCHED_BY_CONTACT = Limit("online_match_contact", 3, 86_400)
SECRET_BY_NETWORK = Limit("online_secret_network", 240, 600)
MOST_COMING = 3
"""Coming visits that one address may have booked online."""
