"""What a column of a sign-up sheet asks, from its heading: form services print whole questions there. Pure.

Consent, contact, health and family are never recognised, so that nothing of them is taken by a heading's chance.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from desktop.services.language import fold, say
from desktop.services.people.columns import field_of
from desktop.services.people.rules import place_of_period
from desktop.services.programme.rules import WEEKDAY, key_of
from desktop.services.sheets.text import clean
from desktop.services.styles import STYLE_FIELDS, STYLES

PERSON_FIELDS: Final = ("number", "name", "family", "given", "preferred", "year", "form", "birth_date")
LIST_FIELDS: Final = ("interests", "goals", "languages", "availability", "subjects", "experiences")
FIELDS: Final = (*PERSON_FIELDS, "role", *LIST_FIELDS, "places", "wants", "avoids", *STYLE_FIELDS)
STAMP: Final = "stamp"
"""What a form service writes of the answering itself; it is recognised in order to be left out."""

_STAMPS: Final = frozenset(
    "timestamp starttime completiontime lastmodifiedtime submittedat submissiondate submissiontime datesubmitted "
    "enddate startdate respondentid collectorid responseid zeitstempel".split()
)
_DIRECT: Final = {
    "name": "name", "full_name": "name", "roles": "role", "number": "number", "family": "family", "given": "given",
    "preferred": "preferred", "year": "year", "form": "form", "birth_date": "birth_date",
}  # fmt: skip
_OTHER: Final = {
    word: name
    for name, words in (
        ("interests", "hobbies interest"),
        ("goals", "goal"),
        ("languages", "language"),
        ("availability", "available periods freeperiods"),
        ("places", "capacity place"),
        ("wants", "wanted want wishes"),
        ("avoids", "avoid"),
        ("role", "iam ima iama"),
    )
    for word in words.split()
}

_NEVER: Final = (
    r"consent|permission|agree|allerg|medic|health|photo|guardian|parent|carer|mother|father|emergency|phone|mobile|"
    r"e ?mail|address|post ?code|gender|\bsex\b|pronoun|ethnic|religio|school meal|\bfsm\b|\bsend?\b|disab|"
    r"pupil premium|signature|\bscore\b|comments?\b|anything else|^why\b|teacher|password|username"
)
_PATTERNS: Final = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("avoids", r"\bavoids?\b|\bkeep apart\b|\bnot\b.*\b(with|together|paired|matched)\b"
                   r"|\b(dont|wouldnt|shouldnt|cant|cannot|rather not|prefer not)\b.*"
                   r"\b(with|together|paired|matched|want)\b"),
        ("role", r"\bmentor\b.*\bmentee\b|\bmentee\b.*\bmentor\b|^i (want|would like|d like|wish|am|will)( to)?"
                 r"( be| sign up| join| take part)?( as)?( an?)?$|\bsign(ing)? up as\b|^(your |my |which |what )?role$"
                 r"|\b(be|being|become|becoming|as|are you|need|have|get) an? (peer )?(mentor|mentee)\b|\bbe mentored\b"
                 r"|^(mentor|mentee)s?$|\b(which|what) role\b"
                 r"|\bhow (would|do) you (like|want) to (take part|join|be involved)\b"),
        ("places", r"\bhow many (mentees|students|pupils|people|children|kids|learners|younger|buddies|places)\b"
                   r"|\bnumber of (mentees|students|pupils|places)\b|\bmax(imum)?\b.*\bmentees\b"),
        ("wants", r"\bwho\b.*\b(with|mentor|mentee|buddy|pair\w*|match\w*)\b"
                  r"|^((best )?friends?|requests?|preferred partners?)$"
                  r"|\b(like|want|prefer|wish|request|hope)\w*\b.*\b(paired|matched|be with|work with|together with)\b"
                  r"|\bpreferred (mentor|mentee|partner|buddy)\b"),
        ("birth_date", r"\b(birth|birthday|born|dob)\b"),
        ("name", r"\b(full|whole|your|my) name\b|\b(whats|what is) your name\b|\bname and surname\b|\bfirst and last\b"
                 r"|\bname first\b.*\blast\b|^name( of (student|pupil|participant))?$"
                 r"|^(participant|student|pupil)s? name$"),
        ("family", r"\b(last|family|sur) ?name\b"),
        ("given", r"\b(first|given|fore) ?name\b"),
        ("number", r"\b(student|pupil|school|admission|learner) (number|no|id|code)\b|^id number$"),
        ("interests", r"\binterest(s|ed)?\b|\bhobb(y|ies)\b|\bpastimes?\b|\b(free|spare) time\b|\blike (doing|to do)\b"
                      r"|\benjoy\b|\bpassions?\b|\bwhat do you like\b"),
        ("languages", r"\blanguages?\b|\bspeak\b"),
        ("availability", r"\bavailab|\bfree (periods?|lessons?|lunch\w*|slots?)\b|\bwhen (are|can|could|would|do) you\b"
                         r"|\b(days?|times?|periods?|lunch\w*|slots?)\b.*\b(free|meet|suit|suits|works?|best|can you)\b"
                         r"|^(days?|times?|periods?|slots?|timetable|free)$|\bfree (at|on|during)\b"),
        ("year", r"\b(what|which) (school )?(year|grade)\b"
                 r"|^(your |current |my )*(school )?(year|grade)( group| level)?$"),
        ("form", r"\b(what|which)\b.*\b(form|tutor group|homeroom|class)\b"
                 r"|^(your |my )?(form|tutor group|homeroom|tutor)\b"),
        ("goals", r"\bgoals?\b|\baims?\b|\bhop(e|ing) to\b|\bget out of\b|\b(help|support)\w*\b.*\bwith\b|\bimprove\b"
                  r"|\bwork on\b|\bget better\b|\bachieve\b|\bwant to learn\b"),
        ("subjects", r"^(my |your |the |school )?subjects$"
                     r"|\bsubjects?\b.*\b(help|support|offer|need|tutor|teach|strong|confident|good at)"
                     r"|\b(help|support|offer|need|tutor|teach|strong|confident|good at)\w*\b.*\bsubjects?\b"),
        ("experiences", r"^(my |your |shared |life )*experiences$"
                        r"|\bexperiences?\b.*\bshar(e|ed|ing)\b|\bshar(e|ed|ing)\b.*\bexperiences\b"),
    )
)  # fmt: skip
_BRACKET: Final = re.compile(r"^(.*?)\s*\[([^\]]+)\]\s*$", re.DOTALL)
_COLON: Final = re.compile(r"^(.*?)(?:\s*[:/>|]+\s*|\s+[-\u2013\u2014]\s+)([^:/>|]+)$", re.DOTALL)
_HELP: Final = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_SIDE: Final = re.compile(
    r"^(?:(?:the|peer|assigned|our|student|pupil|senior|junior|older|younger|buddy|name of"
    r"|(?:y|yr|year|grade|s)? ?\d{1,2}) )*"
    r"(mentor|mentee)(?:s|ing)?\b\s*(\d{0,2})\s*(.*)$"
)
_SIDES_TOO: Final = (("peer tutor", "mentor"), ("tutee", "mentee"), ("protege", "mentee"))
_STYLE: Final = re.compile(r"^(?:working |my |your )?style ?([1-6])\b")
_NEEDED: Final = re.compile(r"\bneed|\bhelp (with|in)\b|\bhelp me\b|\bwould like help\b|\bget help\b|\bsupport\b")
_OFFERED: Final = re.compile(
    r"\boffer|\bteach|\btutor|\bstrong|\bconfident|\bgood at\b|\bcan help\b|\bhelp (others|with)\b"
)
_PERIOD: Final = re.compile(
    r"(?:p|period|block|lesson|slot)\s?\d{1,2}|lunch\w*|break|(?:before|after) ?school|registration"
)


@lru_cache(maxsize=4000)
def meaning(heading: str) -> tuple[str, str]:
    """Give the field a heading asks for and the one option it stands for: ("interests", "Chess"), ("", "") for none.

    The option counts only where the cells are ticks: "Goals: tick what you like" looks like one too.
    """
    text = clean(heading)[:300]
    parted = _BRACKET.match(text)
    if parted:
        name = _field(parted[1])
        return name or style_of(parted[2]) or style_of(parted[1]), clean(parted[2]) if name in LIST_FIELDS else ""
    weekday = WEEKDAY.match(text)
    if weekday and len(text.split()) <= 4 and not any(c in text for c in "?:"):
        return "availability", text
    name = _field(text)
    if not name or name in LIST_FIELDS:
        parted = _COLON.match(text)
        head = _field(parted[1]) if parted else ""
        if parted and head in LIST_FIELDS:
            return head, clean(parted[2])
    if not name and _PERIOD.fullmatch(plain(text)):
        return "availability", text
    return name or style_of(text), ""


def _field(heading: str) -> str:
    words = plain(heading)
    tight = words.replace(" ", "")
    if tight in _STAMPS:
        return STAMP
    if tight in FIELDS:
        return tight
    if re.search(_NEVER, words):
        return ""
    known = _OTHER.get(tight) or _DIRECT.get((field_of(words) or ("",))[0], "")
    if known:
        return known
    return next((name for name, pattern in _PATTERNS if pattern.search(words)), "")


def style_of(heading: str) -> str:
    """Give the slider a heading is about: "Style 3", either of its ends, or both of them; "" for none."""
    numbered = _STYLE.match(plain(heading))
    if numbered:
        return f"style{numbered[1]}"
    words = key_of(plain(heading))
    for field, ends in zip(STYLE_FIELDS, STYLES, strict=True):
        for first, last in (ends, tuple(map(say, ends))):
            one, other = key_of(plain(first)), key_of(plain(last))
            if words in (one, other, one + other, f"{one}or{other}", f"{one}to{other}"):
                return field
    return ""


def names_one_end(heading: str) -> bool:
    """Say whether a heading is no more than one end of a slider, which may as well be an option to tick."""
    words = key_of(plain(heading))
    return any(words in (key_of(plain(end)), key_of(plain(say(end)))) for ends in STYLES for end in ends)


def side_asked(heading: str) -> str:
    """Give whose subjects a heading asks for: a mentee's, who needs them, or a mentor's; "" where it is both."""
    said = role_in(heading)
    words = plain(heading)
    if said:
        return said
    return "mentee" if _NEEDED.search(words) else "mentor" if _OFFERED.search(words) else ""


def plain(heading: str) -> str:
    """Reduce a heading to its folded words, without help in brackets and without apostrophes."""
    text = _HELP.sub(" ", clean(heading)) if _HELP.sub("", heading).strip() else heading
    return " ".join(re.findall(r"[^\W_]+", fold(text.replace("'", "").replace("\u2019", ""))))


def is_personal(heading: str) -> bool:
    """Say whether a heading is about consent, contact, health or family, of which nothing is taken unasked."""
    return bool(re.search(_NEVER, plain(heading)))


def role_in(heading: str) -> str:
    """Give the one role that a column of ticks is about, "" where it is about both or none."""
    words = plain(heading)
    mentee = re.search(r"\bmentees?\b|\bmentored\b|\b(?:have|need|get|want|like) an? (?:peer )?mentor\b", words)
    if mentee and not re.search(r"\b(?:be|become|being) an? (?:peer )?mentor\b", words):
        return "mentee"
    return "mentor" if re.search(r"\bmentors?\b", words) and not mentee else ""


def names_a_time(label: str) -> bool:
    """Say whether a label may become a period of the week: a short name, a weekday, "Period 3", but no phrase."""
    phrase = len(label.split()) > 1
    return not phrase or place_of_period(label)[0] is not None or bool(_PERIOD.fullmatch(plain(label)))


def role_of_table(name: str) -> str:
    """Give the role that the name of a sheet or file says of all in it: "Mentors 2026.xlsx"; "" for none or both."""
    said = set(re.findall(r"\bmentors\b|\bmentees\b", plain(name)))
    return said.pop()[:-1] if len(said) == 1 else ""


def side_of(heading: str) -> tuple[str, str, str] | None:
    """Read a heading about one side of a pair: (mentor or mentee, which of several, the rest of it)."""
    words = plain(heading)
    if not re.search("mentor|mentee|tutee|tutor|protege", words):
        words = plain(re.sub(r"[()\[\]]", " ", heading))  # "Student (mentee)"
    for other, side in _SIDES_TOO:
        words = words.replace(other, side)
    found = _SIDE.match(words)
    if found and not re.search(r"mentor|mentee", found[3]):
        rest = re.sub(r"\d+$", "", found[3]).strip()
        which = found[2] or (re.findall(r"\d+$", found[3]) or [""])[0]
        return found[1], which, rest
    turned = re.match(r"^(name|number|id|year|form|grade|homeroom)s? of (?:the )?(mentor|mentee)s?$", words)
    return (turned[2], "", turned[1]) if turned else None


# Ticked columns without a common heading are taken for interests where they are called like one of these.
HOBBIES: Final = frozenset(
    "animals anime art arts astronomy athletics badminton baking ballet baseball basketball beatbox beauty bikes "
    "biology birds board boardgames books boxing camping cars cats chemistry chess choir climbing coding comics "
    "computers cooking crafts cricket crochet cycling dance dancing debate debating design dnd dogs drama drawing "
    "drums electronics engineering environment fashion film films fishing fitness football games gaming gardening "
    "geography golf guitar gym gymnastics hiking history hockey horses jazz judo karate knitting languages lego "
    "manga math maths meditation movies music musicals nature netball origami painting pets photography physics "
    "piano poetry politics pottery programming puzzles rap reading riding robotics rowing rugby running sailing "
    "science scouts sculpture sewing singing skateboarding skating skiing soccer space sport sports squash surfing "
    "swimming technology tennis theater theatre travel travelling videogames violin volleyball walking wildlife "
    "woodwork writing yoga".split()
)
