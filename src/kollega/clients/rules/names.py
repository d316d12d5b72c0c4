"""A whole name in one field, cut into its parts."""


def split_name(name: str) -> tuple[str, str]:
    """Return given and family name: what follows a comma is the given name, else the last word the family name."""
    if "," in name:
        family, given = name.split(",", 1)
        return given.strip(), family.strip()
    given, _space, family = name.strip().rpartition(" ")
    return given.strip(), family
