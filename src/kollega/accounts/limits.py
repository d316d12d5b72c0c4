"""Every limit on guessing and flooding around accounts; docs/domains/accounts.md lists them.

All are counted before a password is hashed. An outsider uses up only the counters of their own network and those of
unknown browsers; a browser that the person has signed in with before has a counter of its own.
"""

from kollega.platform.limits import Limit

SIGN_IN_BY_NETWORK = Limit("sign_in_network", 100, 600)
SIGN_IN_BY_ACCOUNT_AND_NETWORK = Limit("sign_in_account_network", 10, 900)
SIGN_IN_BY_ACCOUNT_UNKNOWN_BROWSERS = Limit("sign_in_account_unknown", 100, 3600)
SIGN_IN_BY_KNOWN_BROWSER = Limit("sign_in_known_browser", 15, 900)

CODE_BY_PERSON_AND_NETWORK = Limit("code_person_network", 10, 900)
CODE_BY_PERSON_UNKNOWN_BROWSERS = Limit("code_person_unknown", 30, 3600)
CODE_BY_KNOWN_BROWSER = Limit("code_known_browser", 15, 900)

CONFIRM_BY_SESSION = Limit("confirm_session", 10, 900)
SET_UP_BY_PERSON = Limit("set_up_person", 20, 900)

SIGN_UP_BY_NETWORK = Limit("sign_up_network", 20, 3600)
SIGN_UP_BY_ADDRESS = Limit("sign_up_address", 3, 3600)
RESET_BY_NETWORK = Limit("reset_network", 20, 3600)
RESET_BY_ADDRESS_AND_NETWORK = Limit("reset_address_network", 3, 3600)
RESET_BY_ADDRESS = Limit("reset_address", 10, 3600)
LINK_BY_NETWORK = Limit("link_network", 60, 600)
CHANGE_ADDRESS_BY_PERSON = Limit("change_address_person", 5, 3600)
