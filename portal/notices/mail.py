"""E-mail by SMTP: one message, one connection, encrypted before a password is sent."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

TIMEOUT = 20.0
LOCAL = ("localhost", "127.0.0.1", "::1")
PORTS = {"smtp": 587, "smtps": 465}
SHAPE = "it is written smtp://user:password@host:587 or smtps://user:password@host:465"


class NotAccepted(Exception):
    """The server will never take this message; ``args[0]`` is its reply code."""


class NotNow(Exception):
    """The server could not be reached, or asks to come back later."""


@dataclass(frozen=True)
class MailServer:
    """Where e-mail is handed in: ``smtp://user:password@host:587`` (STARTTLS) or ``smtps://…:465``."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    encrypted: bool = False

    @classmethod
    def from_url(cls, url: str) -> "MailServer":
        """Read the setting; ValueError with a sentence when it cannot be one."""
        try:
            parts = urlsplit(url)
            port = parts.port or PORTS.get(parts.scheme, 0)
        except ValueError:  # its words may repeat the password
            parts, port = urlsplit(""), 0
        if not port or not parts.hostname:
            raise ValueError(SHAPE)
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        if parts.scheme not in PORTS:
            raise ValueError(SHAPE)
        return cls(parts.hostname, port, user, password, parts.scheme == "smtps")

    def send(self, message: EmailMessage) -> None:
        """Hand the message in, or raise NotAccepted or NotNow."""
        try:
            with self._connect() as server:
                self._secure(server)
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            raise _sorted(next(iter(error.recipients.values()))[0]) from error
        except smtplib.SMTPAuthenticationError as error:
            raise NotNow(f"the mail server refuses the password ({error.smtp_code})") from error
        except smtplib.SMTPResponseException as error:
            raise _sorted(error.smtp_code) from error
        except (smtplib.SMTPNotSupportedError, UnicodeError) as error:
            raise NotAccepted("address") from error
        except (OSError, smtplib.SMTPException) as error:
            raise NotNow(f"the mail server does not answer ({type(error).__name__})") from error

    def greet(self, patience: float = TIMEOUT) -> None:
        """Connect, encrypt, sign in and leave, without a message; NotNow says what does not work."""
        try:
            with self._connect(patience) as server:
                self._secure(server)
                code, _words = server.noop()
        except smtplib.SMTPAuthenticationError as error:
            raise NotNow(f"it refuses the password ({error.smtp_code})") from error
        except (OSError, smtplib.SMTPException, UnicodeError) as error:
            raise NotNow(f"it does not answer as a mail server ({type(error).__name__})") from error
        if code >= 400:
            raise NotNow(f"it says {code}")

    def _connect(self, patience: float = TIMEOUT) -> smtplib.SMTP:
        if self.encrypted:
            return smtplib.SMTP_SSL(self.host, self.port, timeout=patience, context=ssl.create_default_context())
        return smtplib.SMTP(self.host, self.port, timeout=patience)

    def _secure(self, server: smtplib.SMTP) -> None:
        """Encrypt where the server can; never send a password in the clear to another machine."""
        server.ehlo()
        if not self.encrypted and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
        elif not self.encrypted and self.user and self.host not in LOCAL:
            raise NotNow("the mail server offers no encryption, so it does not get the password")
        if self.user:
            server.login(self.user, self.password)


def _sorted(code: int) -> Exception:
    return NotAccepted(str(code)) if code >= 500 else NotNow(f"the mail server asks to come back later ({code})")


def compose(sender: str, to: str, subject: str, words: str, name: str) -> EmailMessage:
    """Plain text, marked as sent by a machine; ``name`` makes repeated tries recognisable as one message."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Message-ID"] = f"<{name}@{sender.rpartition('@')[2] or 'localhost'}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(words)
    return message
