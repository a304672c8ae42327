"""The patterns by which lines of an article are told apart, each for a whole line unless it says otherwise.

All are anchored and bounded, and are only tried on short lines, so that none can take more than linear time.
"""

from __future__ import annotations

import re

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.?"
_DATE = (
    rf"(?:(?:{_DAY},?\s+)?{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?"
    rf"|(?:{_DAY},?\s+)?\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?(?:\s+\d{{4}})?"
    r"|\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}/\d{1,2}/\d{1,2}"
    r"|\d{4}年\d{1,2}月\d{1,2}日)"
)
_CLOCK = r"(?:\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?(?:\s+\(?[A-Z]{2,5}\)?)?|\d{1,2}\s*[ap]\.?m\.?(?:\s+[A-Z]{2,5})?)"

BULLET = re.compile(r"(?:[•▪◦‣●■◆►▶∙·*]|[-–—](?=\s))\s*")
"""A bullet at the start of a line (the bullet and the space after it)."""

DATE_LINE = re.compile(
    rf"(?:(?:First |Last )?(?:Published|Updated|Posted|Modified|Date)(?: on| at)?:?\s+)?{_DATE}"
    rf"(?:,?\s+(?:at\s+)?{_CLOCK})?(?:\s*[|·–-]\s*(?:(?:Last )?Updated:?\s+)?(?:{_DATE}|{_CLOCK}))*\.?",
    re.IGNORECASE,
)

_NAME = r"[^\W\d_a-z][\w’'.-]*(?: (?:[^\W\d_a-z][\w’'.-]*|de|van|von|der|al|bin|la|le|du|da|dos)){0,4}"
BYLINE = re.compile(
    rf"(?:[Bb]y|BY|(?:Written|Reporting|Reported|Edited|Story|Text|Words) by):? {_NAME}(?:(?:, | and | & |, and ){_NAME}){{0,5}}"
    r"(?:\s*[|,/·–—-]\s*[\w .&’'-]{2,60})?\.?"
    r"|(?:Reporting|Writing|Additional reporting|Editing) by [^!?]{3,200}"
    rf"|{_NAME}\s*[|,–—-]\s*(?:Staff Writer|Correspondent|Reporter|Editor|Senior Writer|Contributor|Political Editor)"
)

_AGENCY = (
    r"(?:AP|Associated Press|Reuters|AFP|Agence France-Presse|Getty(?: Images)?|EPA(?:-EFE)?|EFE|UPI|TASS|Sputnik|Xinhua|Kyodo|ANI|PTI"
    r"|dpa|Bloomberg|NurPhoto|Shutterstock|Alamy|Anadolu|ZUMA|Rex|Imago|Ukrinform|PA(?: Wire)?|WAM)"
)
CAPTION = re.compile(
    rf"\A(?:Image|Photo|Photograph|Picture|Pictured|File photo|FILE|Photo credit|Image credit|Credit|Caption|Video|Watch)"
    rf"(?: (?:by|courtesy of|credit))?\s*[:–—-]\s"
    rf"|\A(?:Photo|Photograph|Picture|Image|Video)s? (?:by|courtesy of|from) \S"
    rf"|[(\[][^()\[\]]{{0,120}}\b(?:via|/|Photo|Photograph by|Image:|Picture:)\s*{_AGENCY}?[^()\[\]]{{0,60}}[)\]]\.?\Z"
    rf"|[(\[]\s*{_AGENCY} (?:Photo|Images?|File|Video)\b[^()\[\]]{{0,80}}[)\]]\.?\Z"
    rf"|[(\[](?:Photo|Image|Picture|Photograph|Credit|Courtesy|Source)\b\s?(?:by|of|credit|courtesy)?:?[^()\[\]]{{1,100}}[)\]]\.?\Z"
    rf"|(?:[|©/]|via) ?{_AGENCY}(?: Images| Photo)?\.?\Z"
)
"""A picture credit at either end of the line (use `search`)."""

DATELINE = re.compile(
    r"(?:[^\W\d_a-zß-öø-ÿ][^\W\d_a-zß-öø-ÿ.’'-]+(?:[ ,]+[A-Z][\w.’'-]*){0,5}(?:,\s+" + _DATE + r")?\s*"
    r"(?:\([^()\n]{2,40}\)\s*[—–-]{1,2}|\([^()\n]{2,40}\)|[—–]|--| - )"
    r"|[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,2}(?:, [A-Z][\w.’'-]+)?(?:,\s+" + _DATE + r")?\s*"
    r"(?:\([^()\n]{2,40}\)\s*[—–-]{1,2}|(?<=[\w.])\s+—(?=\s[A-Z]))"
    r"|[A-Z]{3,}[A-Z, ]{0,30},\s+" + _DATE + r"\.?\s+/[A-Z]{2,12}/\.)\s*"
)
"""Place, date and agency at the start of a first paragraph (use `match`)."""

PLACE = re.compile(r"[^\W\d_][\w’'-]+(?:[ /][A-Z][\w’'-]+){0,2}:\s+(?=[\"“‘']?[A-Z])")
"""A place and a colon at the start of the first paragraph (use `match`)."""

_LABEL_NOUN = (
    r"(?:background|context|analysis|update|updates|note|details|bottom line|big picture|takeaways?|timeline|explainer|reaction"
    r"|reactions|recap|overview|summary|key points?|key facts?|highlights|the other side|reality check|state of play|backdrop|backstory"
    r"|catch up(?: quick)?|driving the news|between the lines|by the numbers|flashback|zoom (?:in|out)|go deeper|worth noting"
    r"|the latest|latest|breaking|developing|fact check|for context|in context|in brief|in short|meanwhile)"
)
INLINE_LABEL = re.compile(
    rf"(?i:(?:(?:Some|The|A little|A bit of|More|Further|Key|Brief|Quick|Editor’s|Editor's|Our) )?{_LABEL_NOUN}"
    r"|(?:What|Why|How|Who|Where|When)\b(?:[ ][\w’'.-]+){0,6}[ ](?:know|knows|saying|said|says|happened|happening|happens|next|matters?"
    r"|means?|expect|watch|works?|doing|thinks?|thinking|changed|new|now|stands?|learned|here|happen|on|from|means for \w+))"
    r":\s+(?=[\"“‘'(]?[^\W_a-z])"
)
"""A label that opens a paragraph (use `match`)."""

EDITOR_NOTE = re.compile(
    r"(?:This|The) (?:post|story|article|report|piece|page|headline|version)(?: of this (?:story|article))? (?:was|has been|is being|will be) "
    r"(?:last )?(?:updated|corrected|amended|edited|revised|changed|modified|first published|originally published|clarified)"
    r"|(?:An? )?(?:earlier|previous|original) version of this (?:story|article|post|report)"
    r"|(?:Correction|Clarification|Editor[’']s note|Editors[’'] note|Update|Disclaimer)\b(?: \([^)]{1,40}\))?:",
    re.IGNORECASE,
)
"""A note about the article itself (use `match`)."""

SECTION = re.compile(
    r"(?:World|Europe|Asia|Africa|Americas?|Middle East|U\.?S\.?|U\.?K\.?|US News|UK News|News|Politics|Business|Economy|Tech(?:nology)?|Science"
    r"|Health|Sports?|Entertainment|Culture|Arts|Opinion|Climate|Environment|Travel|Style|Lifestyle|Education|Local|National|International"
    r"|Top stories|Breaking news|Latest news|Home|War in Ukraine|Analysis|Markets|Money|Weather|Video|Videos|Live|Explainers?)"
    r"(?:\s*[|/>›»·]\s*[\w &]{2,30}){0,4}",
    re.IGNORECASE,
)
"""A section name, above the first paragraph only."""

_ACCOUNT = r"(?:log ?in|sign ?in|sign ?up|log ?out|register|subscribe|create (?:an )?account|join(?: now)?)"
FURNITURE = re.compile(
    rf"{_ACCOUNT}(?:\s*(?:/|\||&|or|and|,)\s*{_ACCOUNT})*[.!]*"
    rf"|(?:please )?{_ACCOUNT} (?:to|for|now|today|here|with)\b.{{0,100}}"
    rf"|to (?:comment|like|reply|vote|read|continue|view|post)\b.{{0,60}}\b{_ACCOUNT}\b.{{0,60}}"
    r"|(?:tags?|topics?|categor(?:y|ies)|keywords|filed under|posted in|more on|labels)\s*:.{0,200}"
    r"|(?:share|tweet|pin|e-?mail|print|save|copy link|facebook|twitter|whatsapp|telegram|linkedin|reddit|pinterest|x|like|follow|bookmark)"
    r"(?:(?:\s*[|/,·]\s*|\s+)(?:share|tweet|pin|e-?mail|print|save|copy link|facebook|twitter|whatsapp|telegram|linkedin|reddit|pinterest|x"
    r"|like|follow|bookmark|on|via|this))*(?:\s+(?:article|story|post|page))?[:.!]?"
    r"|share (?:this|on|via|it)\b.{0,60}|follow (?:us|me|@?\w+) on\b.{0,80}|like us on\b.{0,60}|join (?:us|our)\b.{0,100}"
    r"|(?:sponsored(?: content| by .{1,60})?|advertisement|advertisements|advertising|ad|promoted(?: content)?|paid content"
    r"|scroll to continue(?: with content)?|story continues(?: below)?.{0,40}|article continues.{0,60}|continue reading.{0,60})[.:]?"
    r"|(?:read|see|watch|view|show|load|learn|find out) (?:more|also|next|all|less|full (?:story|article))(?:\s*[:|»>→…-].{0,200}|[.…]*)"
    r"|(?:also read|read also|related|see also|don[’']t miss|must read|recommended|up next|next (?:article|story|post)|previous"
    r" (?:article|story|post))\s*[:|»>→-].{0,200}"
    r"|(?:skip to (?:main )?content|skip advertisement|back to top|go back|close|menu|search|loading[.…]*|home|next|previous|advertise with us"
    r"|contact us|about us|privacy policy|terms(?: of (?:use|service))?|cookie (?:policy|settings)|site ?map|newsletters?|comments?|reply"
    r"|leave a (?:comment|reply).{0,40}|post a comment|add a comment|no comments(?: yet)?|be the first to comment.?|enable javascript.{0,80}"
    r"|listen to this article.{0,30}|click here.{0,80}|get the app.{0,40}|download (?:the|our) app.{0,60}|report (?:this )?(?:ad|a typo).{0,20}"
    r"|all rights reserved\.?)"
    r"|get (?:the latest|our|more) .{0,80}(?:inbox|newsletter|e-?mail|app|alerts?)\b.{0,60}"
    r"|sign up (?:for|to)\b.{0,150}|subscribe\b.{0,150}",
    re.IGNORECASE,
)

COUNTER = re.compile(
    r"\d[\d,.]*\s*[KkMm]?\s*(?:comments?|shares?|likes?|views?|reads?|replies|votes?|retweets?|reactions?|followers?)"
    r"|(?:comments?|shares?|likes?|views?|reads?)\s*[:(]?\s*\d[\d,.]*\s*[KkMm]?\)?|\d{1,3}[- ]?min(?:ute)?s?[. -]*read.{0,20}"
    r"|(?:estimated )?(?:reading|read) time:?\s*.{0,20}",
    re.IGNORECASE,
)

NOTICE = re.compile(
    r"(?:©|\(c\)\s|copyright\s*(?:©|\(c\)|\d{4}))"
    r"|(?:we|this (?:site|website)) uses? cookies\b|by (?:clicking|continuing|using (?:this|our)|signing up)\b.{0,120}\b(?:agree|accept|consent|cookies?)\b"
    r"|(?:accept|reject|manage)(?: all)? cookies\b|your (?:browser|privacy choices)\b.{0,80}(?:support|javascript|privacy)"
    r"|all rights reserved\b|please enable javascript\b",
    re.IGNORECASE,
)
"""Cookie, consent and copyright notices (use `match`)."""

TAIL_HEADING = re.compile(
    r"(?:related (?:sources?|articles?|stories|news|topics|posts|links|content|reading|coverage)|sources|references|external links|see also"
    r"|further reading|more (?:stories|news|from .{1,40}|on this (?:story|topic))|most (?:read|popular|viewed)|trending(?: now)?|you may also like"
    r"|you might also like|recommended(?: for you| stories| articles)?|latest (?:stories|news|headlines)|popular (?:posts|stories)|top stories"
    r"|what to read next|read next|editors?[’'] ?picks?|more in .{1,30})\s*:?",
    re.IGNORECASE,
)
"""Heads a list that is not the article; lines up to the next prose are furniture too."""

AGENCY = re.compile(rf"[(/]({_AGENCY})[)/]")
FULL_DATE = re.compile(
    rf"(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d{{2}})\b"
    rf"|\b(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month2>{_MONTH}),?\s+(?P<year2>(?:19|20)\d{{2}})\b"
    r"|\b(?P<year3>(?:19|20)\d{2})[-/](?P<month3>\d{1,2})[-/](?P<day3>\d{1,2})\b"
    r"|(?P<year4>(?:19|20)\d{2})年(?P<month4>\d{1,2})月(?P<day4>\d{1,2})日"
)
"""A date with day, month and year (use `search`)."""
