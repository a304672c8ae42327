"""Passages that pose as something else than article: template tokens, messages with a role, answers, the article's end.

Rules over plain text (lower case, straight quotes); only `role_lines` also asks how a word was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from summarizer.grounding.instructions.rules import Hit, Pair, Pattern, Rule, compiled
from summarizer.text.disguise import Reading
from summarizer.text.ranges import Range

_NEAR = 300  # characters between two fields of one answer
# What the article's own text or markup may hold as well ("[audio]", "<s>") is left out here.
_TOKEN = re.compile(
    r"<\s{0,3}\|[\w\s.:▁\"-]{0,40}\|\s{0,3}>|<\|[\w▁]{1,40}>|<[\w▁]{1,40}\|>"
    r"|\[/?(?:inst|system_prompt|available_tools|tool_calls?|tool_results?|tool_content|model_settings|gmask|smask|\|[a-z_]{1,24}\|)\]"
    r"|<<\s?/?sys\s?>>|</?(?:start|end)_of_turn>|<(?:sop|eop|bos|eos)>|\[e~\[|\]~!?b[\[\]]|<[a-z_]{2,24}_token>"
    r"|</?(?:think|thinking|tool_call|tool_response)>|</s>\s{0,3}<s>"
)
_ROLE_TAG = re.compile(
    r"</?(?:system|instructions?|assistant|developer|prompt|system[_-](?:prompt|message|instructions?)|user[_-](?:input|message|query))>"
    r"|^#{2,4}\s?(?:(?:new |system )?instructions?|system|assistant|response|user|human|input)\s?:?\s?$"
    r"|^[\W_]{0,6}(?:system ?note|systemhinweis|systemnachricht|note systeme|message systeme|nota del sistema|mensaje del sistema"
    r"|nota di sistema|messaggio di sistema|nota do sistema|systemmeddelande|системное сообщение|系统消息|系统提示|システムメッセージ|시스템 메시지)\s?[:：]"
    r"|\((?:the )?(?:assistant|system|developer|model)\)\s?:|\{\{[#/]?\s?(?:system|user|assistant)\b|^(?:begin|end|start) (?:of )?(?:system )?prompt\b"
    r"|\[?\bsystem (?:message|prompt|instruction|override|directive|command)s?\s?[:\]\-]"
    r"|\bdeveloper (?:note|message|instruction)s?\b[^:\n]{0,40}:",
    re.MULTILINE,
)
_TEXT_TAG = re.compile(r"</(?:article|document|context|text|input|data|source|passage)>")
_TAG = re.compile(r"</?[a-z_]{3,20}>")
_FIELDS = (
    r"actors|claims|numbers|hedges|speaker|said_by|verification|content|denies|cue|claimant|answer|kind|figure|figures"
    r"|reports|factuality|polarity|schema_version|rejected|findings|role|coverage|value|bound|name|who|s"
)
_JSON_KEY = re.compile(rf"\"(?:{_FIELDS})\"\s{{0,3}}:\s{{0,3}}(?:[\[{{\"\d-]|true|false|null)")
_YAML_KEY = re.compile(
    r"^[\s-]{0,8}(?:actors|claims|numbers|hedges|speaker|said_by|verification|content|cue|claimant|figure):", re.M
)
_ASSIGNED = re.compile(
    r"\b(?:speaker|said_by|verification|claimant|polarity|factuality|claims|numbers|actors|hedges)\s?=\s?[\w\"']"
)
_FENCE = re.compile(r"```\s?(?:json|yaml|xml|system|prompt)\b|^\s{0,3}(?:\"\"\"|'''|```)\s{0,3}$", re.MULTILINE)
_END = compiled(
    r"(?:[-=#*_~<\[{(]{1,12}\s{0,2})(?:end of|end|begin|beginning of|start of|new|next|real|actual) (?:the |this |new |user |system )?"
    r"(?:article|document|input|text|context|data|prompt|content|passage|instructions?|task|conversation)\s{0,2}[-=#*_~>\]})]{1,12}"
    r"|[-=#*_~]{2,12}\s{0,2}(?:article|document|text|input) (?:ends|stops|is over)\b"
)
_PAIRED = re.compile(  # no element of HTML has such a name, nor any that forums and editors put in square brackets
    r"<([a-z]{2,20}_[a-z_]{2,20})>[^<>]{0,400}</\1>|\[(hidden|secret|system|ai|llm|instructions?|prompt|note_to_ai)\][^\[\]]{0,400}\[/\2\]"
)
_CALL = re.compile(r"\b[a-z]{2,16}_[a-z_]{2,20}\([^()\n]{0,80}=|\b(?:claims?|actors?|numbers?|speaker)\s?=\s?[\[{(]")
_HEADER = re.compile(rf"^(?:(?:{_FIELDS})[;|,\t]\s?){{2,}}(?:{_FIELDS})$", re.MULTILINE)
_BARE_KEY = re.compile(r"\{\s{0,3}(?:speaker|claims?|actors?|content|verification|said_by)\s{0,3}:")
_SAID_BY = re.compile(r"\b(?:said_by|schema_version)\b")

RULES: tuple[Rule, ...] = (
    Pattern("message", ("<", "[", "]"), _TOKEN),
    Pattern(
        "message",
        (
            "system",
            "instruction",
            "assistant",
            "developer",
            "prompt",
            "model)",
            "###",
            "user",
            "nota d",
            "mensaje",
            "messaggio",
        ),
        _ROLE_TAG,
    ),
    Pattern("message", ("-", "=", "#", "*", "_", "~", "<", "[", "{", "("), _END),
    Pattern("answer", ("```", '"""', "'''"), _FENCE),
    Pattern("answer", ("said_by", "schema_version"), _SAID_BY),
    Pair(
        "answer",
        ('":', '" :'),
        _JSON_KEY,
        re.compile(rf"[{{\[]\s{{0,3}}(?={_JSON_KEY.pattern})|,\s{{0,3}}(?={_JSON_KEY.pattern})"),
        60,
    ),
    Pair("message", ("</",), _TEXT_TAG, _TAG, 300),
    Pattern("message", ("</", "[/"), _PAIRED),
    Pattern("answer", ("=",), _CALL),
    Pattern("answer", (";", "|", "\t", ","), _HEADER),
    Pattern("answer", ("{",), _BARE_KEY),
)
"""The rules that need one place only."""


def role_lines(reading: Reading, text: str) -> Iterator[Hit]:
    """Lines that begin with a role: `SYSTEM:` in capitals, a role and how such messages go on, or both `User:` and
    `Assistant:`, as in a conversation.

    `reading` is `text` in plain; the places found are places of `text`.
    """
    roles: dict[str, list[Range]] = {}
    for match in _ROLE.finditer(reading.text):
        roles.setdefault(match[1], []).append(reading.original(*match.span()))
    for where in roles.get("system", ()):
        if "SYSTEM" in where.of(text):
            yield Hit(where, "message")
    for match in _OPENING_LINE.finditer(reading.text):
        yield Hit(reading.original(*match.span()), "message")
    asked = [*roles.get("user", ()), *roles.get("human", ())]
    answered = [*roles.get("assistant", ()), *roles.get("ai", ()), *roles.get("model", ())]
    if asked and answered:
        yield from (Hit(where, "message") for where in (*asked, *answered))


_ROLE = re.compile(r"^[\s>*#\[(<_-]{0,6}(system|user|human|assistant|ai|model)[\])>*_\s]{0,4}:", re.MULTILINE)


_OPENING_LINE = re.compile(
    r"^[\W_]{0,6}system\s?:\s?(?:you|ignore|disregard|override|reveal|from now|new|the (?:task|user|model|assistant))\b"
    r"|^[\W_]{0,6}assistant\s?:\s?(?:sure|okay|ok|certainly|of course|understood|here)\b",
    re.MULTILINE,
)


def keyed_lines(text: str) -> Iterator[Hit]:
    """Lines close to each other that begin with different fields of a brief, or such fields assigned."""
    for pattern in (_YAML_KEY, _ASSIGNED):
        for one, other in pairwise(pattern.finditer(text)):
            if one[0].strip() != other[0].strip() and other.start() - one.end() <= _NEAR:
                yield Hit(Range(one.start(), other.end()), "answer")
