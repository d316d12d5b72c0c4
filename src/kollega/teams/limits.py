"""Limits on sending invitations and on asking for new ones (RL-1); docs/domains/teams.md lists them."""

from kollega.platform.limits import Limit

SENT_BY_PERSON = Limit("invitation_person", 100, 3600)
SENT_BY_PRACTICE = Limit("invitation_practice", 300, 86_400)
LOOKED_AT_BY_NETWORK = Limit("invitation_network", 120, 600)
ASKED_BY_NETWORK = Limit("invitation_ask_network", 10, 3600)
ASKED_BY_TOKEN = Limit("invitation_ask_token", 2, 86_400)
JOIN_ASKED_BY_PERSON = Limit("join_ask_person", 20, 3600)
