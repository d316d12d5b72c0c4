from kollega.kernel.errors import N_, BadInput, Conflict, Forbidden, TooMany


class WrongCredentials(BadInput):
    """One answer for an unknown address, a wrong password, a closed account and a demo account outside the demo."""

    code = "wrong_credentials"
    message = N_("E-mail address and password do not match an account. Check both and try again.")


class WrongCode(BadInput):
    code = "wrong_code"
    message = N_("This code does not match, or it was used before. Wait for the next code and enter that one.")


class WrongPassword(BadInput):
    code = "wrong_password"
    message = N_("This is not your password. Check it and try again.")


class PasskeyRefused(BadInput):
    code = "passkey_refused"
    message = N_("The passkey was not accepted. Try again or use another way to sign in.")


class LinkDead(BadInput):
    code = "link_dead"
    message = N_("This link is no longer valid. Ask for a new one.")


class SignInAgain(BadInput):
    """The first step is too long ago, or it was not made in this browser."""

    code = "sign_in_again"
    message = N_("This took too long. Sign in again from the start.")


class AddressTaken(Conflict):
    code = "address_taken"
    message = N_("There is already an account with this e-mail address.")


class LooksAlike(BadInput):
    """The address holds letters that imitate others; it would reach somebody else than it seems to."""

    code = "address_looks_alike"
    message = N_("Write the address with plain letters a to z: others can imitate them.")

    def __init__(self, field: str = "address") -> None:
        super().__init__(fields={field: self.message})


class SignUpClosed(Forbidden):
    code = "sign_up_closed"
    message = N_("New accounts are made by an administrator here. Ask the person who runs your practice.")


class Busy(TooMany):
    """All places for checking passwords are taken at this moment."""

    code = "busy"
    message = N_("Many people are signing in right now. Try again in %(retry_after)s seconds.")
