"""Serving the book: a port that cannot be used is named."""

import socket

import pytest

from tools import book


def test_a_port_in_use_is_named(capsys):
    with socket.create_server(("localhost", 0)) as other:
        port = other.getsockname()[1]
        assert book.serve(port) == 1
    assert f"Port {port} cannot be used" in capsys.readouterr().out


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_number_that_is_no_port_is_named(port, capsys):
    assert book.serve(port) == 1
    assert f"Port {port} cannot be used" in capsys.readouterr().out
