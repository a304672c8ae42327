"""What is installed: locked with hashes as an alternative to ranges, and the two never apart."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from summarizer.engines import weights

ROOT = Path(__file__).parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
_ENTRY = re.compile(
    r"^([A-Za-z0-9._-]+)==([^ ;\\]+)( ; [^\\]+)?((?: \\\n    --hash=sha256:[0-9a-f]{64})+)$", re.MULTILINE
)


def _pins(path: Path) -> dict[str, set[str]]:
    """The locked versions by name; several where platforms or Pythons differ."""
    found: dict[str, set[str]] = {}
    for name, version, _, _ in _ENTRY.findall(path.read_text("utf-8")):
        found.setdefault(canonicalize_name(name), set()).add(version)
    return found


def _asked(*extras: str) -> list[Requirement]:
    project = PROJECT["project"]
    lines = [*project["dependencies"], *(line for extra in extras for line in project["optional-dependencies"][extra])]
    asked = []
    for requirement in map(Requirement, lines):
        if requirement.name == project["name"]:
            asked += _asked(*requirement.extras)
        else:
            asked.append(requirement)
    return asked


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.stem)
def test_every_line_of_a_lock_is_a_version_with_its_hashes(path: Path) -> None:
    rest = _ENTRY.sub("", path.read_text("utf-8"))
    assert rest.strip() == "", rest.strip().splitlines()[:3]
    assert len(_pins(path)) >= 5


@pytest.mark.parametrize(("lock", "extras"), [("base", ()), ("all", ("local", "review", "parquet")), ("dev", ("dev",))])
def test_a_lock_holds_what_the_project_asks_for(lock: str, extras: tuple[str, ...]) -> None:
    pins = _pins(ROOT / "requirements" / f"{lock}.txt")
    for requirement in _asked(*extras):
        versions = pins.get(canonicalize_name(requirement.name))
        assert versions, f"{requirement.name} is not locked; run requirements/compile.sh"
        for version in versions:
            fits = requirement.specifier.contains(Version(version), prereleases=True)
            assert fits, f"{requirement} is locked at {version}; run requirements/compile.sh"


def test_the_locks_agree() -> None:
    base, others = _pins(ROOT / "requirements" / "base.txt"), ("all", "dev")
    for other in others:
        pins = _pins(ROOT / "requirements" / f"{other}.txt")
        assert {name: pins.get(name) for name in base} == base


def test_the_build_is_locked_too() -> None:
    pins = _pins(ROOT / "requirements" / "build.txt")
    for line in PROJECT["build-system"]["requires"]:
        requirement = Requirement(line)
        assert all(requirement.specifier.contains(version) for version in pins[canonicalize_name(requirement.name)])


def test_every_weight_that_is_known_has_a_size_and_a_hash() -> None:
    for known in weights.KNOWN.values():
        assert re.fullmatch(r"[0-9a-f]{64}", known.sha256)
        assert known.size > 1_000_000


@pytest.mark.parametrize(
    ("said", "allowed"),
    [
        ("MIT", True),
        ("Apache-2.0 OR BSD-3-Clause", True),
        ("GPL-3.0-only OR MIT", True),
        ("MIT AND GPL-3.0-only", False),
        ("GNU General Public License v3 (GPLv3)", False),
        ("Proprietary", False),
        ("", False),
        ("BSD 3-Clause License", True),
        ("Mozilla Public License 2.0 (MPL 2.0)", True),
        ("AGPL-3.0", False),
    ],
)
def test_which_licences_are_allowed(said: str, allowed: bool) -> None:
    import sys

    sys.path.insert(0, str(ROOT / "bench"))
    import supply_chain

    assert supply_chain.is_allowed(said) is allowed
