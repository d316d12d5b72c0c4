"""List every route of the product with the right it demands."""

import argparse
import json

NEEDS_DJANGO = True


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON, one object per route")


def run(options: argparse.Namespace) -> int:
    from kollega.config.routes import routes

    rows = [
        {
            "path": route.path,
            "name": route.name,
            "method": route.method or "GET, POST",
            "access": route.access.kind if route.access else "",
            "permission": route.permission,
        }
        for route in routes()
    ]
    if options.json:
        print(json.dumps(rows, indent=2))
    else:
        for row in rows:
            print(f"{row['method']:<10} {row['path']:<70} {row['access']:<10} {row['permission']}")
    return 0
