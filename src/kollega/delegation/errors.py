from kollega.kernel.errors import N_, Conflict, Forbidden


class GrantOver(Conflict):
    code = "grant_over"
    message = N_("This access has ended already. Look at the list.")


class GrantForOtherAddress(Forbidden):
    code = "grant_other_address"
    message = N_("This access was offered to another e-mail address. Sign in with the account that has it.")


class OwnCalendar(Conflict):
    code = "own_calendar"
    message = N_("This is your own calendar. Nobody needs to let you in.")
