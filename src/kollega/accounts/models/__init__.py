from kollega.accounts.models.activity import AccountEvent
from kollega.accounts.models.factors import OneTimeCodes, Passkey, RecoveryCode
from kollega.accounts.models.links import MailedLink
from kollega.accounts.models.people import Person
from kollega.accounts.models.sessions import LoginSession

__all__ = ["AccountEvent", "LoginSession", "MailedLink", "OneTimeCodes", "Passkey", "Person", "RecoveryCode"]
