"""YAML files that people write, read strictly: an unknown field, a key given twice or a wrong type is an error."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from summarizer import plain_yaml
from summarizer.bounds import read_bounded
from summarizer.errors import InputError
from summarizer.versions import check_version

Model = TypeVar("Model", bound=BaseModel)
_MAX_BYTES = 10_000_000
_VERSION = "1.0"
_OLDER = "CHANGELOG.md says what has changed since; put that right by hand and write the new version"


def read_yaml(path: Path, model: type[Model]) -> Model:
    """A YAML file as `model`.

    Raises:
        InputError: it is missing, not plain YAML (see `summarizer.plain_yaml`), of another schema version, or not what
            `model` wants, with the first thing that is wrong.
    """
    try:
        content = plain_yaml.load(read_bounded(path, _MAX_BYTES))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error
    except plain_yaml.PlainYamlError as error:
        raise InputError(f"{path}: not valid YAML: {error}") from error
    if isinstance(content, dict) and "schema_version" in model.model_fields:
        check_version(content.get("schema_version"), _VERSION, str(path), _OLDER)
    try:
        return model.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part)[:60] for part in first["loc"])
        raise InputError(f"{path}: {where or 'the file'}: {first['msg']}") from error
