from kollega.clients.models.cards import (
    Care,
    Client,
    ClientImport,
    DuplicateHint,
    ImportRow,
    InformationVersion,
    NationalId,
    Recent,
    SearchKey,
)
from kollega.clients.models.contacts import ContactPerson
from kollega.clients.models.merges import JoinedByMerge, Merge

__all__ = [
    "Care",
    "Client",
    "ClientImport",
    "ContactPerson",
    "DuplicateHint",
    "ImportRow",
    "InformationVersion",
    "JoinedByMerge",
    "Merge",
    "NationalId",
    "Recent",
    "SearchKey",
]
