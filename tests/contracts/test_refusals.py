"""Rules about every refusal at once."""

import importlib
import pkgutil
from collections.abc import Iterator

from django.test import Client
from tools import messages

import kollega
from kollega.kernel.errors import Refusal

STATUSES = {400, 401, 403, 404, 409, 410, 412, 413, 422, 428, 429, 507}


def refusals() -> Iterator[type[Refusal]]:
    for module in pkgutil.walk_packages(kollega.__path__, "kollega."):
        if ".migrations." not in module.name and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    waiting = [Refusal]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            yield kind


def test_every_refusal_has_its_own_code_a_status_and_a_sentence() -> None:
    codes: dict[str, str] = {}
    for kind in refusals():
        if "code" not in vars(kind):
            # It refines an existing refusal without being another one for callers.
            continue
        assert kind.status in STATUSES, kind
        assert kind.message.endswith((".", ":", "?")), kind
        assert kind.code.islower(), kind
        assert codes.setdefault(kind.code, kind.__name__) == kind.__name__, f"{kind.code} is used twice"


def test_every_refusal_is_translated() -> None:
    known: dict[str, set[str]] = {language: set() for language in messages.LANGUAGES}
    for area in messages.areas():
        for language in messages.LANGUAGES:
            catalogue = messages.load(messages.catalogue_path(area, language), language)
            known[language] |= {str(message.id) for message in catalogue if message.id and message.string}
    for kind in refusals():
        for language, words in known.items():
            assert kind.message in words, f"{kind.code} in {language}"


def test_every_refusal_stands_in_the_document_of_the_api() -> None:
    codes = {kind.code for kind in refusals()}
    document = Client().get("/api/v1/openapi.json").json()
    assert codes <= set(document["components"]["schemas"]["Problem"]["properties"]["code"]["enum"])
