"""What makes two briefs of one article the same: pack, wire schema, brief schema, model, take, temperature."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

from summarizer.briefs.models import SCHEMA_VERSION
from summarizer.engines.providers import Target
from summarizer.prompting.pack import WIRE_SCHEMAS, Pack
from summarizer.schemas import wire_schema


@dataclass(frozen=True)
class Recipe:
    """How the articles of an output are asked about. `schema_sha256` covers wire schemas and the brief's version."""

    pack: str
    pack_sha256: str
    schema_sha256: str
    model: str
    take: int
    temperature: float

    def key(self, article_sha256: str) -> str:
        """32 hexadecimal digits for an article's text, asked about in this way."""
        parts = (
            article_sha256,
            self.pack_sha256,
            self.schema_sha256,
            self.model,
            str(self.take),
            repr(self.temperature),
        )
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]

    def to_json(self) -> str:
        """As JSON, the same for equal recipes."""
        return json.dumps(asdict(self), sort_keys=True)

    def differences(self, other: str) -> list[str]:
        """The fields in which a stored recipe differs; all of them where it cannot be read."""
        try:
            stored = json.loads(other)
        except ValueError:
            stored = {}
        return [name for name, value in asdict(self).items() if stored.get(name) != value]


def recipe_of(pack: Pack, target: Target, take: int) -> Recipe:
    """The recipe of a job."""
    schemas = {name: wire_schema(name) for name in WIRE_SCHEMAS[pack.strategy]}
    digest = hashlib.sha256(f"{SCHEMA_VERSION}\0{json.dumps(schemas)}".encode()).hexdigest()
    return Recipe(pack.name, pack.sha256, digest, target.name, take, pack.temperature)
