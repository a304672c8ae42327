"""Every error this package raises on purpose, and the exit code the command line gives it.

    SummarizerError                  2
    ├── UsageError                   2   options or configuration that cannot work
    ├── InputError                   2   an article, brief or gold file that cannot be used
    ├── PackError                    2   a prompt pack that is broken or unknown
    ├── ModelError                   3   one article failed; the others go on
    │   ├── TransportError               network or server failure after retries
    │   ├── TruncatedError               the answer was cut off by the token limit
    │   ├── RefusedError                 the model declined to answer
    │   ├── InvalidAnswerError           the answer broke its schema, also when asked again
    │   └── TimeLimitError               the article took longer than it was given
    ├── EngineError                  2   the model cannot be reached at all: no weights, wrong key, dead endpoint
    └── CassetteMissError            4   replaying, and no recording answers this request

Library code raises; only the command line prints and exits. Messages are one or two lines: what is wrong, what to do.
"""

from __future__ import annotations


class SummarizerError(Exception):
    """Base of all errors raised on purpose."""

    exit_code = 2


class UsageError(SummarizerError):
    """Options or configuration that cannot work together."""


class InputError(SummarizerError):
    """An article, brief or gold file that cannot be used."""


class PackError(SummarizerError):
    """A prompt pack that is broken or unknown."""


class EngineError(SummarizerError):
    """The model cannot be used at all (no weights, wrong key, dead endpoint): no article can succeed."""


class ModelError(SummarizerError):
    """One article failed; others may still succeed."""

    exit_code = 3


class TransportError(ModelError):
    """Network or server failure that outlived the retries."""


class TruncatedError(ModelError):
    """The answer was cut off by the token limit (`finish_reason="length"`)."""


class RefusedError(ModelError):
    """The model declined to answer."""


class InvalidAnswerError(ModelError):
    """The answer broke its schema or the grounding rules, also when asked again."""


class TimeLimitError(ModelError):
    """The article took longer than its time limit."""


class CassetteMissError(SummarizerError):
    """Replaying, and no recording answers this request. The run stops; it is never scored as a bad answer."""

    exit_code = 4
