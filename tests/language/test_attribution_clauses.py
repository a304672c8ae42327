"""Reported clauses: sentences written for these tests, each with the attributions a reader would mark."""

from __future__ import annotations

import pytest

from summarizer.language.attribution import find_attributions

# The text, and for each attribution: source, cue, content.
CASES = [
    # A clause behind the verb.
    ("Mayor Lena Orrin said that the bridge would reopen in June.",
     [("Mayor Lena Orrin", "said", "the bridge would reopen in June")]),
    ("The harbour authority said the crane had been inspected twice.",
     [("The harbour authority", "said", "the crane had been inspected twice")]),
    ("Two officials familiar with the talks said a deal was close.",
     [("Two officials familiar with the talks", "said", "a deal was close")]),
    ("However, she later added that nobody had been hurt.", [("she", "added", "nobody had been hurt")]),
    ("On Tuesday, Interior Minister Paul Reyk told parliament that the border would stay closed.",
     [("Interior Minister Paul Reyk", "told", "the border would stay closed")]),
    ("The company told investors it expected lower sales.",
     [("The company", "told", "it expected lower sales"), ("it", "expected", None)]),
    ("Orrin told Radio Vesk that the lower gate had failed.",
     [("Orrin", "told", "the lower gate had failed")]),
    ("A spokeswoman told the Courier in an email that the figures were wrong.",
     [("A spokeswoman", "told", "the figures were wrong")]),
    ("The ministry said in a statement on Friday that 14 villages were cut off.",
     [("The ministry", "said", "14 villages were cut off")]),
    ("The bank said on Monday it would close 40 branches.",
     [("The bank", "said", "it would close 40 branches")]),
    ("Prosecutors allege that Marl hid the reports for years.",
     [("Prosecutors", "allege", "Marl hid the reports for years")]),
    ("Police believe the fire began upstairs.", [("Police", "believe", "the fire began upstairs")]),
    ("Researchers found that the ice had thinned by a third.",
     [("Researchers", "found", "the ice had thinned by a third")]),
    ("The survey, which was published in May, showed that rents had doubled.",
     [("The survey", "showed", "rents had doubled")]),
    ("Figures released on Thursday show exports fell for a third month.",
     [("Figures released on Thursday", "show", "exports fell for a third month")]),
    ("The agency has repeatedly warned that the dam is unsafe.",
     [("The agency", "warned", "the dam is unsafe")]),
    ("Orrin denied that the council had known of the crack.",
     [("Orrin", "denied", "the council had known of the crack")]),
    ("The airline has confirmed that the flight was diverted.",
     [("The airline", "has confirmed", "the flight was diverted")]),
    ("The minister pointed out that the law was older than the treaty.",
     [("The minister", "pointed out", "the law was older than the treaty")]),
    ("The captain, who joined the line in 2009, insisted the ferry was sound.",
     [("The captain", "insisted", "the ferry was sound")]),
    ("Tom Ache, 43, a baker, said the water came at night.",
     [("Tom Ache, 43, a baker", "said", "the water came at night")]),
    ("Dr Ines Falk, head of surgery at the hospital, said three patients had died.",
     [("Dr Ines Falk, head of surgery at the hospital", "said", "three patients had died")]),
    ("Falk, of the city's public hospital, said three patients had died.",
     [("Falk, of the city's public hospital", "said", "three patients had died")]),
    ("The union's general secretary, Rosa Lind, argued that the offer was too low.",
     [("The union's general secretary, Rosa Lind", "argued", "the offer was too low")]),
    ("Ministers hope the road will open by spring.", [("Ministers", "hope", "the road will open by spring")]),
    ("WHO says the vaccine is safe.", [("WHO", "says", "the vaccine is safe")]),
    ("They estimated that by 2050, floods would cost 40 million a year.",
     [("They", "estimated", "by 2050, floods would cost 40 million a year")]),
    ("The mayor, who had asked for ten pumps, said two had come.",
     [("The mayor", "had asked for", "ten pumps"), ("The mayor", "said", "two had come")]),
    ("Adam Reyk, a geologist who was not part of the study, said the method was sound.",
     [("Adam Reyk, a geologist", "said", "the method was sound")]),
    ("The ministry, citing police, said nine men were held.",
     [("The ministry", "said", "nine men were held"), ("police", "citing", "nine men were held")]),
    ("Rescuers put the toll at nine.", [("Rescuers", "put", "the toll at nine")]),
    ("Analysts expect sales of 40 million crowns.", [("Analysts", "expect", "sales of 40 million crowns")]),
    ("The army pushed back against the minister’s account.",
     [("The army", "pushed back against", "the minister’s account")]),
    ("The premier raised the possibility of a truce and called the talks “useful”.",
     [("The premier", "raised", "the possibility of a truce"), ("The premier", "called", "the talks “useful”")]),
    # Behind a participle.
    ("Orrin inspected the gate, saying it would hold.", [("Orrin", "saying", "it would hold")]),
    ("Marl said the plant was safe, adding that inspectors had seen no leak.",
     [("Marl", "said", "the plant was safe"), ("Marl", "adding", "inspectors had seen no leak")]),
    ("The talks ended with Falk insisting that no vote had been taken.",
     [("Falk", "insisting", "no vote had been taken")]),
    ("The minister addressed the fears of residents, stressing that the wells were clean.",
     [("The minister", "stressing", "the wells were clean")]),
    # Where one clause or phrase ends and the next begins.
    ("The firm owner began a term of two years on Monday after a court found he had hidden the tapes.",
     [("a court", "found", "he had hidden the tapes")]),
    ("Two engineers close to the project said the gate might fail.",
     [("Two engineers close to the project", "said", "the gate might fail")]),
    ("The union says at least 40 workers fell ill, well above the “nine” of the police report.",
     [("The union", "says", "at least 40 workers fell ill, well above the “nine” of the police report")]),
    ("The guard rejected Marland’s assertion that nine boats were missing.",
     [("Marland", "assertion", "nine boats were missing"), ("The guard", "rejected", "Marland’s assertion that nine boats were missing")]),
    # What somebody else has said is contested.
    ("Ines Falk, a chemist, questions the claim that the wells are clean.",
     [("Ines Falk, a chemist", "questions", "the claim that the wells are clean")]),
    ("Marl Electric contests the finding.", [("Marl Electric", "contests", "the finding")]),
    ("The council disputes the second figure: it says one house was counted twice.",
     [("The council", "disputes", "the second figure"), ("it", "says", "one house was counted twice")]),
    ("The tests showed no trace of lead.", [("The tests", "showed", "no trace of lead")]),
    ("The owner would not rule out shorter shifts.", [("The owner", "would not rule out", "shorter shifts")]),
    ("The union declined to rule out a strike.", [("The union", "rule out", "a strike")]),
    # Before the verb.
    ("The lower gate had failed, the engineer said.", [("the engineer", "said", "The lower gate had failed")]),
    ("Nine people were missing, officials said on Sunday.", [("officials", "said", "Nine people were missing")]),
    ("The plan has collapsed, the island’s top judge, Mara Quill, claimed Wednesday.",
     [("the island’s top judge, Mara Quill", "claimed", "The plan has collapsed")]),
    ("Sales would fall by a tenth, the firm said as it cut its dividend.",
     [("the firm", "said", "Sales would fall by a tenth")]),
    ("The ferry was carrying 430 passengers, said Otto Brandt, the harbour master.",
     [("Otto Brandt, the harbour master", "said", "The ferry was carrying 430 passengers")]),
    ("But the strike would go on, she said.", [("she", "said", "the strike would go on")]),
    ("The gate, she said, had failed at noon.", [("she", "said", "The gate … had failed at noon")]),
    ("What the union is saying: The offer is an insult, its leader, Rosa Lind, said in a post.",
     [("its leader, Rosa Lind", "said", "The offer is an insult")]),
    # Two reports in one sentence.
    ("Orrin said the gate had failed and warned that more would.",
     [("Orrin", "said", "the gate had failed"), ("Orrin", "warned", "more would")]),
    ("Reports indicate that the army took the town, while the rebels claim they hold it.",
     [("Reports", "indicate", "the army took the town"), ("the rebels", "claim", "they hold it")]),
    ("The ministry said police had told it that nine men were held.",
     [("The ministry", "said", "police had told it that nine men were held"),
      ("police", "had told", "nine men were held")]),
    ("Officials have not said why the train stopped, but the driver says the signal was red.",
     [("the driver", "says", "the signal was red")]),
    ("The port said 12 ships were waiting, citing the coastguard.",
     [("The port", "said", "12 ships were waiting"), ("the coastguard", "citing", "12 ships were waiting")]),
    # According to.
    ("According to Marl, the reactor was never at risk.", [("Marl", "According to", "the reactor was never at risk")]),
    ("The reactor was never at risk, according to Marl.", [("Marl", "according to", "The reactor was never at risk")]),
    ("The reactor, according to Marl, was never at risk.",
     [("Marl", "according to", "The reactor … was never at risk")]),
    ("According to the team's coach, Ana Bly, the goal should have counted.",
     [("the team's coach, Ana Bly", "According to", "the goal should have counted")]),
    ("According to a report by the audit office, 40 million had vanished.",
     [("a report by the audit office", "According to", "40 million had vanished")]),
    ("The Courier has learned that, according to a leaked memo, the mine will close.",
     [("The Courier", "has learned", "according to a leaked memo, the mine will close"),
      ("a leaked memo", "according to", "the mine will close")]),
    ("According to Falk the ward was full.", [("Falk", "According to", "the ward was full")]),
    # Nouns, attitudes, states.
    ("The minister's assertion that the dam is safe angered villagers.",
     [("The minister", "assertion", "the dam is safe angered villagers")]),
    ("Quill expressed hope that the court would rule soon.",
     [("Quill", "expressed hope", "the court would rule soon")]),
    ("Officials are hopeful that the blockade will end.",
     [("Officials", "hopeful", "the blockade will end")]),
    # Requests, promises, judgements: noun phrases and infinitives.
    ("The council urged residents to boil water.", [("The council", "urged", "residents to boil water")]),
    ("The union called for an inquiry.", [("The union", "called for", "an inquiry")]),
    ("Marl vowed to appeal the verdict.", [("Marl", "vowed", "to appeal the verdict")]),
    ("The union blamed the owner for the delay.", [("The union", "blamed", "the owner for the delay")]),
    ("Lind praised the crew for their calm in a post on Sunday.", [("Lind", "praised", "the crew for their calm")]),
    ("She accused Marl of hiding the figures.", [("She", "accused", "Marl of hiding the figures")]),
    ("He described it as unfair.", [("He", "described", "it as unfair")]),
    ("The owner has denied wrongdoing.", [("The owner", "has denied", "wrongdoing")]),
    ("The firm announced a recall of 4,000 heaters.", [("The firm", "announced", "a recall of 4,000 heaters")]),
    # Passives and sentences that point back.
    ("Brandt was quoted by the Courier as saying that the pilot was asleep.",
     [("Brandt", "saying", "the pilot was asleep")]),
    ("It was announced by the palace that the queen had left.",
     [("the palace", "was announced", "the queen had left")]),
    ("The gate failed at noon.\nThis statement was issued by Lena Orrin, the district governor, during a visit.",
     [("Lena Orrin, the district governor", "statement", "The gate failed at noon")]),
]  # fmt: skip

# Nothing is reported here, or nothing that has content.
SILENT = [
    "Prosecutors had not shown that Marl hid the tapes.",
    "Rents are up by 4 percent, a rise of 1.5 points.",
    "The gate is old; the law demands a check every two years.",
    "The figures say otherwise: it never opened.",
    "Officers questioned the driver and he contested the election.",
    "The court cannot independently verify the general’s claims.",
    "The report was published on Monday.",
    "He hopes to return next year.",
    "The firm expects to open in May.",
    "A site called Nova sold the tickets.",
    "The ministry declined to comment.",
    "The offensive, dubbed Kite, began in March.",
    "The United States mediated the talks.",
    "Asylum claims can be made at the border.",
    "The police found a body in the river.",
    "Adding to the confusion, the lights went out.",
    "The storm claimed nine lives.",
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text[:40] for text, _ in CASES])
def test_reported_clauses(make_article, text, expected) -> None:
    found = {
        (item.source.of(text), " ".join(cue.of(text) for cue in item.cue), " … ".join(p.of(text) for p in item.content))
        for item in find_attributions(make_article(text))
        if item.source is not None and item.score >= 0.5
    }
    wanted = {entry for entry in expected if entry[2] is not None}
    assert found == wanted


@pytest.mark.parametrize("text", SILENT)
def test_sentences_that_report_nothing(make_article, text) -> None:
    assert [item for item in find_attributions(make_article(text)) if item.score >= 0.5] == []
