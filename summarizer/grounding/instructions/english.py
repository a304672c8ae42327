"""Orders to a model in English: rules over plain text (lower case, straight quotes).

News is full of imperatives, of instructions that somebody ignored, and of sentences about language models. So a cue counts
only where it speaks to the reader of the text, or about what that reader is about to write.
"""

from __future__ import annotations

from summarizer.grounding.instructions.rules import Pair, Pattern, Rule, compiled

# Where a clause, and so an imperative, may begin.
_START = (
    r"^(?:[^\S\n]|[>*#\d.)\-]){0,8}|[.!?:;,\"'(\[{*>#|\-][^\S\n]{0,3}"
    r"|\b(?:please|now|then|also|always|instead|simply|just|kindly|never|therefore|immediately|first)[^\S\n]{1,2}"
)
_IGNORE = (
    r"ignore|disregard|forget|override|overrule|bypass|neglect|discard|dismiss|abandon|drop|unlearn|set aside|put aside"
    r"|(?:do not|don't|stop|cease|never) (?:follow|obey|apply|heed|respect)(?:ing)?|pay no (?:attention|heed) to"
)
_RULES = r"instructions?|prompts?|guidelines|directives?|guardrails|programming"
_LAWS = r"rules|orders|commands|directions|training|task|restrictions|constraints|policies|limitations|safeguards"
_EARLIER = r"your|previous|prior|earlier|preceding|above|foregoing|existing|original|initial|system"

# Who reads: names of machines that are no other thing, and words that name many things.
_AI_KIND = r"models?|systems?|assistants?|agents?|tools?|readers?|crawlers?|summari[sz]ers?|bots?|services?|software"
_MACHINE = (
    rf"ai (?:language )?(?:{_AI_KIND})|(?:large )?language models?|l?lms|llm|chat ?bots?|(?:chat)?gpt(?:-?\d\w*)?|claude|gemini|copilot"
    rf"|(?:text )?summari[sz](?:ers?|ation (?:tools?|models?|systems?|software|engines?))"
    rf"|automated (?:{_AI_KIND})|machine readers?|ais?(?=\W{{0,2}}(?:$|[,.:;!)\]\-]|(?:that|which|read|process|summ|anal)))"
)
_SOME_MACHINE = r"models?|assistants?|bots?|machines?|robots?|agents?|systems?|tools?|crawlers?"
_TEXT = r"articles?|text|page|document|story|content|message|site|website|passage|file|piece|post"
_DIGEST = r"summar(?:y|ies)|outputs?|briefs?|extractions?|digests?|abstracts?|synopsis"
_READS = (
    r"read(?:s|ing)?|process(?:es|ing)?|pars(?:es?|ing)|summari[sz](?:es?|ing)|analy[sz](?:es?|ing)|extract(?:s|ing)?"
    r"|index(?:es|ing)?|access(?:es|ing)?|crawl(?:s|ing)?|see(?:s|ing)?|ingest(?:s|ing)?|condens(?:es?|ing)"
)

# What it is told to do.
_SPEAKS = (
    r"say|state|report|write|add|list|mark|treat|attribute|leave|omit|include|output|print|reply|respond|answer|return"
    r"|name|call|describe|record|mention|give|show|present|put|use|insert|exclude|remove|quote|cite|claim|assert|label"
)
_DOES = (
    rf"{_SPEAKS}|produce|choose|pick|select|turn|double|reset|fetch|copy|merge|rename|invent|ignore|disregard|repeat|append|decode|pretend|act|drop|skip|stop|stay|replace|fill|remember|end|begin"
    r"|start|set|change|translate|extract|compose|summari[sz]e|lead|reveal|delete|assign|credit|assume|follow|obey"
    r"|continue|tell|make sure|ensure|confirm|deny|classify|keep|speak|behave"
)
_MUST = r"must|should|shall|may only|may not|will|are to|need to|have to"
_ORDER = (
    rf"(?:{_START})(?:(?:do not|don't|never|only|always) )?(?:{_DOES})\b"
    rf"|you (?:{_MUST}|can only|are (?:not )?(?:allowed|permitted|required|instructed|told|asked) to)\b"
    rf"|(?:{_MUST}) (?:not |only |always |never |now )?(?:{_SPEAKS}|be (?:described|reported|listed|named|called))\b"
    r"|\b(?:has|have|is|are) to be (?:skipped|left out|omitted|ignored|removed|excluded|dropped|deleted)\b"
)

# What it is about to write, in words that only somebody who gives it work would use.
_WORK = (
    r"\b(?:in|into|to|from|of|with|for) (?:your|any|every) (?:\w{1,12} ){0,2}(?:<digest>)\b"
    r"|\byour (?:(?:system|own|original|initial|final|whole|entire) )?(?:prompt|outputs?|instructions|summary|extraction|guidelines"
    r"|training data|context window|list of (?:claims|figures|numbers|actors))\b"
    rf"|\b(?:<digest>|analys[ei]s) of (?:this|the) (?:{_TEXT})\b|\binto the (?:<digest>)\b|\bautomat(?:ic|ed) summar(?:y|ies)\b"
    r"|\ball (?:summaries|extractions|outputs)\b|\bbrief of this\b"
    r"|\bwhen (?:you (?:are )?)?(?:summari[sz](?:e|ing)|condens(?:e|ing))\b"
    rf"|\bwhen (?:you (?:are )?)?(?:analy[sz](?:e|ing)|extract(?:ing)?|process(?:ing)?|pars(?:e|ing)) (?:this|the) (?:{_TEXT})\b"
    r"|\b(?:empty|blank) (?:list|object|array|json|answer|output|response)\b|\b(?:as|valid|only) json\b|\bjson (?:object|array|only)\b"
    r"|\b(?:end|start|beginning|top) of (?:your|every|any|each) (?:repl(?:y|ies)|responses?|answers?)\b|\bin every (?:future )?(?:reply|response)\b"
    r"|\bevery (?:report|summary|answer|reply|response) (?:that )?you (?:generate|write|produce|give)\b"
    r"|\bbase64\b|\brot13\b|\bsystem prompt\b|\b(?:conversation so far|rest of the conversation|chat history)\b"
    r"|\b(?:speaker|source) of (?:all|every|each)\b|\b(?:to|of|for) every (?:claim|actor|speaker|hedge)\b"
    r"|\b(?:every|each|all)(?: other)? (?:claims?|numbers?|figures?|actors?) in (?:it|this)\b"
    rf"|\bwhere(?:ver)? the (?:{_TEXT}) (?:says|has|states|reads|gives)\b|\bthe (?:json )?schema\b"
)

# The same in words that others use too: they count only beside an imperative that begins a sentence, in no quotation.
_TASK = (
    r"\bthe (?:(?:next|final) )?(?:answer|output)\b|\bthe context\b|\bthe user\b|\bof options\b|\b(?:every|each) number\b"
    r"|\b(?:the|every|each|all)(?: \w{1,12})? (?:claims?|speakers?|actors?|hedges?|sentences?)\b|\babove this line\b"
    rf"|\bthe (?:last|first) one\b|\bas (?:a )?(?:facts?|confirmed|verified|refuted)\b|\b(?:an?|the) (?:{_SOME_MACHINE})\b|\bas an? (?:statement|suspect)\b"
)
_IMPERATIVE = (
    rf"(?:^(?:[^\S\n]|[>*#\d.)\-]){{0,8}}|[.!?:;)]['\"]?[^\S\n]{{1,3}})(?:(?:please|now|then|when[^.,\n]{{1,40}},) )?"
    rf"(?:(?:do not|don't|never|only|always) )?(?:{_DOES})\b(?! (?:of|for|in|at|to)\b)"
)

_PARTS = {
    "start": _START,
    "ignore": _IGNORE,
    "rules": _RULES,
    "laws": _LAWS,
    "earlier": _EARLIER,
    "machine": _MACHINE,
    "some": _SOME_MACHINE,
    "text": _TEXT,
    "reads": _READS,
    "speaks": _SPEAKS,
    "must": _MUST,
    "digest": _DIGEST,
}


def _pattern(needles: str, pattern: str, kind: str = "order") -> Pattern:
    found = compiled(pattern, **_PARTS)
    return Pattern("answer" if kind == "answer" else "order", tuple(needles.split("|")), found)


RULES: tuple[Rule, ...] = (
    Pair(
        "order",
        (
            *(
                "the answer",
                "the output",
                "next answer",
                "final answer",
                "context",
                "the user",
                "of options",
                "every number",
            ),
            *("each number", "claim", "speaker", "actor", "hedge", "sentence", "this line", "last one", "first one"),
            *("as fact", "as a fact", "confirmed", "verified", "refuted", "model", "assistant", "machine", "as a s"),
        ),
        compiled(_TASK),
        compiled(_IMPERATIVE),
        80,
    ),
    _pattern(
        "whatever|whoever|anyone|anything|any program|every program|by processing|by reading|by summ|by parsing|language model",
        r"\b(?:whatever|whoever|anyone who|anything that|(?:any|every) program that) (?:<reads>) this\b"
        r"|\b(?:whoever|anyone|those) (?:(?:is|are|who) ){0,2}(?:produc|mak|writ|compil|prepar)(?:e|es|ing) an? (?:\w{1,12} )?(?:<digest>) of this\b"
        r"|\bby (?:processing|summari[sz]ing|parsing|reading|analy[sz]ing) this (?:<text>) (?:with|you|by)\b"
        r"|\byou,? (?:the|an?) (?:<machine>|model|assistant)\b[,:]",
    ),
    _pattern(
        "your task|your role|your goal|your assignment|as if the user|as though the user|you are|by ai|by llm|recommended|proper|approved"
        "|suggested|based tools|based system|assistant|gpt|bot,|llm,|ai,|model,|not human|the string|the word|the token|the phrase|stop processing"
        "|this link|this text|this message|this note|this notice|this sentence|this passage|not appear|output mode|override code|what i want|developer|creator|is being|is read|is processed|your previous|your last|your first|your earlier|summari|i authori|i hereby|i instruct|i order|i command|i permit",
        r"\byour (?:task|assignment|goal|role)(?: (?:has|is))? (?:now |been )?(?:changed|to (?:<speaks>))\b"
        r"|\bas (?:if|though) the user (?:had|has|were)\b"
        r"|\b(?:for|in) this (?:<text>),? you are\b"
        r"|\((?:read|processed|seen|parsed|to be read) by (?:<machine>|ai|machines)\b"
        r"|\b(?:recommended|proper|approved|suggested|only correct) (?:<digest>) of this (?:<text>)\b"
        r"|\b(?:the|any|every) summari[sz](?:er|ation (?:tool|model|system)) (?:<must>)\b"
        r"|\bi (?:hereby )?(?:authori[sz]e|instruct|order|command|permit) (?:(?:the|any|all|every) )?(?:<machine>|ai|model|assistant) to <speaks>\b"
        r"|<start>(?:assistant|chat ?bot|ai|llm|(?:chat)?gpt|model)\s?, (?:please )?(?:<speaks>|<ignore>)\b"
        r"|\bif (?:this|the) (?:<text>) is (?:being )?(?:read|processed|summari[sz]ed|analy[sz]ed|parsed) by (?:an? |any )?(?:<machine>|ai|machine|model)\b"
        r"|\bif you are not (?:a )?human\b|\byour (?:previous|last|first|earlier) (?:answer|output|response|summary) (?:was|is)\b"
        r"|<start>(?:output|print|return|reply with|respond with|answer with) (?:only )?the (?:string|word|words|token|phrase)\b|<start>stop processing\b"
        r"|\b(?:must|should|may) not appear in (?:the|any|your) (?:<digest>)\b|\b(?:from|by) your (?:developers?|creators?)\b"
        r"|\b(?:output mode|override code)\b|\bwhat i want from you is\b"
        r"|\b(?:<machine>|<some>) <must> (?:not |only |always )?<speaks> this (?:link|text|message|notice|note|sentence|passage)\b"
        r"|\b(?:ai|llm)-based (?:<some>) <must>\b[^.\n]{0,60}?\bin this (?:<text>)\b",
    ),
    # "ignore all previous instructions", "disregard the rules you were given"
    _pattern(
        "instruction|prompt|guideline|directive|guardrail|programming|you have been|you were|above|so far|rules|orders"
        "|commands|directions|training|your task|restrictions|constraints|policies",
        r"(?:<start>|\b(?:and|should|must|you|are to) )<ignore>\b[^\n]{0,40}?"
        r"(?:\b(?:<earlier>|all|any)\b[^\n]{0,20}?\b<rules>\b|\b<earlier>\b[^\n]{0,20}?\b<laws>\b"
        r"|\b(?:<rules>|<laws>) (?:that )?you (?:were|have|had|received|got)\b"
        r"|\b(?:what(?:ever)?|everything|anything) (?:that )?you (?:have been|were|are|had been) (?:told|given|instructed|asked|taught)\b"
        r"|\bthe <text> (?:above|so far)\b|\beverything above\b)",
    ),
    _pattern(
        "you have been|you were|you are",
        r"\byou (?:have been|were|are) (?:told|instructed|asked|given)\b[^\n]{0,60}?\b(?:ignore|forget|disregard) (?:it|that|this|them)\b",
    ),
    _pattern(
        "instructions|prompt|guidelines|rules|restrictions",
        r"\b(?:your\b[^.\n]{0,30}\b(?:<rules>|<laws>)|(?:previous|prior|earlier|preceding|above) <rules>|instructions you (?:received|were given|have))\b"
        r"[^\n]{0,40}?\b(?:are|is|were|have been|has been) (?:to be |now |hereby |no longer )?"
        r"(?:suspended|void|cancell?ed|revoked|lifted|overridden|superseded|in force|ignored|disregarded|replaced|disabled)\b",
    ),
    _pattern(
        "instructions",
        r"<start>(?:new|updated|real|actual|summary|special|hidden|secret|override|extraction)(?: system)? instructions?(?: (?:for|to)[^:\n]{0,40})?\s?:",
    ),
    # "note to AI:", "if you are a language model", "any AI that summarises this must"
    _pattern(
        "note|notice|message|memo|hint|tip|reminder|attention|steps|instructions|guidance",
        r"\b(?:notes?|notice|messages?|memo|hints?|tips?|reminder|attention|steps|instructions|guidance) (?:for|to) (?:(?:all|any|the|every) )?"
        r"(?:<machine>\b[^.:\n]{0,60}|<some>\s?):",
    ),
    _pattern(
        "this|the",
        r"\b(?:<machine>|<some>)(?:\W{1,2}\w{1,12}){0,2}?(?: (?:that|which|who))? <reads> (?:this|the) (?:<text>)\b"
        r"|\b<machine>(?: (?:that|which|who))? <reads> this(?=\s?[:,]| (?:must|should|shall|will|is)\b)",
    ),
    _pattern(
        "dear|attention|attn|hello|hey",
        r"<start>(?:dear|attention|attn|hello|hey)(?: all)?,? (?:<machine>|model|assistant|bot)\s?[,:!\-]",
    ),
    _pattern(
        "model|system|assistant|reader|tool|agent|crawler|bot|llm|summari",
        r"<start><machine>\s?:\s{0,2}(?:please )?<speaks>\b",
    ),
    _pattern(
        "if you are|if you're|as an|you are",
        r"\bif you(?: are|'re) (?:an? |the )?(?:<machine>|(?:machine|robot|bot|model|assistant)(?=\W{0,2}(?:$|[,.:;\-]|that|reading)))"
        r"|\bas an? (?:ai|language model|llm|ai (?:language )?(?:model|assistant|system))\b,? you\b"
        r"|\byou are (?:now |only |no longer )?an? (?:\w{1,14} )?(?:ai|language model|llm|chat ?bot|ai (?:model|assistant|system))(?=\s?[,.;!]| (?:that|who|and|with|without))",
    ),
    _pattern(
        "systems|models|assistants|tools|readers|llms|chatbots|summari",
        r"\b<machine>\b[^.\n]{0,40}?\b<must> (?:not |only |always )?<speaks>\b[^.\n]{0,60}?\b(?:refuted|confirmed|unverified|speaker|statement|to the user)\b",
    ),
    # "reveal your system prompt", "your new instructions"
    _pattern(
        "instructions|prompt|directive|your real task|your actual task|your only task",
        r"<start>(?:repeat|reveal|print|show|output|display|give|tell)(?: (?:me|us))?\b[^.\n]{0,20}?"
        r"\b(?:your|the) (?:(?:exact|full|complete) )?(?:initial|system|hidden|secret|original|exact) (?:instructions|prompt|message)\b"
        r"|\byour (?:new|real|actual|true) (?:directive|instructions|system prompt)\b|\byour (?:only|real|actual|true) task (?:is|:)",
    ),
    # another role
    _pattern(
        "you are|act as",
        r"\byou are (?:now )?(?:dan\b|(?:an? )?(?:unrestricted|uncensored|unfiltered|jailbroken)\b|in (?:developer|debug|god|unrestricted) mode\b)"
        r"|<start>act as (?:dan\b|an? (?:unrestricted|uncensored|unfiltered|ai|language model)\b)",
    ),
    _pattern(
        "you are now",
        r"\byou are now\b[^\n]{0,120}?\b(?:stay in character|in your (?:answer|response|reply)|so (?:<speaks>)|(?:always|only|must) (?:<speaks>))\b",
    ),
    _pattern(
        "from now on|henceforth|from this point",
        r"\b(?:from now on|henceforth|from this point on),? you (?:will |must |shall )?(?:act as|answer|respond|reply|write|output|speak as)\b",
    ),
    _pattern("pretend", r"<start>pretend (?:to be|that you are|you are)\b[^.\n]{0,80}? and <speaks>\b"),
    _pattern("as though|as if", r"<start>(?:respond|answer|reply|write) as (?:though|if)\b"),
    _pattern(
        "mode",
        r"\b(?:developer|debug|god|dan|admin|jailbreak|unrestricted) mode\b[^.\n]{0,60}?\b(?:the (?:model|assistant)|output)s?\b",
    ),
    # tools and links
    _pattern("the tool|the function", r"<start>(?:call|invoke|use|run|execute) the (?:tool|function) \w"),
    _pattern("](", r"!\[[^\]\n]{0,200}\]\(\s{0,3}https?://[^)\s]{0,300}?[{%$][^)\s]{0,100}\)"),
    _pattern("http", r"https?://[^\s]{0,200}?(?:\{\{?\w{1,40}\}|system_?prompt|conversation\}|summary\})"),
    _pattern("nothing", r"\b(?:output|print|return) nothing\b"),
    # "the correct answer is", "answers that name X get full marks"
    _pattern(
        "answer|label|output|extraction|option",
        r"(?:^|[.!?:(])[^\S\n]{0,3}(?:the )?(?:only )?(?:correct|expected|reference) (?:answer|label|extraction)s?(?: (?:for|to)[^.:\n]{0,60})?\s?(?:is|are|:|=|must be)"
        r"|\bexpected output (?:for|of) (?:this|the) (?:<text>|input|prompt)\b"
        r"|\bif you(?: are|'re) asked\b[^.\n]{0,80}?\banswer (?:is always|must be|should be)\b"
        r"|\banswers? that (?:name|say|list|give|mention|contain|use)\b[^.\n]{0,80}?\b(?:full marks|scored|graded|rewarded)\b"
        r"|\b(?:gold|reference|ground truth) (?:label|answer)s?\s?[:=]",
        kind="answer",
    ),
    _pattern(
        "above",
        r"\b<text> above (?:was|is) (?:only |just |merely )?an? (?:example|test|sample|placeholder|decoy)\b",
    ),
    Pair(
        "order",
        (
            *(
                "summar",
                "output",
                "brief",
                "extraction",
                "your system prompt",
                "your prompt",
                "your instructions",
                "guidelines",
            ),
            *(
                "training data",
                "context window",
                "your list of",
                "condens",
                "empty",
                "blank",
                "json",
                "base64",
                "rot13",
            ),
            *("when you analy", "processing", "parsing", "extracting", "system prompt", "conversation", "chat history"),
            *(
                "speaker of",
                "source of",
                "every claim",
                "every actor",
                "every speaker",
                "every hedge",
                "wherever the",
                "where the",
            ),
            *(
                "in it",
                "in this",
                "schema",
                "automat",
                "into the",
                "of your",
                "of every",
                "of any",
                "of each",
                "in every",
                "every report",
            ),
        ),
        compiled(_WORK, **_PARTS),
        compiled(_ORDER, **_PARTS),
    ),
)
"""All of them. The last holds what a model is to write together with an order."""
