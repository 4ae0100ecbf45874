"""The demo under production settings, as the operator's shell meets it."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def manage(*arguments: str, database: Path, folder: Path) -> subprocess.CompletedProcess:
    """Run a management command with production settings on a database file."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "shop.settings.production",
            "SECRET_KEY": secrets.token_urlsafe(64),
            "ALLOWED_HOSTS": "shop.example",
            "OUTBOX_KEY": "",
            "LOCAL_DIR": str(folder),
            "DATABASE_URL": f"sqlite:///{database}",
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_refuses_the_demo_and_names_what_is_left_of_it(demo_file, tmp_path):
    file, _said = demo_file
    before = file.read_bytes()

    loading = manage("demo", "load", database=file, folder=tmp_path)
    checking = manage("check", database=file, folder=tmp_path)

    assert loading.returncode == 1
    assert "no place on a real server" in loading.stderr
    assert checking.returncode == 1
    assert "storefront.E001" in checking.stderr
    assert file.read_bytes() == before
