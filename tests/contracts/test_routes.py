"""Rules about every route at once."""

from pathlib import Path

from kollega.config.role_table import role_table
from kollega.config.routes import routes

ROOT = Path(__file__).resolve().parents[2]


def test_AZ1_every_route_declares_what_it_demands() -> None:
    undeclared = [route.path for route in routes() if route.access is None]
    assert undeclared == []


def test_AZ1_routes_of_a_practice_demand_a_right() -> None:
    loose = [
        route.path
        for route in routes()
        if route.path.startswith("/p/<slug:practice>/") and not (route.access and route.access.permission)
    ]
    assert loose == []


def test_AZ1_public_routes_say_why() -> None:
    silent = [
        route.path
        for route in routes()
        if route.access and route.access.kind == "public" and len(route.access.reason) < 10
    ]
    assert silent == []


def test_AZ2_the_published_role_table_is_the_real_one() -> None:
    published = (ROOT / "docs" / "roles.md").read_text()
    assert published.strip() == role_table().strip(), "run: python -m kollega roles > docs/roles.md"


def test_names_and_paths_of_routes_are_unique() -> None:
    seen = [(route.method, route.path) for route in routes()]
    assert len(seen) == len(set(seen))
