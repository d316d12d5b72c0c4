"""How often somebody may be let in by mail, and links be looked at (RL-1)."""

from kollega.platform.limits import Limit

OFFERED_BY_PERSON = Limit("grant_person", 30, 3600)
LOOKED_AT_BY_NETWORK = Limit("grant_network", 120, 600)
