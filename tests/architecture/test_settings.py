"""What a real server must not start with, and which settings the entry points take."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "SECRET_KEY": "k7Qd" * 20,
    "OUTBOX_KEY": "t9Xw" * 20,
    "ALLOWED_HOSTS": "desa.example",
}


def run(code: str, tmp_path: Path, **environment: str) -> subprocess.CompletedProcess:
    """Run a line of Python with nothing but the given environment."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=kept | {"LOCAL_DIR": str(tmp_path)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def start_production(tmp_path: Path, **changes: str) -> subprocess.CompletedProcess:
    environment = {name: value for name, value in (GOOD | changes).items() if value}
    return run("import shop.settings.production as s; print(s.DEBUG)", tmp_path, **environment)


def test_production_starts_when_it_is_told_everything(tmp_path):
    started = start_production(tmp_path)
    assert (started.returncode, started.stdout) == (0, "False\n"), started.stderr


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"DEBUG": "1"}, "DEBUG"),
        ({"DEBUG": "true"}, "DEBUG"),
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "django-insecure-" + "k7Qd" * 20}, "SECRET_KEY"),
        ({"SECRET_KEY": "changeme" + "k7Qd" * 20}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
    ],
)
def test_production_refuses_to_start_half_configured(tmp_path, changes, names):
    refused = start_production(tmp_path, **changes)
    assert refused.returncode == 1
    assert f"ImproperlyConfigured: {names} must" in refused.stderr


@pytest.mark.parametrize("key", ["development", "test", "example"])
def test_production_refuses_keys_that_stand_in_the_project(tmp_path, key):
    known = {
        "development": "for development only",
        "test": (ROOT / "shop/settings/test.py")
        .read_text()
        .split('SECRET_KEY = "')[1]
        .split('"')[0],
        "example": _example_value("SECRET_KEY"),
    }[key]
    refused = start_production(tmp_path, SECRET_KEY=known)
    assert refused.returncode == 1
    assert "SECRET_KEY" in refused.stderr


def _example_value(name: str) -> str:
    for line in (ROOT / ".env.example").read_text().splitlines():
        if line.lstrip("# ").startswith(f"{name}="):
            return line.split("=", 1)[1]
    raise AssertionError(f"{name} is not in .env.example")


@pytest.mark.parametrize(("debug", "shown"), [("", "False"), ("1", "True")])
def test_a_trial_shows_the_shops_own_error_pages_unless_asked(tmp_path, debug, shown):
    started = run("import shop.settings.development as s; print(s.DEBUG)", tmp_path, DEBUG=debug)
    assert started.stdout == f"{shown}\n", started.stderr


@pytest.mark.parametrize(
    "entry",
    [
        "import shop.wsgi",
        "import shop.asgi",
        "import sys; sys.argv = ['worker']; from shop.worker import main; main()",
    ],
)
def test_entry_points_take_production_settings_and_refuse_without_a_key(tmp_path, entry):
    refused = run(entry, tmp_path)
    assert refused.returncode == 1
    assert "ImproperlyConfigured: SECRET_KEY must" in refused.stderr


def test_every_variable_that_settings_read_is_documented():
    documented = {
        line.lstrip("# ").split("=")[0]
        for line in (ROOT / ".env.example").read_text().splitlines()
        if "=" in line
    }
    read = {
        name
        for path in (ROOT / "shop/settings").glob("*.py")
        if path.name != "test.py"
        for name in _variables(path.read_text())
    }
    assert read - documented == set()


def _variables(source: str) -> set[str]:
    return set(re.findall(r"(?:environ(?:\.get)?[\[(]|env_\w+\()\s*[\"']([A-Z_]+)[\"']", source))
