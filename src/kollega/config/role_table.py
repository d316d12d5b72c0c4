"""The published role table: which right each role and area brings, and which routes demand it."""

from collections.abc import Iterable

from kollega.config.routes import Route, routes
from kollega.kernel.permissions import (
    AREA_PERMISSIONS,
    OPERATOR_PERMISSIONS,
    ROLE_PERMISSIONS,
    Area,
    Permission,
    Role,
)

HEAD = """# Roles and rights

Made by `kollega roles` from `kernel/permissions.py` and the routes themselves; a test compares it with both.

A right says what kind of thing somebody may do. Whose object it may be done to comes on top: a clinician opens the
clients in whose care they take part and writes in their own calendar and their own notes; another practice's objects
do not exist for anybody. Office staff get the rights of the areas chosen for them. Owners and administrators read no
records unless they are also clinicians in the client's care. The operator runs the installation: a back office of
facts, plans, seats and contracts, and no records. `note.view_team` comes from the team's settings, which nobody has by
default.
"""
OPERATOR = "operator"


def role_table() -> str:
    """Return the page in Markdown."""
    columns = [*Role, *(area for area in Area if AREA_PERMISSIONS[area])]
    names = [*(_name(column) for column in columns), OPERATOR]
    lines = [HEAD, "## What each role may do", "", _row(["Right", *names]), _row(["---"] * (len(names) + 1))]
    for permission in Permission:
        held = [*(_brings(column, permission) for column in columns), permission in OPERATOR_PERMISSIONS]
        lines.append(_row([f"`{permission}`", *("yes" if has else "" for has in held)]))
    lines += ["", "## Which routes demand which right", "", _row(["Route", "Right"]), _row(["---", "---"])]
    lines += [_row([f"`{_where(route)}`", _demand(route)]) for route in routes()]
    return "\n".join(lines) + "\n"


def _brings(column: Role | Area, permission: Permission) -> bool:
    granted = AREA_PERMISSIONS[column] if isinstance(column, Area) else ROLE_PERMISSIONS[column]
    return permission in granted


def _name(column: Role | Area) -> str:
    return f"office staff: {column}" if isinstance(column, Area) else column.replace("_", " ")


def _where(route: Route) -> str:
    return f"{route.method} {route.path}".strip()


def _demand(route: Route) -> str:
    if route.permission:
        return f"`{route.permission}`"
    kind = route.access.kind if route.access else ""
    reason = route.access.reason if route.access else ""
    return {"public": f"public: {reason}", "signed_in": "signed in", "operator": OPERATOR}.get(kind, "")


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
