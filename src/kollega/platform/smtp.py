"""Handing a message to a mail server: any SMTP server, over TLS where it offers it.

`smtps://` is TLS from the start. With `smtp://` TLS begins as soon as the server offers it; a password is never
sent without TLS, except to this machine.
"""

import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import SplitResult, unquote, urlsplit

TIMEOUT_SECONDS = 15
LOCAL = {"localhost", "127.0.0.1", "::1"}


class ServerAway(Exception):
    """Nobody answers, or the server wants to be asked later: any other message would fare alike."""


class Refused(Exception):
    """The server will not take this message, now or later."""


class Deferred(Exception):
    """The server will not take this message now."""


def hand_over(message: EmailMessage, *, url: str) -> None:
    """Give the message to the server and return once it has taken it; raises the three above."""
    where = urlsplit(url)
    if not where.hostname:
        raise ServerAway("no mail server is configured")
    try:
        with _connected(where) as server:
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        raise (Refused if all(code >= 500 for code in codes) else Deferred)(f"recipient: {codes}") from error
    except (smtplib.SMTPConnectError, smtplib.SMTPServerDisconnected, smtplib.SMTPAuthenticationError) as error:
        raise ServerAway(type(error).__name__) from error
    except smtplib.SMTPResponseException as error:
        raise (Refused if error.smtp_code >= 500 else Deferred)(f"code {error.smtp_code}") from error
    except (smtplib.SMTPException, OSError) as error:
        raise ServerAway(type(error).__name__) from error


def _connected(where: SplitResult) -> smtplib.SMTP:
    host = where.hostname or ""
    context = ssl.create_default_context()
    if where.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, where.port or 465, timeout=TIMEOUT_SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, where.port or 587, timeout=TIMEOUT_SECONDS)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        elif where.username and host not in LOCAL:
            server.close()
            raise ServerAway("the server offers no TLS")
    if where.username:
        server.login(unquote(where.username), unquote(where.password or ""))
    return server
