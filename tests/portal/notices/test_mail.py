"""Handing in e-mail: encrypted before a password is sent, and refusals told apart from interruptions."""

import datetime
import socket
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from portal.notices.mail import MailServer, NotAccepted, NotNow, compose
from tests.portal.notices.postbox import Postbox, password_in

MESSAGE = compose("centre@example.org", "zhang@example.com", "您有一条消息", "您好，请打电话 0900-1234567。", "abc")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost that signs itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    day = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(day)
        .not_valid_after(day + datetime.timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("certificate") / "both.pem"
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + secret)
    return path


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example.org", MailServer("mail.example.org", 587)),
        ("smtps://mail.example.org", MailServer("mail.example.org", 465, encrypted=True)),
        ("smtp://a%40b:p%3Aw@mail.example.org:25", MailServer("mail.example.org", 25, "a@b", "p:w")),
    ],
)
def test_the_setting_is_read(url: str, server: MailServer) -> None:
    assert MailServer.from_url(url) == server


@pytest.mark.parametrize("url", ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://u:geheim@host:abc"])
def test_a_wrong_setting_is_refused_without_repeating_the_password(url: str) -> None:
    with pytest.raises(ValueError, match="it is written smtp://") as caught:
        MailServer.from_url(url)
    assert "geheim" not in str(caught.value)


def test_a_message_arrives_as_it_was_written() -> None:
    with Postbox() as box:
        MailServer.from_url(f"smtp://127.0.0.1:{box.port}").send(MESSAGE)
    (letter,) = box.letters
    assert (letter["To"], letter["From"], letter["Subject"]) == (
        "zhang@example.com",
        "centre@example.org",
        "您有一条消息",
    )
    assert letter.get_content().strip() == "您好，请打电话 0900-1234567。"
    assert letter["Message-ID"] == "<abc@example.org>"
    assert letter["Auto-Submitted"] == "auto-generated"


def test_it_is_encrypted_where_the_server_can_and_only_then_is_the_password_sent(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with Postbox(certificate=certificate) as box:
        MailServer.from_url(f"smtp://clerk:secret@localhost:{box.port}").send(MESSAGE)
    assert box.encrypted == [True]
    assert box.said.index("STARTTLS") < next(i for i, line in enumerate(box.said) if line.startswith("AUTH"))
    assert password_in(box.said) == "clerk:secret"


def test_a_server_that_cannot_prove_who_it_is_gets_nothing(certificate: Path) -> None:
    with Postbox(certificate=certificate) as box, pytest.raises(NotNow):
        MailServer.from_url(f"smtp://clerk:secret@localhost:{box.port}").send(MESSAGE)
    assert box.letters == []
    assert not any(line.startswith("AUTH") for line in box.said)


def test_no_password_in_the_clear_to_another_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.notices.mail.LOCAL", ())
    with Postbox() as box, pytest.raises(NotNow, match="no encryption"):
        MailServer.from_url(f"smtp://clerk:secret@127.0.0.1:{box.port}").send(MESSAGE)
    assert not any(line.startswith("AUTH") for line in box.said)


@pytest.mark.parametrize(
    ("verb", "answer", "error"),
    [
        ("RCPT", "550 no such user", NotAccepted),
        ("RCPT", "450 mailbox busy", NotNow),
        ("MAIL", "553 you may not", NotAccepted),
        ("MAIL", "421 going down", NotNow),
        ("DATA", "554 looks like spam", NotAccepted),
        ("DATA", "451 later", NotNow),
        ("AUTH", "535 wrong password", NotNow),
    ],
)
def test_a_refusal_is_final_and_everything_else_is_tried_again(verb: str, answer: str, error: type[Exception]) -> None:
    with Postbox({verb: answer}) as box, pytest.raises(error):
        MailServer.from_url(f"smtp://clerk:secret@127.0.0.1:{box.port}").send(MESSAGE)
    assert box.letters == []


def test_a_server_that_is_not_there_is_tried_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    with pytest.raises(NotNow, match="does not answer"):
        MailServer.from_url(f"smtp://127.0.0.1:{port}").send(MESSAGE)


def test_an_address_that_this_server_cannot_write_to_is_final() -> None:
    letter = compose("centre@example.org", "张三@example.com", "s", "w", "abc")
    with Postbox() as box, pytest.raises(NotAccepted):
        MailServer.from_url(f"smtp://127.0.0.1:{box.port}").send(letter)
