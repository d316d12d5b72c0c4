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
