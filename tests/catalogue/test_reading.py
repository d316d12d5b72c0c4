"""A catalogue file with one fault each, and the sentence that says so (P1)."""

import pytest

from kollega.catalogue.in_force import text_of
from kollega.catalogue.rules.reading import CatalogueFaults, read_catalogue

GOOD = """
id = "small"
version = "1"
label = { en = "a", sv = "a", nb = "a", de = "a", fr = "a" }
[seats]
first_practice_plan = "free"
first_seat = "free"
support = "support"
[rules]
membership = "many"
large_team_from = 10
[affiliate]
trial_days = 30
[[volume]]
seats = 5
percent = 10
[[plans]]
id = "free"
scope = "practice"
label = { en = "a", sv = "a", nb = "a", de = "a", fr = "a" }
[plans.allows]
rooms = 1
[[plans]]
id = "paid"
scope = "practice"
trial_days = 14
label = { en = "a", sv = "a", nb = "a", de = "a", fr = "a" }
[plans.prices]
EUR = { month = 1500, year = 15000 }
[plans.allows]
rooms = "unlimited"
delegation = true
[[plans]]
id = "support"
scope = "seat"
label = { en = "a", sv = "a", nb = "a", de = "a", fr = "a" }
"""
PAID = 'id = "paid"\nscope = "practice"'
SUPPORT = 'id = "support"\nscope = "seat"'
FREE = 'id = "free"\nscope = "practice"'

FAULTS = [
    ('id = "small"', "", "`id` is missing or no text."),
    ('version = "1"', "version = 1", "`version` is missing or no text."),
    ('id = "small"', 'id = "small"\ncolour = "red"', "the catalogue: `colour` is not known here."),
    ('id = "small"', 'id = "small"\nbilling = "no"', "The catalogue: `billing` is true or false."),
    (', fr = "a" }\n[seats]', " }\n[seats]", "The catalogue: `label` lacks fr."),
    ("[seats]", "[seating]", "[seats] is missing."),
    ('membership = "many"', 'membership = "some"', "[rules]: `membership` is one of many, exclusive."),
    ("large_team_from = 10", "large_team_from = 0", "[rules]: `large_team_from` is a whole number above zero."),
    ("large_team_from = 10", 'team_needs = "paid"', "[rules]: `team_needs` is a list of plans."),
    ("large_team_from = 10", 'team_needs = ["gold"]', "[rules]: `team_needs` names gold, which is no plan."),
    ("trial_days = 30", "discount_percent = 120", "[affiliate]: `discount_percent` is a whole number between"),
    ("trial_days = 30", "trial_days = -1", "[affiliate]: `trial_days` is a whole number above zero."),
    ("percent = 10", "percent = 0", "[[volume]]: a step has `seats` above zero and `percent` between 1 and 100."),
    ("percent = 10", "percent = 10\n[[volume]]\nseats = 5\npercent = 20", "[[volume]]: the steps go from few seats"),
    ("[[volume]]", "[volume]", "`volume` is a list of tables: write [[volume]]."),
    (PAID, 'id = "Paid one"\nscope = "practice"', "Plan Paid one: `id` begins with a lower-case letter"),
    (PAID, 'id = "paid"\nscope = "team"', "Plan paid: `scope` is practice or seat."),
    (PAID, PAID + "\nprise = 1", "Plan paid: `prise` is not known here."),
    (PAID, 'id = "free"\nscope = "practice"', "Two plans have the id free."),
    ("trial_days = 14", 'trial_days = "two weeks"', "Plan paid: `trial_days` is a whole number above zero."),
    ("month = 1500, ", "", "Plan paid: a price is written"),
    ("month = 1500", "month = 15.00", "Plan paid: a price is written"),
    ("EUR = {", "euro = {", "in whole minor units; euro is not."),
    ("rooms = 1", "rooms = true", "Plan free: rooms is a number or `unlimited`."),
    ("delegation = true", "delegation = 1", "Plan paid: delegation is true or false."),
    ("delegation = true", "coffee = true", "Plan paid: there is nothing called coffee to allow."),
    (SUPPORT, SUPPORT + "\nallows = { rooms = 1 }", "Plan support: rooms belongs to a plan of scope practice."),
    (SUPPORT, SUPPORT + '\nclinician_types = ["paid"]', "Plan support: `clinician_types` belongs to a plan of scope"),
    (PAID, PAID + "\nfor_persons = true", "Plan paid: `for_persons` belongs to a plan of scope seat."),
    (PAID, PAID + "\nclinician_types = []", "Plan paid: `clinician_types` is a list of plans; leave it out"),
    (PAID, PAID + '\nclinician_types = ["gold"]', "Plan paid: clinician type gold is no plan of scope seat."),
    (
        "rooms = 1",
        "rooms = 1\nnotes = true\n[[plans]]\nid = 'x'\nscope = 'practice'\nclinician_types = ['support']\n"
        "label = { en = 'a', sv = 'a', nb = 'a', de = 'a', fr = 'a' }\n[plans.allows]\nnotes = true",
        "Plan x: notes belongs to the plans in `clinician_types`",
    ),
    ('support = "support"', 'support = "paid"', "[seats]: `support` names a plan of scope seat."),
    ('first_practice_plan = "free"', 'first_practice_plan = "support"', "`first_practice_plan` names a plan of scope"),
    ('first_practice_plan = "free"', 'first_practice_plan = "paid"', "`first_practice_plan` names a plan with a price"),
    ('first_seat = "free"', 'first_seat = "gold"', "[seats]: `first_seat` names a plan that a seat can have."),
    (
        'support = "support"',
        'support = "support"\nclinician_trial = "support"',
        "`clinician_trial` names a plan",
    ),
    ('support = "support"', 'support = "support"\none_a_person = 1', "[seats]: `one_a_person` is true or false."),
    ('id = "small"', 'id = "small"\nbilling = false', "Plan paid: it has a price, but `billing` is false."),
    ("rooms = 1", "rooms = [", "The file is not TOML:"),
]


def faults(text: str) -> list[str]:
    with pytest.raises(CatalogueFaults) as found:
        read_catalogue(text)
    return found.value.faults


def test_P1_a_good_file_is_read() -> None:
    assert list(read_catalogue(GOOD).plans) == ["free", "paid", "support"]


@pytest.mark.parametrize(("was", "becomes", "sentence"), FAULTS, ids=[fault[2][:50] for fault in FAULTS])
def test_P1_each_fault_is_said_in_one_sentence(was: str, becomes: str, sentence: str) -> None:
    assert was in GOOD
    found = faults(GOOD.replace(was, becomes, 1))
    assert len(found) == 1, found
    assert sentence in found[0]


def test_P1_plans_of_different_currencies_are_a_fault() -> None:
    second = GOOD.replace("EUR = { month = 1500", "SEK = { month = 1500").split("[[plans]]")[2]
    text = GOOD + "[[plans]]" + second.replace('id = "paid"', 'id = "other"')
    assert faults(text) == [
        "Plan paid: it has no price in SEK, which other plans have.",
        "Plan other: it has no price in EUR, which other plans have.",
    ]


def test_P1_all_faults_are_found_at_once() -> None:
    text = GOOD.replace('version = "1"', "").replace("rooms = 1", "rooms = true").replace("year = 15000", "year = -1")
    assert len(faults(text)) == 3


def test_P1_a_missing_file_is_said_with_the_names_that_there_are() -> None:
    with pytest.raises(CatalogueFaults, match="Shipped are open, kollega"):
        text_of("/nowhere/plans.toml")
