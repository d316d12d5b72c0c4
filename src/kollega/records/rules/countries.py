"""What the law of a country says about records: how long they are kept, and whether a report names who opened them.

Sources. Sweden: patientdatalagen 3 kap. 17 § (ten years after the last entry), 8 kap. 5 § with HSLF-FS 2016:40 4 kap.
(from which unit and when). Germany: § 630f Abs. 3 BGB (ten years after the end of treatment). Norway:
pasientjournalloven § 25 (until they are no longer needed: a decision, not a date) and § 18 (who had access).
Elsewhere the practice sets the years.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Counted(StrEnum):
    LAST_ENTRY = "last_entry"
    END_OF_TREATMENT = "end_of_treatment"
    BY_DECISION = "by_decision"


@dataclass(frozen=True, slots=True)
class Law:
    """`years` is None where no number of years ends the duty."""

    counted: Counted
    years: int | None
    names_in_report: bool
    source: str


LAWS: dict[str, Law] = {
    "SE": Law(Counted.LAST_ENTRY, 10, False, "patientdatalagen 3 kap. 17 §"),
    "DE": Law(Counted.END_OF_TREATMENT, 10, False, "§ 630f Abs. 3 BGB"),
    "NO": Law(Counted.BY_DECISION, None, True, "pasientjournalloven § 25"),
}
BY_SETTING = Law(Counted.LAST_ENTRY, None, False, "")


def law_of(country: str) -> Law:
    return LAWS.get(country, BY_SETTING)


def kept_until(law: Law, years: int | None, last_entry: date | None, end_of_treatment: date | None) -> date | None:
    """Return the first day on which the duty to keep is over, or None when no date ends it.

    `years` is the practice's own setting, which lengthens the law's and never shortens it. A client who still comes
    has no end of treatment yet.
    """
    longest = max((each for each in (law.years, years) if each is not None), default=None)
    if longest is None or law.counted is Counted.BY_DECISION:
        return None
    begins = end_of_treatment if law.counted is Counted.END_OF_TREATMENT else last_entry
    return years_after(begins, longest) if begins else None


def years_after(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
