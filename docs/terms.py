"""What the words of a brief mean, for the reference pages: the code has the words, `generate.py` holds both together."""

from __future__ import annotations

from collections.abc import Mapping

# By the name of the type in `summarizer.briefs.models`; every value of it must be here, and no other.
VOCABULARY: Mapping[str, Mapping[str, str]] = {
    "Verdict": {
        "verbatim": "the words stand in the article, character for character",
        "typographic": "they stand there after folding quotation marks, dashes and spaces; `written` has the model’s way",
        "ambiguous": "they stand there several times and nothing decides between the places",
        "not_found": "they do not stand there; occurs only under `rejected`",
    },
    "ActorKind": {
        "person": "a human being, named or not; people in the plural too",
        "organization": "company, party, union, hospital, university, charity, United Nations",
        "government": "a ministry, agency, court, police, council, central bank, or the executive as a whole",
        "armed_force": "army, navy, militia, rebel force",
        "country": "a country and its national government, which are one actor",
        "outlet": "a news medium that the article speaks of",
    },
    "MentionKind": {
        "named": "a name or acronym",
        "nominal": "a description: “the governor”",
        "pronominal": "a pronoun: “she”",
    },
    "Form": {
        "direct": "all of the content stands in quotation marks",
        "indirect": "none of it does: the outlet’s words for what was said",
        "mixed": "part of it does",
        "narrated": "nobody is given as the source: the outlet’s own voice",
    },
    "SourceKind": {
        "named_individual": "somebody whose name is in the article",
        "unnamed_individual": "“a spokeswoman for the port”, “a witness”",
        "named_group": "an institution or country that can be identified",
        "unnamed_group": "“officials”, “residents”, “sources”",
        "document": "a report, study, letter, statement, data",
        "outlet": "a news medium as the source, and every narrated claim",
    },
    "Polarity": {
        "affirms": "the source stands by the content, a negative one too",
        "denies": "the reporting word itself denies it: denied, rejected, disputed, ruled out",
    },
    "FactualityValue": {
        "certain": "presented as a fact",
        "probable": "presented as likely",
        "possible": "presented as possible",
        "counterfactual": "presented as not so",
        "uncommitted": "passed on without a word on whether it is so",
    },
    "Verification": {
        "none": "nothing is said about it",
        "confirmed": "another source or the outlet says that it is so",
        "unverified": "the article says that it is not checked or cannot be",
        "disputed": "another source in the article denies it or says otherwise",
        "refuted": "the outlet, a court or a record says that it is false",
    },
    "NumberKind": {
        "count": "how many",
        "percent": "percent, percentage points, basis points",
        "money": "an amount in a currency",
        "measure": "length, area, mass, speed, temperature, power, points of an index",
        "duration": "seconds to years",
    },
    "Bound": {
        "=": "as it stands",
        "~": "about, around, nearly, some",
        ">": "more than, over",
        "<": "less than, under",
        ">=": "at least, or more",
        "<=": "at most, up to, as many as",
    },
    "HedgeKind": {
        "epistemic": "may, might, could, possibly, likely, unclear, appears",
        "doxastic": "believed, thought, suspected, where it weakens and does not report",
        "conditional": "if, unless, provided that, depending on",
        "investigation": "under investigation, examining, reviewing whether",
        "weasel": "reportedly, allegedly, reports indicate, is said to",
        "non_verification": "could not be independently verified",
    },
    "ItemType": {
        "actor": "who acts or speaks",
        "claim": "who says what",
        "number": "a figure",
        "hedge": "a word that weakens a claim",
    },
    "FindingCode": {
        "number_drift": "a number’s value is not the one that stands in the article, or a claim cuts a figure in two",
        "bound_lost": "“at least”, “about” or the like stands before the figure and is left out or recorded differently",
        "hedge_lost": "a claim begins right after “may” or the like, or holds a hedge that the brief does not record",
        "hedge_added": "a hedge is put on a claim far from its words",
        "negation_flip": "the reporting word denies and the claim affirms, or the reverse",
        "opinion_as_fact": "a statement in the outlet’s own voice, though its sentence reports what somebody said",
        "quote_not_quoted": "given as a quotation, but the words do not stand in quotation marks",
        "quote_truncated": "cut right after “not”, before “but”, “unless” or “except”, or before a question mark",
        "example_leak": "the words come from the prompt’s worked example",
        "unit_mismatch": "a number’s unit or kind is not the one in the article",
        "span_changed": "the words at a span’s place are not its words (found by `verify`)",
        "source_changed": "the article’s text is not the one the brief was made from (found by `verify`)",
        "digest_mismatch": "the brief was changed after it was written (found by `verify`)",
        "speaker_unknown": "the speaker is not in the article, or a link points at nobody",
        "instruction_in_article": "the article holds words addressed to a model",
    },
    "RejectReason": {
        "not_found": "the words are not in the article; `nearest` has the passage most like them",
        "no_such_sentence": "the model points at a sentence number that does not exist",
        "empty": "nothing but blanks or punctuation",
        "duplicate": "it repeats another item",
        "example_leak": "it comes from the prompt’s worked example",
        "not_a_number": "the words hold no figure",
    },
    "CoverageKind": {
        "quote": "a passage in quotation marks that no claim holds",
        "figure": "a figure on which no number stands",
        "reporting_sentence": "a sentence with a reporting word and without a claim",
    },
}

# By the field of `Settings`, and of the sections below it.
SETTINGS: Mapping[str, str] = {
    "model": "`provider/name` of the model to ask",
    "model_path": "a GGUF file for the embedded engine",
    "base_url": "an OpenAI-compatible server other than the provider’s own",
    "prompt": "the prompt pack, by name or folder",
    "concurrency": "questions under way at once for a corpus, articles for a few",
    "context": "context size in tokens, for the embedded engine and for chunking long articles",
    "threads": "threads of the embedded engine; without it, the cores that are idle when it starts",
    "timeout": "seconds for one request to a server; without it 600",
    "cache_dir": "where weights are kept; without it the user’s cache folder",
    "providers": "servers by name, see below",
    "models": "prices and limits by `provider/name`, see below",
}
PROVIDER: Mapping[str, str] = {
    "base_url": "where it answers, mostly ending in `/v1`",
    "key_env": "name of the environment variable that holds its key; without it `NAME_API_KEY`",
    "context": "context size in tokens; without it 8192",
}
MODEL: Mapping[str, str] = {
    "input": "US dollars per million prompt tokens",
    "cached_input": "US dollars per million prompt tokens served from the provider’s cache; without it as `input`",
    "output": "US dollars per million output tokens",
    "batch_input": "US dollars per million prompt tokens in a hosted batch, for briefs from `--batch-in`; without both, `input` and `output` hold for these too",
    "batch_output": "US dollars per million output tokens in a hosted batch",
    "context": "context size in tokens",
    "omit": "parameters that this model refuses, such as `temperature`",
}
# Variables that are no settings.
VARIABLES: Mapping[str, str] = {
    "OPENAI_API_KEY": "the key for `openai/…`; where it is set and nothing else is said, the model is a hosted one",
    "OPENAI_BASE_URL": "another address for `openai/…`",
    "OLLAMA_API_KEY": "a key for `ollama/…`, where its server wants one",
    "VLLM_API_KEY": "a key for `vllm/…`, where its server wants one",
    "SUMMARIZER_PLAY_LOG": "a file to which every replayed recording is noted, for `cassettes check --played`",
}
EXIT_CODES: Mapping[int, tuple[str, str]] = {
    0: ("done", ""),
    1: ("findings", "a gate failed, a brief did not verify, a check found something"),
    2: ("usage or bad input", "nothing was done, or nothing could be"),
    3: ("incomplete", "some articles failed; the rest is written"),
    4: ("no recording", "a replay met a question without a recorded answer"),
    130: ("interrupted", "what was finished is in place"),
}
