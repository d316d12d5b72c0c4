"""What a sample of the log is drawn by, and what its reader says of each row."""

from enum import StrEnum


class Drawn(StrEnum):
    """RANDOM is every read of client data alike; the others are the rules that look for what is out of the ordinary."""

    RANDOM = "random"
    WITHOUT_VISIT = "without_visit"
    AT_NIGHT = "at_night"
    MANY_CLIENTS = "many_clients"
    REFUSED = "refused"


class Verdict(StrEnum):
    IN_ORDER = "in_order"
    TO_ASK = "to_ask"
    BREACH = "breach"
