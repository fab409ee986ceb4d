"""The environment is what the lock says: pinned, hashed, and from no particular place."""

import re
import tomllib
from itertools import chain

import pytest

from tools import environment

LOCK = environment.LOCK.read_text(encoding="utf-8")


def test_every_package_is_pinned_and_hashed():
    stanzas = re.split(r"\n(?=\S)", LOCK.strip())
    loose = [s.splitlines()[0] for s in stanzas if "==" not in s or "--hash=sha256:" not in s]
    assert not loose, f"without a pin or a hash: {loose}"


def test_the_lock_names_no_address():
    assert not re.findall(r".*(?:://|--index|--find[-]links|file:|/\w+/).*", LOCK)


def test_the_lock_pins_all_that_is_required():
    project = tomllib.loads(environment.ROOT.joinpath("pyproject.toml").read_text("utf-8"))[
        "project"
    ]
    text = environment.ROOT.joinpath("requirements.in").read_text(encoding="utf-8")
    wanted = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    lines = [line for line in [*wanted, *text.splitlines()] if not line.startswith("klutils[")]
    required = {found[0] for line in lines if (found := re.match(r"[A-Za-z][\w.-]*", line))}
    pinned = set(re.findall(r"^([a-z][\w.-]*)==", LOCK, re.M))
    assert not required - pinned, "required, not in the lock: run make.py lock"


@pytest.fixture
def place(tmp_path, monkeypatch):
    """An environment elsewhere, whose steps only write down that they were taken."""
    taken = []
    monkeypatch.setattr(environment, "VENV", tmp_path)
    monkeypatch.setattr(environment, "STAMP", tmp_path / "ready")
    monkeypatch.setattr(environment, "LOCK", tmp_path / "requirements.lock")
    for name in ("_create", "_install_uv", "_sync", "_make_importable", "_list_fonts"):
        monkeypatch.setattr(environment, name, lambda name=name: taken.append(name))
    environment.LOCK.write_text("a==1", encoding="utf-8")
    return taken


def test_a_finished_environment_is_kept_until_the_lock_changes(place):
    environment.ensure()
    environment.ensure()
    assert len(place) == 5, "a finished environment was set up again"
    environment.LOCK.write_text("a==2", encoding="utf-8")
    environment.ensure()
    assert len(place) == 10, "a changed lock did not renew the environment"


def test_an_interrupted_set_up_is_redone(place, monkeypatch):
    def interrupted():
        raise KeyboardInterrupt

    with monkeypatch.context() as planted:
        planted.setattr(environment, "_sync", interrupted)
        with pytest.raises(KeyboardInterrupt):
            environment.ensure()
    assert not environment.STAMP.exists()
    environment.ensure()
    assert place.count("_sync") == 1
    assert environment.STAMP.exists()


def test_a_lock_without_uv_is_named(place, monkeypatch):
    monkeypatch.undo()
    monkeypatch.setattr(environment, "LOCK", environment.ROOT / "requirements.in")
    with pytest.raises(environment.Unusable, match="pins no uv"):
        environment._install_uv()
