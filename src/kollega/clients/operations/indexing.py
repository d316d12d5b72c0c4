"""Keeping a client's search words and place in the order of names; inside an operation."""

from kollega.clients.models import Client, SearchKey
from kollega.clients.rules.search import Findable, keys_of
from kollega.kernel.ids import new_id


def findable(client: Client) -> Findable:
    return Findable(client.given_name, client.family_name, client.born_on, client.email, client.phone)


def search_rows(client: Client, country: str) -> list[SearchKey]:
    """Return the rows for a new client; the caller stores them."""
    return [
        SearchKey(id=new_id(), practice_id=client.practice_id, client_id=client.id, word=word)
        for word in sorted(keys_of(findable(client), country))
    ]


def index_again(client: Client, country: str) -> None:
    """Store the words that are new and remove those that are gone."""
    wanted = keys_of(findable(client), country)
    rows = SearchKey.objects.filter(practice_id=client.practice_id, client_id=client.id)
    present = set(rows.values_list("word", flat=True))
    rows.filter(word__in=present - wanted).delete()
    SearchKey.objects.bulk_create(row for row in search_rows(client, country) if row.word not in present)
