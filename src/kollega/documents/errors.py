from kollega.kernel.errors import N_, Changed, Conflict, Refusal


class FileTooLarge(Refusal):
    """One file has its largest size."""

    code = "file_too_large"
    status = 413
    message = N_("A file may have at most %(megabytes)s MB. Make it smaller or bring it in parts.")


class TooManyDocuments(Conflict):
    """A client's documents are counted, those in the bin too."""

    code = "too_many_documents"
    message = N_(
        "A client may have at most %(most)s documents. Put some into the bin: after thirty days there is room again."
    )


class StorageUsedUp(Conflict):
    """The practice's documents together have reached what the installation allows."""

    code = "storage_used_up"
    message = N_("The storage for documents is used up: %(gigabytes)s GB. Remove documents that are no longer needed.")


class NoRoomOnDisk(Refusal):
    """The installation's disk is full; nothing of the file was kept."""

    code = "no_room_on_disk"
    status = 507
    message = N_("There is no room on the server's disk. Nothing was stored; tell whoever runs the installation.")


class DocumentLost(Conflict):
    """The stored file is gone or was changed; its bytes are not handed out."""

    code = "document_lost"
    message = N_("The stored file is missing or was changed, so it is not shown. Tell whoever runs the installation.")


class NotYourDocument(Conflict):
    """A document is changed by who added it, or by the responsible clinician."""

    code = "not_your_document"
    status = 403
    message = N_("Only who added the document, or the responsible clinician, can change it.")


class DocumentKept(Conflict):
    """It is attached to a signed note."""

    code = "document_kept"
    message = N_("The document is part of a signed note and stays as it is.")


class DocumentInBin(Conflict):
    code = "document_in_bin"
    message = N_("The document is in the bin. Take it back first.")


class DocumentChanged(Changed):
    """Somebody changed title, name, kind or date in the meantime."""
