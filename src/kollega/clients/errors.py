from typing import Any
from uuid import UUID

from kollega.kernel.errors import N_, Changed, Conflict
from kollega.platform.operations import refuse_on


class PossibleDuplicate(Conflict):
    """Clients whom the actor may see look like the same person; repeat with `despite_duplicates` to create anyway."""

    code = "possible_duplicate"
    message = N_("This person may already be a client here. Open the existing card, or add the client anyway.")

    def __init__(self, *, client_ids: list[UUID], **details: Any) -> None:
        super().__init__(client_ids=[str(client_id) for client_id in client_ids], **details)
        self.client_ids = client_ids


class NotResponsible(Conflict):
    """Sharing and handing over belong to the responsible clinician, under central responsibility to admins too."""

    code = "not_responsible"
    status = 403
    message = N_("Only the responsible clinician can do this, or an administrator where the practice is responsible.")


class NotInCare(Conflict):
    """Who reads by central responsibility changes nothing about the client and writes nothing."""

    code = "not_in_care"
    status = 403
    message = N_("Only those who take part in the care can change this.")


class NotAClinician(Conflict):
    """The chosen member does not work as a clinician here (any more)."""

    code = "not_a_clinician"
    status = 422
    message = N_("Choose somebody who works as a clinician in this practice.")


class StillResponsible(Conflict):
    """The responsible clinician always takes part in the care."""

    code = "still_responsible"
    message = N_("The responsible clinician stays in the care. Hand the client over first.")


class KnownContact(Conflict):
    """Somebody of this name already stands among the people around the client."""

    code = "known_contact"
    message = N_("This person is already among the client's contacts. Change the entry that is there.")


class TooManyContacts(Conflict):
    code = "too_many_contacts"
    message = N_("A client can have %(most)s contacts. Remove one that is no longer needed.")


class AlreadyMerged(Conflict):
    code = "already_merged"
    message = N_("One of these cards was merged before. Open the card that stayed and look there.")


class HasMerged(Conflict):
    """Pointers are one step long."""

    code = "has_merged"
    message = N_("Another card was merged into this one. Keep this card, or undo that merge first.")


class ClientMerged(Conflict):
    """What is known of the person is changed on the card that stays; `kept_id` names it."""

    code = "client_merged"
    message = N_("This card was merged into another one. Make the change there.")


class ImportOver(Conflict):
    """The import is in a state in which this cannot be done (any more)."""

    code = "import_over"
    message = N_("This import cannot be changed any more. Bring the file again.")


class NothingToImport(Conflict):
    code = "nothing_to_import"
    message = N_("No row of this file would be added.")


class ClientsInUse(Conflict):
    """Some imported clients have been worked with since; `client_ids` names those the actor may see."""

    code = "clients_in_use"
    message = N_("Some of these clients have been worked with since. Nothing was undone.")

    def __init__(self, *, client_ids: list[UUID], **details: Any) -> None:
        super().__init__(client_ids=[str(client_id) for client_id in client_ids], **details)
        self.client_ids = client_ids


class InformationChanged(Changed):
    """Somebody saved another text under this heading in the meantime."""


refuse_on("clients_information_version", InformationChanged)
refuse_on("clients_merge_running_once", AlreadyMerged)
refuse_on("clients_contact_person_once", KnownContact)
