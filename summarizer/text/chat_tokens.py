"""The tokens by which chat templates mark turns, roles and tools, as the model families spell them.

A tokenizer makes one token of such a string wherever it stands, in an article too, and a model then takes what follows
for the words of its user, of its operator or of itself. `broken` takes that from them with one space.

Told by their shape are `<|…|>`, `<|…>`, `<…|>` and DeepSeek's `<｜…｜>`, which covers families yet to come; the rest is
a list. Spellings that only a normalising tokenizer reads as a token (full-width brackets, invisible characters between
the letters) count too.
"""

from __future__ import annotations

import re

from summarizer.text.disguise import normalised

_ANGLED = "|".join(  # inside `<…>` and `</…>`
    (
        r"s|bos|eos|pad|unk|mask|cls|sep|sop|eop|eod|eot|BOS|EOS|PAD|UNK|MASK|CLS|SEP|endoftext",
        r"[A-Z]{2,12}(?:_[A-Z]{2,12}){0,3}_TOKEN|SPECIAL_\d{1,6}|unused_?\d{1,6}|extra_id_\d{1,6}|reserved_?\d{1,6}",
        r"(?:start|end|begin)_of_[a-z]{1,12}(?:_[a-z]{1,12})?|(?:image|audio)_soft_token|seed:[a-z_/]{1,24}",
        r"fim_(?:prefix|middle|suffix|pad)|file_sep|file_name|repo_name|filename|gh_stars|commit_(?:before|msg|after)",
        r"issue_(?:start|comment|closed)|jupyter_(?:start|text|code|output|script)|empty_output|minimax:[a-z_]{1,24}",
        r"think|tool_calls?|tool_response|tool_results?|tool_outputs?|arg_key|arg_value",
    )
)
_SQUARED = "|".join(  # inside `[…]` and `[/…]`
    (
        r"INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS?|TOOL_RESULTS?|TOOL_CONTENT|MODEL_SETTINGS|ARGS|CALL_ID|THINK",
        r"IMG|IMG_BREAK|IMG_END|AUDIO|BEGIN_AUDIO|TRANSCRIBE|STREAMING_[A-Z]{1,12}|PREFIX|MIDDLE|SUFFIX|CONTROL_\d{1,6}",
        r"CLS|SEP|PAD|UNK|BOS|EOS|[gs]?MASK|SPECIAL_\d{1,6}|multimodal|\|[a-zA-Z_]{1,24}\|",
    )
)
# The opening bracket alone is matched, so that a token in the middle of what looks like another is met as well.
_OPENING = re.compile(
    r"<(?=\|[^|<>\n]{0,40}\|?>"
    r"|[|｜][^\n<>]{0,40}[|｜]>"
    r"|[^|<>\s]{1,40}\|>"
    rf"|/?(?:{_ANGLED})>"
    r"|</?SYS>>)"
    rf"|\[(?=/?(?:{_SQUARED})\]|e~\[)"
    r"|\](?=~!?b[\[\]])"
)


def broken(text: str) -> str:
    """`text` with a space behind the first bracket of every such token, which no tokenizer then reads as one.

    Any other text comes back as it is. Linear in the length of `text`.
    """
    if not any(bracket in text for bracket in "<[]＜﹤［﹇］﹈"):
        return text
    shown = text if text.isascii() else _without_disguise(text)
    return _OPENING.sub(r"\g<0> ", shown)


def _without_disguise(text: str) -> str:
    """`text` with those tokens broken that only show once it is normalised."""
    reading = normalised(text)
    if reading.text == text:
        return text
    pieces, done = [], 0
    for match in _OPENING.finditer(reading.text):
        end = reading.original(*match.span()).end
        pieces += [text[done:end], " "]
        done = end
    return "".join((*pieces, text[done:]))
