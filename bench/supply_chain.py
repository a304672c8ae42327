"""What the locked set-up is made of: known vulnerabilities, and licences that are not on the list of those allowed.

    pip install pip-audit && python bench/supply_chain.py            # both; asks the vulnerability service of PyPI
    python bench/supply_chain.py --licences                          # only licences, of what is installed here

Exit code 1 where something is found. Licences are read from the metadata of the installed packages; what is locked but not
installed (other platforms, other extras) is listed as unread.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

REQUIREMENTS = Path(__file__).parents[1] / "requirements"
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)
# Words of SPDX expressions, and of the older free-text fields and classifiers, all permissive or weak copyleft.
_ALLOWED = re.compile(
    r"\b(?:MIT-CMU|MIT-0|MIT|HPND|BSD-[0-9]-Clause|[0-9]-Clause|0BSD|BSD|Apache-2\.0|Apache|ISCL|ISC|CNRI-Python|PSF-2\.0|PSF|Python|"
    r"MPL-2\.0|MPL|Mozilla|Zlib|Unlicense|CC0-1\.0|LGPL-[23]\.[01](?:-or-later|-only)?|BSL-1\.0|Boost)\b",
    re.IGNORECASE,
)
_FILLING = re.compile(
    r"\b(?:licen[sc]e[ds]?|software|foundation|the|version|new|modified|simplified|revised|style|public|or|and|with|later|osi|"
    r"approved|general|lesser|v?[0-9.]+|clause|expat|exception|llvm|group|historical|permission|notice|disclaimer)\b|[():;,/&\"'+-]",
    re.IGNORECASE,
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--licences", action="store_true", help="only licences")
    parser.add_argument("--audit", action="store_true", help="only vulnerabilities")
    options = parser.parse_args()
    found = 0
    if not options.audit:
        found += licences()
    if not options.licences:
        found += audit()
    return 1 if found else 0


def locked() -> list[str]:
    """Every package that some lock file names."""
    return sorted({name.lower() for path in REQUIREMENTS.glob("*.txt") for name in _PINNED.findall(path.read_text())})


def licences() -> int:
    """How many packages have a licence that is not allowed."""
    refused, unread = [], []
    names = locked()
    for name in names:
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            unread.append(name)
            continue
        said = licence_of(distribution)
        if not is_allowed(said):
            refused.append(f"{name}: {said or 'says nothing'}")
    print(f"licences: {len(names)} packages locked, {len(names) - len(unread)} read, {len(refused)} not allowed")
    for line in refused:
        print(f"  {line}")
    if unread:
        print(f"  not installed here: {', '.join(unread)}")
    return len(refused)


def licence_of(distribution: metadata.Distribution) -> str:
    """The licence in a package's own words: the SPDX expression, else the classifiers, the free text, the first line of
    its licence file."""
    about = distribution.metadata
    if expression := about.get("License-Expression"):
        return str(expression)
    classifiers = [
        one.rpartition(" :: ")[2] for one in about.get_all("Classifier") or () if one.startswith("License ::")
    ]
    named = [one for one in classifiers if one != "OSI Approved"]
    if named:
        return " OR ".join(named)
    if text := " ".join(str(about.get("License") or "").split()):
        return text[:80]
    files = [
        file for file in distribution.files or () if file.name.upper().startswith(("LICENSE", "LICENCE", "COPYING"))
    ]
    lines = [line.strip() for file in files[:1] for line in file.read_text("utf-8").splitlines() if line.strip()]
    return lines[0][:80] if lines else ""


def is_allowed(said: str) -> bool:
    """Whether one of the licences that are offered is on the list, and nothing beside it has to be kept to."""
    return any(
        bool(re.sub(r"\s", "", one)) and not re.sub(r"[\s]", "", _FILLING.sub(" ", _ALLOWED.sub(" ", one)))
        for one in re.split(r"\bOR\b", said)
    )


def audit() -> int:
    """How many known vulnerabilities the locked versions have."""
    problems = 0
    for path in sorted(REQUIREMENTS.glob("*.txt")):
        done = subprocess.run(
            [sys.executable, "-m", "pip_audit", "--requirement", str(path), "--require-hashes", "--disable-pip", "--progress-spinner", "off"],
            capture_output=True,
            text=True,
        )  # fmt: skip
        print(f"audit of {path.name}: {(done.stderr.strip() or done.stdout.strip()).splitlines()[-1]}")
        if done.returncode:
            problems += 1
            print(done.stdout)
    return problems


if __name__ == "__main__":
    sys.exit(main())
