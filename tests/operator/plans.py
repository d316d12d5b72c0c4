"""A small catalogue with limits, a trial and an affiliate gift, for tests."""

import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.test import override_settings

from kollega.catalogue.in_force import text_of

CONTRACT = {
    "plan_id": "everything",
    "begins_on": "2026-01-01",
    "contact_name": "Maja Ek",
    "contact_email": "maja@installation.example",
    "rooms": "number",
    "rooms_count": "4",
}


def limited() -> Any:
    """Put the small catalogue in force for a while."""
    return override_settings(CATALOGUE=_file())


@lru_cache(maxsize=1)
def _file() -> str:
    """The shipped open catalogue with one plan more and rules of a hosted installation."""
    label = '[plans.label]\nen = "{0}"\nsv = "{0}"\nnb = "{0}"\nde = "{0}"\nfr = "{0}"\n'
    text = (
        text_of("open")
        .replace("billing = false", "billing = true")
        .replace('assistant = "assistant"\n', 'assistant = "assistant"\nclinician_trial = "paid"\n')
    )
    text += '\n[[plans]]\nid = "small"\nscope = "practice"\nclinician_types = ["clinician", "paid"]\n'
    text += label.format("Small") + "[plans.allows]\nrooms = 1\n"
    text += '\n[[plans]]\nid = "paid"\nscope = "seat"\nfor_persons = true\ntrial_days = 14\n'
    text += "prices = {EUR = {month = 1500, year = 15000}}\n"
    text += label.format("Paid") + '[plans.allows]\nnotes = true\nappointments_a_month = "unlimited"\n'
    text += "\n[rules]\nlarge_team_from = 10\n\n[affiliate]\ntrial_days = 45\ndiscount_percent = 10\n"
    path = Path(tempfile.mkdtemp(prefix="kollega-catalogue-")) / "small.toml"
    path.write_text(text)
    return str(path)
