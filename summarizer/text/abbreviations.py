"""Word lists for telling a full stop that ends a sentence from one that shortens a word.

Entries stand without their final stop and are matched as they are written, case included: "Gen." is a rank, "gen." is
not. English newspaper usage (Associated Press and Guardian style books), with the few foreign titles that English
copy keeps.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words(
    """Mr Mrs Ms Mx Messrs Dr Drs Prof Gen Lt Col Maj Brig Sgt Cpl Capt Cmdr Cdr Adm Adml Pvt Pfc Sen Sens Rep Reps
    Gov Govs Pres Rev Hon Fr Amb Supt Det Insp Msgr Mme Mlle Sra Atty Asst Dep Comdr Ald Min Vice-Adm Cllr Bro Hr Fr
    Ing Dipl"""
)
"""Before a name: never the end of a sentence."""

BEFORE_NUMBERS = _words(
    "No Nos no nos Nr Fig Figs Art Arts Sec Ch Chap Vol Vols pp p Para para Paras Op Rs approx ca Ex Rte Hwy Apt Bldg"
)
"""The end of a sentence unless a figure follows: "No. 5"."""

MONTHS = _words("Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Tues Thurs")
"""The end only before a word that starts sentences: "in Oct. It rained"."""

AFTER_NAMES = _words(
    """Inc Ltd Corp Co Cos Bros Cie Jr Sr Esq Assn Univ Dept Natl Intl Mfg St Ave Blvd Rd Mt Ft Pt Ph.D
    Ph.Ds M.D B.A M.A B.S M.S J.D LL.B LL.M D.Phil M.P R.N Gov't"""
)
"""The end only before a word that starts sentences: "Alphabet Inc. Chief Executive", but "Alphabet Inc. It fell"."""

STATES = _words(
    """Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Mass Md Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa
    Tenn Tex Va Vt Wash Wis Wyo"""
)
"""States as datelines and party labels shorten them; only after a comma, a hyphen or a bracket."""

INNER = _words("e.g i.e eg ie cf vs v approx est incl excl resp viz dept dist al tel ext max min avg")
"""Never the end of a sentence in running text, save "al." and "etc." style words before a sentence starter."""

STARTERS = _words(
    """A After Against All Also Although Among An And Another Any Are As At Because Before Both But By Can Could
    Despite Did Do Does During Each Earlier Either Even Every Few For Former From Had Has Have He Her Here Hers His
    How However I If In Indeed Instead Is It Its Later Last Many Meanwhile Moreover Most Much My Nearly Neither
    Nevertheless No Nobody None Nor Not Nothing Now Of On Once One Only Or Other Others Our Over Perhaps She Should
    Since So Some Still Such Than That The Their Them Then There Therefore These They This Those Though Through Thus
    To Today Under Unless Until Was We Were What When Where Whether Which While Who Why Will With Within Without Would
    Yet You Your"""
)
"""Words with a capital that begin sentences and seldom names: after an abbreviation they decide for a boundary."""

CLOCK_FOLLOWERS = _words(
    """Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August
    September October November December Mon Tue Wed Thu Fri Sat Sun Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec
    Eastern Central Mountain Pacific Moscow Greenwich GMT UTC BST CET CEST MSK EST EDT ET CST CDT CT MST MDT MT PST
    PDT PT IST JST AEST"""
)
"""Days, months and time zones that continue a clock time: "9 a.m. Tuesday"."""

SINGLE_LETTER_HEADS = _words(
    """a an the vitamin Vitamin plan Plan grade Grade type Type class Class group Group hepatitis Hepatitis option
    Option letter phase Phase section Section war War appendix Appendix and than"""
)
"""Words after which one capital letter is a name of its own ("Plan B.", "an A.", "World War I."), not an initial."""

EXCLAIMING_NAMES = _words("Yahoo Jeopardy Yum Oliver Joomla Kahoot")
"""Names written with an exclamation mark."""

COMPANY_ENDINGS = _words("Inc Corp Ltd Co Brands Group Holdings LLC")

SPOKEN = _words(
    """said says asked asks replied replies wrote writes told tells added adds shouted shouts cried cries exclaimed
    exclaims wondered wonders answered answers demanded demands declared declares tweeted posted responded responds
    joked quipped continued yelled insisted inquired queried screamed whispered called chanted reads read recalled"""
)
"""Verbs that follow a quoted question or exclamation in the same sentence: “Is this the end?” Putin asked."""

DOMAIN_ENDINGS = _words("Com Net Org Io Js Ai Co Gov Edu Tv Info Ru Ua Uk Us Eu")
"""What a capital after a stop without a space may be besides a new sentence: "Booking.Com"."""
