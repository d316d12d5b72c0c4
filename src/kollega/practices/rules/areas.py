"""How much of clients each area of office staff shows (B9)."""

from collections.abc import Collection, Mapping

from kollega.kernel.permissions import Area, ClientFields

# An area starts with what its work usually needs: the name, and how to reach the client.
USUAL = ClientFields.CONTACT
# The areas in which anything of a client is shown so far.
WITH_CLIENTS = (Area.APPOINTMENTS,)


def fields_of(stored: Mapping[str, str], area: Area) -> ClientFields:
    """Return what is stored for an area, or the usual where nothing is."""
    return ClientFields(stored.get(area, USUAL))


def checked_fields(wanted: Mapping[Area, ClientFields], areas: Collection[Area]) -> dict[str, str]:
    """Return what to store: only areas that the person has and that show clients at all."""
    return {area.value: wanted[area].value for area in WITH_CLIENTS if area in areas and area in wanted}
