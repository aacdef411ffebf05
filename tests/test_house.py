"""The floors of the house: the import contracts of pyproject.toml hold."""

import subprocess
import sys
from pathlib import Path

from tests.legs import ROOT


def test_imports_go_down_only() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_running_needs_no_tensorflow() -> None:
    code = "import sys, scripts.commands.run, scripts.commands.screen; sys.exit('tensorflow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
