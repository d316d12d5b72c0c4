"""The zone in which a person's own pages say times."""

from zoneinfo import ZoneInfo

from kollega.edge.access import SignedInRequest
from kollega.practices.queries.memberships import memberships_of


def own_zone(request: SignedInRequest) -> ZoneInfo:
    """Times as in the person's first practice; the account itself has no place."""
    zones = [membership.zone for membership in memberships_of(request.user.pk)]
    return ZoneInfo(zones[0] if zones else "UTC")
