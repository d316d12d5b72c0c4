"""A person who is signed in proves again who they are."""

from kollega.accounts import limits
from kollega.accounts.errors import WrongPassword
from kollega.accounts.models import AccountEvent, Person
from kollega.accounts.operations import hashing
from kollega.accounts.operations.activity import note_failure
from kollega.accounts.queries.sessions import Login
from kollega.accounts.visit import Visit
from kollega.platform.limits import hit


def check_password(login: Login, *, password: str, visit: Visit) -> None:
    """Refuses with WrongPassword, TooMany and Busy. Tries are counted by login session."""
    hit(limits.CONFIRM_BY_SESSION, login.id)
    person = Person.objects.get(pk=login.person_id)
    if not hashing.matches(person, password):
        note_failure(person.pk, AccountEvent.Kind.PASSWORD_WRONG, visit)
        raise WrongPassword
