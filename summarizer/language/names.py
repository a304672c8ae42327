"""The entities of an article: names with their other forms, offices, kinds, and every place that refers to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from summarizer.articles.model import Article, Sentence
from summarizer.briefs.models import ActorKind, MentionKind
from summarizer.language.bodies import find_bodies
from summarizer.language.coreference import Person, refer
from summarizer.language.forces import find_forces, force_country
from summarizer.language.gazetteer import (
    COUNTRY_BY_CAPITAL,
    COUNTRY_BY_DEMONYM,
    COUNTRY_BY_NAME,
    FORCE_WORDS,
    GOVERNMENT_WORDS,
    ORGANISATION_WORDS,
    OUTLET_WORDS,
    OUTLETS,
    PLACE_WORDS,
    SEATS,
)
from summarizer.language.grammar import PREPOSITIONS, is_adverb, is_finite
from summarizer.language.nameruns import Run, find_runs, is_place, past_apposition
from summarizer.language.reporting import is_verb_here, reporting_verb
from summarizer.language.tokens import PhraseTable, Token, joined, tokenise, words
from summarizer.language.types import NameCandidate
from summarizer.text.ranges import Range

# A longer sentence is no prose.
_LONGEST = 20_000
_LONGEST_MASTHEAD = 16  # words
_NATIONAL = words("president parliament government army navy ambassador king queen chancellor premier")
_MINISTRIES = words("prime foreign defence defense interior finance trade health")
_DEALING = words("told tells blames blamed blaming accused accuses accusing sued by from of against")
_FIRMS = words(
    "firm company group charity manufacturer maker retailer airline insurer union party club think-tank startup"
)
_LOCATING = words("in at near from inside outside across into to through around toward towards")


@dataclass
class _Entity:
    """A name while it is collected. `forms` counts each of its forms, `acts` how often it is a subject."""

    kind: ActorKind | None = None
    forms: Counter[str] = field(default_factory=Counter)
    mentions: dict[Range, MentionKind] = field(default_factory=dict)
    role: Range | None = None
    acts: int = 0
    located: int = 0
    employs: int = 0  # offices held for it, and passages in which somebody deals with it

    @property
    def name(self) -> str:
        """The fullest form; of common nouns ("Russian forces") the most frequent."""
        if self.kind == "armed_force" and not any(form.istitle() for form in self.forms):
            return self.forms.most_common(1)[0][0]
        return max(self.forms, key=lambda form: (len(form.split()), len(form)))


def find_names(article: Article) -> list[NameCandidate]:
    """The entities that act, speak or are party to events, by first mention. Linear in the article's length.

    Surnames go with their full names, acronyms in brackets with what they stand for, capitals with their countries
    where they stand for the government. Pronouns and descriptions ("the general") are mentions where just one
    antecedent fits.
    """
    parts = [
        (sentence, tokenise(article.text, sentence.range))
        for sentence in article.sentences
        if sentence.range.size <= _LONGEST
    ]
    entities = _collect(parts)
    _find_countries(parts, entities)
    table = _table(entities)
    _find_mentions(parts, entities, table)
    _add_forces(article.text, parts, entities)
    _count_offices(entities)
    kept = [entity for entity in entities.values() if entity.mentions and _matters(entity)]
    kept += [
        _Entity(body.kind, Counter({body.name: 1}), dict.fromkeys(body.mentions, "named"), acts=1)
        for body in find_bodies(article.text, parts, [entity.name for entity in kept])
    ]
    people = [Person(entity.mentions, entity.role, entity.kind) for entity in kept]
    refer(article.text, parts, people)
    found = [_candidate(article.text, entity) for entity in kept]
    return sorted(found, key=lambda candidate: candidate.mentions[0][0])


def _add_forces(text: str, parts: Sequence[tuple[Sentence, Sequence[Token]]], entities: dict[str, _Entity]) -> None:
    """The forces of each country, joined with the proper name of its army where the article has one."""
    forces = find_forces(text, parts)
    for key, entity in list(entities.items()):
        country = force_country(entity.name)
        if country is not None and country in forces:
            forces[country].mentions.update(entity.mentions)
            forces[country].forms.update(entity.forms)
            del entities[key]
    for country, force in forces.items():
        joined = entities.setdefault(f"forces:{country}", _Entity("armed_force"))
        joined.mentions.update(force.mentions)
        joined.forms.update(force.forms)


def _collect(parts: Sequence[tuple[Sentence, Sequence[Token]]]) -> dict[str, _Entity]:
    """Entities by key, from the capitalised stretches of all sentences but title-case headlines."""
    lower_words = {token.text for _, tokens in parts for token in tokens if token.kind == "word"}
    spelled = {token.text for _, tokens in parts for token in tokens if token.capitalised}
    runs: list[tuple[Run, Sequence[Token]]] = []
    for sentence, tokens in parts:
        if _is_masthead(tokens):
            continue
        if sentence.kind == "body" or (sentence.kind == "headline" and not _title_case(tokens)):
            runs += [(run, tokens) for run in find_runs(tokens)]
    full = _surnames(runs)
    full_names = set(full.values())
    inside = Counter(_form(run, tokens) for run, tokens in runs if not run.opens_sentence)
    bodies = {form for run, tokens in runs if not run.is_person and (form := _form(run, tokens)) not in full_names}
    shorts = {short for form in bodies for short in _short_forms(form) if short.lower() not in lower_words}
    entities: dict[str, _Entity] = {}
    for run, tokens in runs:
        form = _form(run, tokens)
        if (
            run.opens_sentence
            and run.last - run.first == 1
            and not _supported(form, tokens[run.first], inside, lower_words, full)
            and form not in shorts
            and _apposed_kind(tokens, run.last) is None
            and not _adjectives(form) & spelled
        ):
            continue
        key = _key(form, run, full)
        if key is None:
            continue
        entity = entities.setdefault(key, _Entity())
        entity.forms[form] += 1
        entity.kind = entity.kind or _kind(form) or _apposed_kind(tokens, run.last)
        if run.is_person or form in full or key in full_names or _is_somebody(tokens, run.last):
            entity.kind = entity.kind or "person"
        if run.role is not None and (entity.role is None):
            entity.role = run.role
        acronym = _acronym(tokens, run)
        if acronym is not None:
            entity.forms[acronym] += 1
    return _shortened(_merged(entities))


def _is_masthead(tokens: Sequence[Token]) -> bool:
    """Whether a line is one of those above an article that name the paper and the day ("Norden Wire | 3 March")."""
    return len(tokens) <= _LONGEST_MASTHEAD and any(token.text == "|" for token in tokens)


def _shortened(entities: dict[str, _Entity]) -> dict[str, _Entity]:
    """Short forms joined with the one longer name that they begin or end: "Helion" and "Helion Therapeutics",
    "Commission" and "Central Electoral Commission"; of names that contain each other the longest."""
    longer: dict[str, set[str]] = {}
    for key, entity in entities.items():
        if entity.kind in ("person", "country"):
            continue
        for form in entity.forms:
            for short in _short_forms(form):
                longer.setdefault(short, set()).add(key)
    for key, entity in sorted(entities.items(), key=lambda item: len(item[1].name)):
        owners = longer.get(entity.name, set()) - {key}
        longest = max(owners, key=len, default=None)
        if longest is None or not all(owner in longest for owner in owners):
            continue
        if entity.kind not in ("person", "country", "outlet") and len(entity.name) > 3:
            into = entities[longest]
            into.forms.update(entity.forms)
            into.kind = into.kind or entity.kind
            del entities[key]
    return entities


def _short_forms(form: str) -> list[str]:
    """How a name of several words may be shortened: to its first words, or to the noun that says what it is."""
    parts = form.split()
    last = parts[-1]
    firsts = [" ".join(parts[:size]) for size in range(1, len(parts)) if parts[size - 1][0].isupper()]
    noun = last.lower() in ORGANISATION_WORDS | GOVERNMENT_WORDS and len(parts) > 1
    return [*firsts, last] if noun else firsts


def _form(run: Run, tokens: Sequence[Token]) -> str:
    return joined(tokens[run.first : run.last])


def _title_case(tokens: Sequence[Token]) -> bool:
    long = [token for token in tokens if token.kind == "word" and len(token.text) > 3]
    return len(long) > 3 and sum(token.capitalised for token in long) > 0.7 * len(long)


def _surnames(runs: Iterable[tuple[Run, Sequence[Token]]]) -> dict[str, str]:
    """Surname to full name: of names with an office, and of names whose last word stands alone elsewhere."""
    runs = list(runs)
    alone = {
        _form(run, tokens)
        for run, tokens in runs
        if run.last - run.first == 1 and not (run.first and tokens[run.first - 1].lower in ("in", "near", "of", "at"))
    }
    places = {
        _form(run, tokens) for run, tokens in runs if _located([token.bare for token in tokens], run.first, run.last)
    }
    found: dict[str, str] = {}
    for run, tokens in runs:
        size = run.last - run.first
        form = _form(run, tokens)
        if size < 2 or size > 4 or _kind(form) is not None or is_place(tokens[run.first : run.last]):
            continue
        surname = tokens[run.last - 1].bare.text
        if (
            (run.is_person or (surname in alone and form not in places))
            and surname not in COUNTRY_BY_NAME
            and not surname.isupper()
        ):
            found.setdefault(surname, form)
    return found


def _supported(form: str, token: Token, inside: Counter[str], lower: set[str], full: dict[str, str]) -> bool:
    """Whether a single capitalised word that opens a sentence is a name."""
    if form in full or form in inside or _kind(form) is not None or form in COUNTRY_BY_CAPITAL:
        return True
    if form.isupper() and len(form) > 1:
        return True
    return token.possessive and form.lower() not in lower and not form.lower().endswith(("ing", "ed", "ly"))


def _key(form: str, run: Run, full: dict[str, str]) -> str | None:
    if form in full:
        return full[form]
    country = COUNTRY_BY_NAME.get(form)
    if country is not None:
        return country.name
    if form in COUNTRY_BY_CAPITAL:
        return f"capital:{COUNTRY_BY_CAPITAL[form].name}"
    last = form.split()[-1]
    if run.is_person and last in full:
        return full[last]
    return form.removeprefix("The ")


def _kind(form: str) -> ActorKind | None:
    """The kind of a name where its words settle it."""
    if form in COUNTRY_BY_NAME:
        return "country"
    if form in SEATS or form.removeprefix("The ") in SEATS:
        return "government"
    if form in OUTLETS or f"The {form}" in OUTLETS:
        return "outlet"
    parts = [part.lower() for part in form.split()]
    if len(parts) < 2:
        return None
    if parts[-1] in FORCE_WORDS or "armed forces" in form.lower():
        return "armed_force"
    if parts[-1] in GOVERNMENT_WORDS or parts[0] in GOVERNMENT_WORDS:
        return "government"
    if parts[-1] in OUTLET_WORDS and parts[-1] not in ("agency", "union", "press"):
        return "outlet"
    if any(part in ORGANISATION_WORDS for part in parts):
        return "organization"
    if any(part in GOVERNMENT_WORDS for part in parts):
        return "government"
    return None


def _is_somebody(tokens: Sequence[Token], last: int) -> bool:
    """Whether what follows a name is said of people only: ", who", ", whose", an age."""
    following = tokens[last : last + 3]
    if len(following) < 3 or following[0].text != ",":
        return False
    age = following[1].kind == "number" and following[1].text.isdigit() and 5 < int(following[1].text[:3]) < 110
    return following[1].lower in ("who", "whom") or (age and following[2].text == ",")


def _apposed_kind(tokens: Sequence[Token], last: int) -> ActorKind | None:
    """The kind that an apposition tells: ", a firm that analyses pictures", ", a patients' group"."""
    if last + 2 >= len(tokens) or tokens[last].text != "," or tokens[last + 1].lower not in ("a", "an", "the"):
        return None
    for token in tokens[last + 2 : last + 7]:
        noun = token.bare.lower
        if noun in _FIRMS:
            return "organization"
        if token.kind != "word" or noun in PREPOSITIONS or noun in ("that", "which", "who"):
            return None
    return None


def _acronym(tokens: Sequence[Token], run: Run) -> str | None:
    """The acronym in brackets behind a name."""
    following = tokens[run.last : run.last + 3]
    if len(following) == 3 and following[0].text == "(" and following[2].text == ")":
        text = following[1].text
        if text.isupper() and 1 < len(text) <= 8:
            return text
    return None


def _merged(entities: dict[str, _Entity]) -> dict[str, _Entity]:
    """Acronyms joined with what they stand for, capitals with a country that the article names."""
    by_form = {form: key for key, entity in entities.items() for form in entity.forms if key != form}
    merged: dict[str, _Entity] = {}
    for key, entity in entities.items():
        target = by_form.get(key, key)
        if key.startswith("capital:"):
            country = key.removeprefix("capital:")
            target = country if country in entities else key
        into = merged.setdefault(target, _Entity(entities[target].kind if target in entities else None))
        into.forms.update(entity.forms)
        into.role = into.role or entity.role
        into.kind = into.kind or entity.kind or ("government" if key.startswith("capital:") else None)
    return merged


def _find_countries(parts: Sequence[tuple[Sentence, Sequence[Token]]], entities: dict[str, _Entity]) -> None:
    """Countries that no list has: with an adjective ("Sorrania", "Sorranian"), or with a minister of their own."""
    spelled = {token.text for _, tokens in parts for token in tokens if token.capitalised}
    ministered = {
        tokens[at].bare.text
        for _, tokens in parts
        for at in range(len(tokens) - 2)
        if tokens[at].possessive
        and (
            tokens[at + 1].lower in _NATIONAL
            or (tokens[at + 1].lower in _MINISTRIES and tokens[at + 2].lower == "minister")
        )
    }
    for entity in entities.values():
        name = entity.name
        unknown = entity.kind is None and " " not in name and not name.isupper()
        if unknown and (name in ministered or _adjectives(name) & spelled):
            entity.kind = "country"


def _adjectives(country: str) -> set[str]:
    """How an adjective of a country may be spelled: "Sorranian" of "Sorrania"."""
    stem = country.rstrip("aeiou")
    return {f"{country}n", *(f"{stem}{ending}" for ending in ("ian", "ean", "ese", "ish"))}


def _table(entities: dict[str, _Entity]) -> PhraseTable[str]:
    """Where the forms of all names stand, as words without possessive endings ("Fishermen League")."""
    return PhraseTable((_bare(form), key) for key, entity in entities.items() for form in entity.forms)


def _bare(form: str) -> str:
    return joined([token.bare for token in tokenise(form)])


def _find_mentions(
    parts: Sequence[tuple[Sentence, Sequence[Token]]], entities: dict[str, _Entity], table: PhraseTable[str]
) -> None:
    for _, tokens in parts:
        bare = [token.bare for token in tokens]
        for hit in table.find(bare):
            if not any(token.capitalised for token in bare[hit.first : hit.last]):
                continue
            entity = entities[hit.label]
            acts = _acts(tokens, hit.first, hit.last)
            form = joined(bare[hit.first : hit.last])
            located = _located(tokens, hit.first, hit.last)
            if form in COUNTRY_BY_CAPITAL and not _for_government(tokens, hit.first, hit.last, acts):
                continue
            if form in COUNTRY_BY_DEMONYM and form.isupper() and not acts and _modifies(tokens, hit.last):
                continue
            entity.acts += acts
            entity.located += located
            entity.employs += _is_dealt_with(tokens, hit.first)
            entity.mentions.setdefault(Range(bare[hit.first].start, bare[hit.last - 1].end), "named")


def _modifies(tokens: Sequence[Token], last: int) -> bool:
    """Whether a country's short form stands as an adjective ("US negotiators")."""
    return (
        last < len(tokens)
        and tokens[last].kind == "word"
        and tokens[last].lower not in PREPOSITIONS
        and not tokens[last - 1].possessive
    )


def _acts(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a name is the subject of a verb or the agent of a passive."""
    if tokens[last - 1].possessive:
        return False
    before = tokens[first - 1].lower if first else ""
    if before == "the" and first > 1:
        before = tokens[first - 2].lower
    if before == "by":
        return True
    position = past_apposition(tokens, _past_place(tokens, last))
    while position < len(tokens) and (is_adverb(tokens[position]) or (position == last and tokens[last].text == ",")):
        position += 1
    if position >= len(tokens):
        return False
    if before in PREPOSITIONS and before != "of":
        return False
    verb = reporting_verb(tokens[position].lower)
    if verb is not None and verb.form != "gerund" and is_verb_here(tokens, position):
        return True
    return is_finite(tokens, position) or (first > 0 and tokens[first - 1].lower in ("said", "says"))


def _is_dealt_with(tokens: Sequence[Token], first: int) -> bool:
    """Whether a name is told, blamed or the owner of people or products ("supporters of her Civic Front")."""
    before = first - 1
    while before > 0 and tokens[before].lower in ("the", "her", "his", "its", "their"):
        before -= 1
    return before >= 0 and tokens[before].lower in _DEALING


def _past_place(tokens: Sequence[Token], last: int) -> int:
    """Past "of Pill Watch" behind a name."""
    position = last
    if position < len(tokens) and tokens[position].lower in ("of", "from", "at"):
        position += 1
        if position < len(tokens) and tokens[position].lower == "the":
            position += 1
        start = position
        while position < len(tokens) and tokens[position].capitalised:
            position += 1
        return position if position > start else last
    return last


def _located(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a name only says where something is."""
    if last < len(tokens) and tokens[last].lower in PLACE_WORDS and not tokens[last - 1].possessive:
        return True
    before = tokens[first - 1].lower if first else ""
    if before == "the" and first > 1:
        before = tokens[first - 2].lower
    return before in _LOCATING


def _for_government(tokens: Sequence[Token], first: int, last: int, acts: bool) -> bool:
    """Whether a capital stands for the government: it acts, or owns something that is said or wanted."""
    if acts:
        return True
    if tokens[last - 1].possessive or _located(tokens, first, last):
        following = tokens[last].lower if last < len(tokens) else ""
        return tokens[last - 1].possessive and reporting_verb(following) is not None
    before = tokens[first - 1].lower if first else ""
    if before in ("between", "with", "against", "both"):
        return True
    other = tokens[last + 1] if last + 1 < len(tokens) and tokens[last].lower == "and" else None
    if before == "and" and first > 1:
        other = tokens[first - 2]
    return other is not None and (other.bare.text in COUNTRY_BY_CAPITAL or other.bare.text in COUNTRY_BY_NAME)


def _count_offices(entities: dict[str, _Entity]) -> None:
    """Count for how many offices a body is named ("head of the Continental Observers")."""
    roles = [entity.role for entity in entities.values() if entity.role is not None]
    for entity in entities.values():
        entity.employs += sum(
            role.covers(where) or role.start == where.end + 1 for role in roles for where in entity.mentions
        )


def _matters(entity: _Entity) -> bool:
    """Whether the article shows the entity as somebody who acts, rather than as a place or a thing."""
    if entity.kind in ("person", "outlet", "armed_force"):
        return True
    if entity.kind == "government" and entity.name in SEATS:
        return entity.acts > 0 or entity.employs > 0
    if entity.kind in ("organization", "government"):
        return not all(is_place_form(form) for form in entity.forms)
    if entity.kind == "country":
        return entity.acts > 0
    if any(character.isdigit() for character in entity.name) or is_place_form(entity.name):
        return False
    if entity.name in COUNTRY_BY_DEMONYM or (" " in entity.name and entity.name.isupper()):
        return False
    if entity.employs > 0 and " " in entity.name:
        return True
    return entity.acts * 3 >= len(entity.mentions) and entity.located * 2 <= len(entity.mentions)


def is_place_form(form: str) -> bool:
    """Whether a name says that it is a place ("Sumy Region")."""
    return is_place(tokenise(form))


def _candidate(text: str, entity: _Entity) -> NameCandidate:
    name = entity.name
    aliases = tuple(form for form in sorted(entity.forms, key=lambda form: (-len(form), form)) if form != name)
    return NameCandidate(name, aliases, tuple(sorted(entity.mentions.items())), entity.role, entity.kind)
