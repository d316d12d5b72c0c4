"""The catalogue that the operator chose by `KOLLEGA_CATALOGUE`: the name of a shipped one, or a file."""

from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from django.conf import settings

from kollega.catalogue.rules.plans import Catalogue
from kollega.catalogue.rules.reading import CatalogueFaults, read_catalogue

SHIPPED = ("open", "kollega", "heidi", "covet", "lemniscus")


def catalogue() -> Catalogue:
    """Return the catalogue in force. Raises CatalogueFaults when its file is missing or wrong."""
    return _loaded(settings.CATALOGUE)


def text_of(name: str) -> str:
    """Return the text of a shipped catalogue, or of the file at this path."""
    if name in SHIPPED:
        return (files("kollega.catalogue") / "shipped" / f"{name}.toml").read_text(encoding="utf-8")
    try:
        return Path(name).read_text(encoding="utf-8")
    except OSError as error:
        known = ", ".join(SHIPPED)
        raise CatalogueFaults([f"There is no catalogue {name}. Shipped are {known}; else give a file."]) from error


def read(name: str) -> Catalogue:
    """Return a shipped catalogue by its name, or the one in a file. Raises CatalogueFaults."""
    return _loaded(name)


def faults_in(name: str) -> list[str]:
    """Return what is wrong with a shipped catalogue or a file, in sentences; empty when it can be used."""
    try:
        _loaded(name)
    except CatalogueFaults as found:
        return found.faults
    return []


@lru_cache(maxsize=16)
def _loaded(name: str) -> Catalogue:
    return read_catalogue(text_of(name))
