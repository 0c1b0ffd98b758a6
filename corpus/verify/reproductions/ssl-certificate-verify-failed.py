"""A server with a certificate that nobody has signed whom Python trusts."""

import os
import ssl
import subprocess
from pathlib import Path

import local_hub

BARE = True
MAKE = (
    *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"),
    *("-addext", "subjectAltName=DNS:localhost"),
)


def answer(_):
    return 200, local_hub.FILE, local_hub.CONFIG


def hub():
    subprocess.run([*MAKE, "-keyout", "key.pem", "-out", "certificate.pem"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain("certificate.pem", "key.pem")
    local_hub.start(answer, context)


def load(*, trusted):
    hub()
    if trusted:
        os.environ["SSL_CERT_FILE"] = os.environ["REQUESTS_CA_BUNDLE"] = "certificate.pem"
    from huggingface_hub import hf_hub_download

    return hf_hub_download("org/model", "config.json")


def breaks():
    load(trusted=False)


def fixed():
    assert Path(load(trusted=True)).read_bytes() == local_hub.CONFIG
