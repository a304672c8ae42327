"""The patterns by which lines of an article are told apart.

`fullmatch`, `match` or `search` is said beside each. All are bounded and are only tried on short lines or at the
start of a line, so that none can take more than linear time. English, with dates in a few other forms.
"""

from __future__ import annotations

import re


def _any(alternatives: str) -> str:
    """A group of the alternatives that stand one to a line, or several to a line with " ; " between."""
    parts = (part.strip() for line in alternatives.splitlines() for part in line.split(" ; "))
    return "(?:" + "|".join(part for part in parts if part) + ")"


_MONTH = _any(
    r"""Jan(?:uary)? ; Feb(?:ruary)? ; Mar(?:ch)? ; Apr(?:il)? ; May ; June? ; July? ; Aug(?:ust)?
    Sept?(?:ember)? ; Oct(?:ober)? ; Nov(?:ember)? ; Dec(?:ember)?"""
)
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.?"
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th)?"
_ISO = r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?"
_DATE = _any(
    rf"""(?:{_WEEKDAY},?\s+)?{_MONTH}\.?\s+{_ORDINAL}(?:,?\s+\d{{4}})?
    (?:{_WEEKDAY},?\s+)?{_ORDINAL}\s+{_MONTH}\.?,?(?:\s+\d{{4}})?
    {_ISO} ; \d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}} ; \d{{4}}/\d{{1,2}}/\d{{1,2}}
    \d{{4}}年\d{{1,2}}月\d{{1,2}}日"""
)
_ZONE = r"(?:\s+\(?[A-Z]{2,5}\)?)?"
_CLOCK = rf"(?:\d{{1,2}}[:.]\d{{2}}(?::\d{{2}})?(?:\s*[ap]\.?m\.?)?{_ZONE}|\d{{1,2}}\s*[ap]\.?m\.?{_ZONE})"

FULL_DATE = re.compile(
    rf"(?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d{{2}})\b"
    rf"|\b(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month2>{_MONTH})\.?,?\s+(?P<year2>(?:19|20)\d{{2}})\b"
    r"|\b(?P<year3>(?:19|20)\d{2})[-/](?P<month3>\d{1,2})[-/](?P<day3>\d{1,2})(?!\d)"
    r"|(?P<year4>(?:19|20)\d{2})年(?P<month4>\d{1,2})月(?P<day4>\d{1,2})日"
)
"""A date with day, month and year (`search`)."""

DATE_LINE = re.compile(
    rf"(?:(?:First |Last )?(?:Published|Updated|Posted|Modified|Date)(?: on| at)?:?\s+)?{_DATE}"
    rf"(?:,?\s+(?:at\s+)?{_CLOCK})?(?:\s*[|·–-]\s*(?:(?:Last )?Updated:?\s+)?(?:{_DATE}|{_CLOCK}))*\.?",
    re.IGNORECASE,
)
"""A line that is only a date (`fullmatch`)."""

BULLET = re.compile(r"(?:[•▪◦‣●■◆►▶∙·*]|[-–—](?=\s|\Z))\s*")
"""A bullet and the white space after it (`match`)."""

_CAPITALISED = r"[^\W\d_a-z][\w’'.-]*"
_NAME = rf"{_CAPITALISED}(?: (?:{_CAPITALISED}|de|van|von|der|al|bin|la|le|du|da|dos)){{0,4}}"
BYLINE = re.compile(
    rf"(?:[Bb]y|BY|(?:Written|Reporting|Reported|Edited|Story|Text|Words) by):? {_NAME}"
    rf"(?:(?:, | and | & |, and ){_NAME}){{0,5}}(?:\s*[|,/·–—-]\s*[\w .&’'-]{{2,60}})?\.?"
    r"|(?:Reporting|Writing|Additional reporting|Editing) by [^!?]{3,200}"
    rf"|{_NAME}\s*[|,–—-]\s*(?:(?:Staff|Senior) Writer|Correspondent|Reporter|(?:Political )?Editor|Contributor)"
)
"""A line that says who wrote or edited (`fullmatch`)."""

_AGENCY = _any(
    r"""AP ; Associated Press ; Reuters ; AFP ; Agence France-Presse ; Getty(?: Images)? ; EPA(?:-EFE)? ; EFE ; UPI
    TASS ; Sputnik ; Xinhua ; Kyodo ; ANI ; PTI ; dpa ; Bloomberg ; NurPhoto ; Shutterstock ; Alamy ; Anadolu ; ZUMA
    Rex ; Imago ; Ukrinform ; PA(?: Wire)? ; WAM"""
)
AGENCY = re.compile(rf"[(/]({_AGENCY})[)/]")
"""A news agency in brackets or slashes (`search`)."""

_CREDIT = r"(?:Photo|Photograph|Picture|Image|Video)"
_INSIDE = r"[^()\[\]]"
CAPTION_START = re.compile(
    rf"(?:{_CREDIT}|Pictured|File photo|FILE|{_CREDIT} credit|Credit|Caption)(?: by| courtesy of)?\s*[:–—-]\s"
    rf"|{_CREDIT}s? (?:by|courtesy of|from) \S"
)
"""A picture credit that a line begins with (`match`)."""

CAPTION_END = re.compile(
    rf"[(\[]{_INSIDE}{{0,120}}(?:\bvia |/ ?|\b{_CREDIT}(?: by|:)? ){_AGENCY}{_INSIDE}{{0,60}}[)\]]\.?\Z"
    rf"|[(\[]\s*{_AGENCY} (?:Photo|Images?|File|Video)\b{_INSIDE}{{0,80}}[)\]]\.?\Z"
    rf"|[(\[](?:{_CREDIT}|Credit|Courtesy)\b(?: by| of| credit| courtesy)?[:/ ]{_INSIDE}{{1,100}}[)\]]\.?\Z"
    rf"|(?:[|©/]|\bvia) ?{_AGENCY}(?: Images| Photo)?\Z"
)
"""A picture credit that a line ends with (`search` in its last 200 characters)."""

_UPPER_PLACE = r"[^\W\d_a-z]{2}[^\W\d_a-z.’'-]+(?:[ ,]+[A-Z][\w.’'-]*){0,5}"
_PLACE = r"[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,2}(?:, [A-Z][\w.’'-]+){0,2}"
_SOURCE = r"\([^()\n]{2,40}\)"
DATELINE = re.compile(
    rf"(?:{_UPPER_PLACE}(?:,\s+{_DATE})?(?:\s*{_SOURCE}(?:\s*[—–-]{{1,2}})?|\s+[—–-]{{1,2}}(?=\s)|[—–](?=\s))"
    rf"|{_PLACE}(?:,\s+{_DATE})?(?:\s*{_SOURCE}\s*[—–-]{{1,2}}|\s+—(?=\s))"
    rf"|\({_AGENCY}\)\s*[—–-]{{1,2}}"
    rf"|[A-Z]{{3,}}[A-Z, ]{{0,30}},\s+{_DATE}\.?\s+/[A-Z]{{2,12}}/\.)\s*(?=[\"“‘']?[^\W_a-z])"
)
"""Place, date and agency at the start of a first paragraph (`match`)."""

PLACE = re.compile(r"[^\W\d_][\w’'-]+(?:[ /][A-Z][\w’'-]+){0,2}:\s+(?=[\"“‘']?[A-Z])")
"""A place and a colon at the start of the first paragraph (`match`)."""

_LABEL_NOUN = _any(
    r"""background ; context ; analysis ; updates? ; note ; details ; bottom line ; big picture ; takeaways?
    timeline ; explainer ; reactions? ; recap ; overview ; summary ; key (?:points?|facts?) ; highlights
    other side ; reality check ; state of play ; backdrop ; backstory ; catch up(?: quick)? ; driving the news
    between the lines ; by the numbers ; flashback ; zoom (?:in|out) ; go deeper ; worth noting ; latest ; breaking
    developing ; fact check ; for context ; in (?:context|brief|short)"""
)
_LABEL_END = _any(
    r"""knows? ; say ; says ; said ; saying ; happen ; happens ; happened ; happening ; next ; matters? ; means?
    expect ; watch ; works? ; doing ; thinks? ; thinking ; changed ; new ; now ; stands? ; learned ; here ; on ; from"""
)
INLINE_LABEL = re.compile(
    rf"(?i:(?:(?:Some|The|A little|A bit of|More|Further|Key|Brief|Quick|Our) )?{_LABEL_NOUN}"
    rf"|(?:What|Why|How|Who|Where|When)\b(?:[ ][\w’'.-]+){{0,6}}[ ]{_LABEL_END})"
    r":\s+(?=[\"“‘'(]?[^\W_a-z])"
)
"""A label that opens a paragraph: "Some background:", "What Ukraine is saying:" (`match`)."""

_PIECE = r"(?:post|story|article|piece|page|headline|version)"
_WAS = r"(?:was|has been|is being|will be)"
EDITOR_NOTE = re.compile(
    rf"(?:This (?:report|{_PIECE})|The {_PIECE})(?: of this (?:story|article))? {_WAS} (?:last |first |originally )?"
    r"(?:updated|corrected|amended|edited|modified|clarified)\b"
    # What is published, changed or revised is the article only where that is said of its first or last state: news
    # tell of reports and posts that were published.
    rf"|This {_PIECE} {_WAS} (?:(?:last|first|originally) published|(?:last |first |originally )?(?:revised|changed))\b"
    rf"|The (?:headline|version)(?: of this (?:story|article))? {_WAS} (?:revised|changed)\b"
    r"|(?:An? )?(?:earlier|previous|original) version of this (?:story|article|post|report)\b"
    r"|(?:Correction|Clarification|Editor[’']s note|Editors[’'] note|Update|Disclaimer)(?: \([^)]{1,40}\))?:",
    re.IGNORECASE,
)
"""A note about the article itself (`match`)."""

SECTION = re.compile(
    _any(
        r"""World ; Europe ; Asia ; Africa ; Americas? ; Middle East ; U\.?S\.? ; U\.?K\.? ; (?:US |UK )?News ; Politics
        Business ; Economy ; Tech(?:nology)? ; Science ; Health ; Sports? ; Entertainment ; Culture ; Arts ; Opinion
        Climate ; Environment ; Travel ; (?:Life)?style ; Education ; Local ; National ; International ; Top stories
        (?:Breaking|Latest) news ; Home ; Analysis ; Markets ; Money ; Weather ; Videos? ; Live ; Explainers?"""
    )
    + r"(?:\s*[|/>›»·]\s*[\w &]{2,30}){0,4}",
    re.IGNORECASE,
)
"""A section name, alone or as a path; only above the first paragraph (`fullmatch`)."""

_ACCOUNT = r"(?:log ?in|sign ?in|sign ?up|log ?out|register|subscribe|create (?:an )?account|join(?: now)?)"
_YOU = r"(?:(?:please|simply|just|first|you(?: must| need to| have to| can|[’']ll need to)?(?: first)?) )?"  # readers, not "citizens must register"
_SHARE = _any(
    r"""share ; tweet ; pin ; e-?mail ; print ; save ; copy link ; facebook ; twitter ; whatsapp ; telegram ; linkedin
    reddit ; pinterest ; x ; like ; follow ; bookmark"""
)
_TO_MORE = r"(?:\s*[:|»>→…]|\s+[-–]\s)"  # a bare hyphen joins words: "related-party deals"
_MORE = r"(?:read|see|watch|view|show|load|learn|find out) (?:more|also|next|all|less|full (?:story|article))"
FURNITURE = re.compile(
    _any(
        rf"""{_ACCOUNT}(?:\s*(?:/|\||&|,|\bor\b|\band\b)\s*{_ACCOUNT})*[.!]*
        (?:please )?{_ACCOUNT} (?:to|for|now|today|here|with)\b.{{0,100}}
        to (?:comment|like|reply|read|continue|view|post)\b[^,]{{0,60}}(?:,\s*{_YOU})?\b{_ACCOUNT}\b.{{0,60}}
        to vote\b[^,]{{0,60}}(?:,\s*{_YOU})?\b(?:log|sign) ?in\b.{{0,60}}
        (?:tags?|topics?|categor(?:y|ies)|keywords|filed under|posted in|more on|labels)\s*:.{{0,200}}
        {_SHARE}(?:[|/,·\s]+(?:{_SHARE}|on|via|this))*(?:\s+(?:article|story|post|page))?[:.!]?
        share (?:this|on|via|it)\b.{{0,60}} ; follow (?:us|me|@?\w+) on\b.{{0,80}} ; like us on\b.{{0,60}}
        join (?:us|our)\b.{{0,100}} ; subscribe\b.{{0,150}}
        get (?:the latest|our|more) .{{0,80}}(?:inbox|newsletter|e-?mail|app|alerts?)\b.{{0,60}}
        sponsored(?: content| by .{{1,60}})?\.? ; adverti(?:sement|sements|sing)[.:]? ; ads? ; paid content
        promoted(?: content)? ; scroll to continue.{{0,30}} ; (?:story|article) continues.{{0,60}}
        continue reading.{{0,60}} ; skip (?:to (?:main )?content|advertisement) ; back to top ; go back
        {_MORE}(?:[.…]*|{_TO_MORE}.{{0,200}})
        (?:also read|read also|related|see also|don[’']t miss|must read|recommended|up next){_TO_MORE}.{{0,200}}
        (?:next|previous) (?:article|story|post)(?:{_TO_MORE}.{{0,200}})?
        close ; menu ; search ; loading[.…]* ; home ; next ; previous ; advertise with us ; contact us ; about us
        privacy policy ; terms(?: of (?:use|service))? ; cookie (?:policy|settings) ; site ?map ; newsletters?
        comments? ; reply ; leave a (?:comment|reply).{{0,40}} ; (?:post|add) a comment ; no comments(?: yet)?
        be the first to comment.? ; enable javascript.{{0,80}} ; listen to this article.{{0,30}} ; click here.{{0,80}}
        get the app.{{0,40}} ; download (?:the|our) app.{{0,60}} ; report (?:this )?(?:ad|a typo).{{0,20}}"""
    ),
    re.IGNORECASE,
)
"""Navigation, sharing, signing in, advertising (`fullmatch`, without a bullet)."""

_COUNTED = r"(?:comments?|shares?|likes?|views?|reads?|replies|votes?|retweets?|reactions?|followers?)"
COUNTER = re.compile(
    rf"\d{{1,6}}(?:\s+\d{{1,6}})*|\d[\d,.]*\s*[KM]?\s*{_COUNTED}|{_COUNTED}\s*[:(]?\s*\d[\d,.]*\s*[KM]?\)?"
    r"|\d{1,3}[- ]?min(?:ute)?s?[. -]*read.{0,20}|(?:estimated )?(?:reading|read) time:?\s*.{0,20}",
    re.IGNORECASE,
)
"""Counts of comments, shares, minutes (`fullmatch`)."""

NOTICE = re.compile(
    r"(?:©|\(c\)\s|copyright\s*(?:©|\(c\)|\d{4}))|all rights reserved\b|please enable javascript\b"
    r"|(?:we|this (?:site|website)) uses? cookies\b|(?:accept|reject|manage)(?: all)? cookies\b"
    r"|by (?:clicking|continuing|using (?:this|our)|signing up)\b.{0,120}"
    r"\b(?:(?:you|I)\b.{0,40}\b(?:agree|accept|consent)|cookies?|terms of (?:use|service)|privacy policy)\b"
    r"|your (?:browser|privacy choices)\b.{0,80}\b(?:support|javascript|privacy)",
    re.IGNORECASE,
)
"""Cookie, consent and copyright notices (`match`)."""

TAIL_HEADING = re.compile(
    _any(
        r"""related (?:sources?|articles?|stories|news|topics|posts|links|content|reading|coverage)
        sources ; references ; external links ; see also ; further reading ; trending(?: now)?
        more (?:stories|news|from .{1,40}|on this (?:story|topic)) ; most (?:read|popular|viewed)
        you (?:may|might) also like ; recommended(?: for you| stories| articles)? ; more in .{1,30}
        latest (?:stories|news|headlines) ; popular (?:posts|stories) ; top stories ; what to read next ; read next
        editors?[’'] ?picks?"""
    )
    + r"\s*:?",
    re.IGNORECASE,
)
"""The heading of a list that is not the article (`fullmatch`); lines up to the next prose are furniture too."""
