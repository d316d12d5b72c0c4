"""Every kind of entry that the code writes has a sentence and a theme."""

import ast
from pathlib import Path

import kollega
from kollega.audit.rules.themes import OBJECTS_BY_THEME
from kollega.web.log.sentences import SENTENCES

SOURCE = Path(next(iter(kollega.__path__)))


def _written() -> set[tuple[str, str]]:
    """Pairs of action and type that stand literally in `record(...)` and `Entry(...)`."""
    found = set()
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("record", "Entry"):
                given = node.args[1:] if node.func.id == "record" else node.args
                if len(given) > 1 and isinstance(given[0], ast.Attribute) and isinstance(given[1], ast.Constant):
                    found.add((given[0].attr.lower(), str(given[1].value)))
    return found


def test_L2_every_kind_of_entry_has_a_sentence() -> None:
    written = _written()
    assert len(written) > 40, "the search above finds nothing any more"
    assert sorted(written - SENTENCES.keys()) == []


def test_L2_every_type_of_object_has_a_theme() -> None:
    themed = {name for objects, _ in OBJECTS_BY_THEME.values() for name in objects}
    assert sorted({name for _, name in _written()} - themed) == []
