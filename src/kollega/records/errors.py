from kollega.kernel.errors import N_, Conflict, Refusal


class ExportNotReady(Conflict):
    """It is under way, was stopped, or failed."""

    code = "export_not_ready"
    message = N_("There is no file to download. Start the export again.")


class ExportExpired(Conflict):
    """Its day is over and the file is gone."""

    code = "export_expired"
    status = 410
    message = N_("The file was kept for a day and is gone. Start the export again.")


class TooManyExports(Conflict):
    """One member has a few exports under way at the most."""

    code = "too_many_exports"
    message = N_("%(most)s exports are under way already. Wait until one of them is done, or stop it.")


class ExportOver(Conflict):
    """What is finished is not stopped any more."""

    code = "export_over"
    message = N_("The export is not under way any more.")


class UnfitArchive(Refusal):
    """The file is not an export of a record, or not the whole and unchanged one. Nothing of it was stored."""

    code = "unfit_archive"
    status = 422
    message = N_("The file is not a whole, unchanged export of a record. Nothing of it was stored.")


class AlreadyImported(Conflict):
    """The same record was brought before."""

    code = "record_already_imported"
    message = N_("This record was brought here before.")


class OnHold(Conflict):
    """A legal hold is in force."""

    code = "record_on_hold"
    message = N_("The record is on hold. Nothing of it is destroyed until the hold is lifted.")


class HoldChanged(Conflict):
    """There is a hold already, or none any more."""

    code = "record_hold_changed"
    message = N_("Somebody has changed the hold in the meantime. Look at it again.")


class KeptByLaw(Conflict):
    """Without the decision of an authority nothing is destroyed before the years are over."""

    code = "kept_by_law"
    message = N_("The record has to be kept. Before the date that is shown only an authority can decide otherwise.")


class SecondPersonNeeded(Conflict):
    """Who asked does not confirm."""

    code = "second_person_needed"
    status = 403
    message = N_("Somebody else has to confirm. Whoever asked for it cannot.")


class DestructionOver(Conflict):
    """It was carried out or withdrawn."""

    code = "destruction_over"
    message = N_("This was carried out or withdrawn already.")


class NothingToDestroy(Conflict):
    """Only signed notes, that are not destroyed yet, are destroyed by decision."""

    code = "nothing_to_destroy"
    message = N_("Choose signed notes of this client. Drafts go to the bin instead.")
