"""`mbi serve` with a certificate of its own, over the wire: which versions of TLS it speaks, and that nothing is said without it."""

from __future__ import annotations

import json
import re
import socket
import ssl
import threading
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPSConnection
from ipaddress import ip_address
from pathlib import Path
from queue import Queue
from urllib.parse import urlencode

import pytest
import uvicorn
from argon2 import PasswordHasher
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.rooms.doors.shown_gate import MOMENT, shown_gate

from openmbi.core.access import UserRole
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.doors.web.app import application
from openmbi.doors.web.binding import Binding
from openmbi.doors.web.serve import serve
from openmbi.flow.access.changes import NewUser, add_user
from openmbi.flow.access.desk import AccessDesk

HOST = "127.0.0.1"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Door:
    """A door on this machine, and the certificate that its readers trust."""

    port: int
    certificate: Path

    def trusting(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.certificate))

    def asked(self, path: str) -> tuple[int, dict[str, str], str]:
        with closing(HTTPSConnection(HOST, self.port, timeout=10, context=self.trusting())) as connection:
            connection.request("GET", path)
            answer = connection.getresponse()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, headers, answer.read().decode()

    def shaken(self, context: ssl.SSLContext) -> tuple[str | None, tuple[str, str, int] | None]:
        """Return the version and the cipher that a handshake comes to."""
        with (
            socket.create_connection((HOST, self.port), 10) as plain,
            context.wrap_socket(plain, server_hostname=HOST) as made,
        ):
            return made.version(), made.cipher()


def own_certificate(folder: Path) -> tuple[Path, Path]:
    """Write a certificate of this machine, signed by itself, and its key; return both files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mbi.test")])
    known_as = x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST)), x509.DNSName("mbi.test")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now - DAY, now + DAY)
        .add_extension(known_as, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = folder / "certificate.pem", folder / "key.pem"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    files[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    return files


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Door:
    """A door with users and TLS of its own, on every address of this machine, as `mbi serve --tls-certificate --tls-key` opens it."""
    folder = tmp_path_factory.mktemp("served")
    certificate, key = own_certificate(folder)
    gate = shown_gate(dict, folder=folder)
    desk = AccessDesk(gate.bureau, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    asked = NewUser("sun", "Sun", "seven grey herons wade", role=UserRole.AUDIT, temporary=False)
    add_user(desk, asked, by="machine:test", now=MOMENT)
    binding = Binding(certificate, key, names=("mbi.test",))
    said: Queue[Text] = Queue()
    app = application(gate, desk, binding.settings(HOST))
    threading.Thread(target=serve, args=(app, HOST, 0, said.put, binding), daemon=True).start()
    address = said.get(timeout=10).en.split()[1]
    assert address.startswith("https://")
    return Door(int(address.rstrip("/").rpartition(":")[2]), certificate)


def test_pages_are_answered_over_tls_and_the_browser_is_told_to_stay_with_it(door: Door):
    status, headers, page = door.asked("/en/sign-in")
    assert status == 200
    assert "Sign in" in page
    assert int(headers["strict-transport-security"].partition("=")[2]) >= 365 * 86400
    assert all("Secure" in one for one in headers["set-cookie"].split(", ") if one.startswith("__Host-"))
    assert "__Host-mbi-form=" in headers["set-cookie"]


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_versions_of_today_are_spoken_with_forward_secrecy(door: Door, version: ssl.TLSVersion):
    context = door.trusting()
    context.minimum_version = context.maximum_version = version
    spoken, cipher = door.shaken(context)
    assert spoken == version.name.replace("_", ".")
    assert cipher
    assert cipher[0].startswith("TLS_") or ("ECDHE" in cipher[0] and ("GCM" in cipher[0] or "CHACHA20" in cipher[0]))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_older_versions_are_refused_by_the_server(door: Door, version: ssl.TLSVersion):
    context = door.trusting()
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = version
    with pytest.raises(ssl.SSLError) as refused:
        door.shaken(context)
    ended = refused.value.reason
    assert ended == "UNEXPECTED_EOF_WHILE_READING" or "ALERT" in ended, "the server ends it, not the client"


@pytest.mark.parametrize("ciphers", ["AES128-SHA", "ECDHE-ECDSA-AES128-SHA", "AES256-GCM-SHA384", "NULL-SHA256"])
def test_ciphers_without_secrecy_or_authentication_are_refused(door: Door, ciphers: str):
    context = door.trusting()
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(f"{ciphers}:@SECLEVEL=0")
    with pytest.raises((ssl.SSLError, ConnectionError)):
        door.shaken(context)


def test_what_the_machine_allows_does_not_lower_the_version(door: Door, tmp_path: Path, monkeypatch):
    """A system whose own settings allow TLS 1.0 changes nothing: the server says its least version itself."""
    loose = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with pytest.warns(DeprecationWarning, match="TLSv1"):
        loose.minimum_version = ssl.TLSVersion.TLSv1
    monkeypatch.setattr("uvicorn.config.create_ssl_context", lambda **_: loose)
    made: list[uvicorn.Config] = []
    monkeypatch.setattr("uvicorn.Server.run", lambda server, **_: made.append(server.config))
    certificate, key = own_certificate(tmp_path)
    gate = shown_gate(dict, folder=tmp_path)
    serve(application(gate), HOST, 0, lambda _: None, Binding(certificate, key))
    assert made[0].ssl is loose
    assert loose.minimum_version == ssl.TLSVersion.TLSv1_2


def test_a_certificate_that_nobody_vouches_for_is_seen(door: Door):
    with pytest.raises(ssl.SSLCertVerificationError):
        door.shaken(ssl.create_default_context())


def test_without_tls_nothing_is_said(door: Door):
    with socket.create_connection((HOST, door.port), 10) as plain:
        plain.sendall(b"GET /en/sign-in HTTP/1.1\r\nHost: mbi.test\r\n\r\n")
        try:
            said = plain.recv(1000)
        except ConnectionError:
            said = b""
    assert b"HTTP" not in said


def test_files_that_do_not_belong_together_are_told_before_anything_is_served(tmp_path: Path):
    certificate, _ = own_certificate(tmp_path)
    (tmp_path / "other").mkdir()
    _, key = own_certificate(tmp_path / "other")
    with pytest.raises(Problem) as refused:
        Binding(certificate, key, names=("mbi.test",)).check("0.0.0.0", has_users=True)
    assert refused.value.code == "serve.tls"


@dataclass(frozen=True)
class Behind:
    """A door that declares a proxy, asked from one address of this machine with what a proxy says."""

    port: int
    desk: AccessDesk

    def asked(self, source: str, **said: str) -> int:
        headers = {name.replace("_", "-"): value for name, value in said.items()} | {"Host": "mbi.test"}
        with closing(HTTPConnection(HOST, self.port, timeout=10, source_address=(source, 0))) as connection:
            connection.request("GET", "/en/sign-in", headers=headers)
            return connection.getresponse().status

    def signs_in_wrongly(self, source: str, **said: str) -> str:
        """Return the address that the audit chain tells of a refused sign-in."""
        headers = {name.replace("_", "-"): value for name, value in said.items()} | {"Host": "mbi.test"}
        with closing(HTTPConnection(HOST, self.port, timeout=10, source_address=(source, 0))) as connection:
            connection.request("GET", "/en/sign-in", headers=headers)
            answer = connection.getresponse()
            token = re.search(r'name="csrf" value="(\w+)"', answer.read().decode())
            cookie = answer.getheader("set-cookie", "").partition(";")[0]
            assert token
            sent = urlencode({"csrf": token[1], "user": "sun", "password": "no such password"})
            form = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", "/en/sign-in", body=sent, headers=headers | form)
            assert connection.getresponse().status == 401
        line = self.desk.chain.last()
        assert line
        return json.loads(line.content)["source"]


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Behind:
    """A door whose declared proxy is 127.0.0.9; this machine has all of 127.0.0.0/8."""
    folder = tmp_path_factory.mktemp("behind")
    gate = shown_gate(dict, folder=folder)
    desk = AccessDesk(gate.bureau, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    asked = NewUser("sun", "Sun", "seven grey herons wade", role=UserRole.AUDIT, temporary=False)
    add_user(desk, asked, by="machine:test", now=MOMENT)
    binding = Binding(proxy="127.0.0.9", names=("mbi.test",))
    said: Queue[Text] = Queue()
    app = application(gate, desk, binding.settings(HOST))
    threading.Thread(target=serve, args=(app, HOST, 0, said.put, binding), daemon=True).start()
    address = said.get(timeout=20).en.split()[1]
    return Behind(int(address.rstrip("/").rpartition(":")[2]), desk)


def test_only_the_declared_proxy_says_that_a_reader_came_over_tls(behind: Behind):
    assert behind.asked("127.0.0.9", X_Forwarded_Proto="https", X_Forwarded_For="192.0.2.7") == 200
    assert behind.asked("127.0.0.9", X_Forwarded_Proto="http", X_Forwarded_For="192.0.2.7") == 403
    assert behind.asked("127.0.0.9") == 403, "a proxy that does no TLS"
    assert behind.asked(HOST, X_Forwarded_Proto="https", X_Forwarded_For="127.0.0.9") == 403, "past the proxy"


def test_only_the_declared_proxy_says_where_a_reader_came_from(behind: Behind):
    told = {"X_Forwarded_Proto": "https", "X_Forwarded_For": "203.0.113.5, 192.0.2.7"}
    assert behind.signs_in_wrongly("127.0.0.9", **told) == "192.0.2.7", "what the reader itself sent does not count"
