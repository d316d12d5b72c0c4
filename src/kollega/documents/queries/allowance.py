"""How much of the storage for documents a practice has used."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import Sum

from kollega.documents.models import Document


@dataclass(frozen=True, slots=True)
class Allowance:
    """Bytes; what is in the bin counts, what was removed does not."""

    used: int
    most: int
    largest_file: int
    most_per_client: int

    @property
    def is_nearly_used_up(self) -> bool:
        return self.used * 10 >= self.most * 9


def allowance(practice_id: UUID) -> Allowance:
    """Inside a query or operation."""
    used = Document.objects.filter(practice_id=practice_id, removed_at=None).aggregate(total=Sum("size"))["total"]
    return Allowance(used or 0, settings.FILES_PRACTICE_BYTES, settings.FILE_BYTES, settings.FILES_PER_CLIENT)


def count_of_client(practice_id: UUID, client_id: UUID) -> int:
    """Documents of the client, those in the bin too; inside an operation."""
    return Document.objects.filter(practice_id=practice_id, client_id=client_id, removed_at=None).count()
