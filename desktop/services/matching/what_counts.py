"""What counts in this programme: read and change the weights and the measures of the rules. Verbs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from desktop.services import people, programme
from desktop.services.matching import store
from desktop.services.matching.criteria import TITLES, answered, title_of
from desktop.services.matching.errors import NothingWeighs, SettingsNotValid
from desktop.services.matching.gather import Situation, look
from desktop.services.matching.settings import CRITERIA, OWN, WEIGHTS, Settings, proposed, word_of
from desktop.services.vault import Changes, Workspace

_TIER = "programme"
# What people are asked for; the other criteria look at what is known of everybody.
_ASKED = ("interests", "goals", "subjects", "experiences", "style")
# The measures of rules, each with the least and the most it may be.
LIMITS = {
    "least_gap": (-6, 6),
    "most_gap": (0, 12),
    "least_periods": (1, 20),
    "cooling_days": (0, 365),
    "balance": (0, 500),
    "trial_days": (0, 365),
}


@dataclass(frozen=True, slots=True)
class Criterion:
    """A line of what counts: its key and title, the number and the untranslated word of its weight.

    `mentees` and `mentors` count who take part and have given something to look at; `asked` is False for what nobody
    gives, such as the distance in years.
    """

    key: str
    title: str
    weight: int
    word: str
    mentees: int
    mentors: int
    asked: bool


def settings(ws: Workspace) -> Settings:
    """Give what counts in the programme, with the school's languages. Error: NotFounded."""
    return look(ws).settings


def criteria(ws: Workspace) -> tuple[Criterion, ...]:
    """List every criterion that can weigh, own fields of the school last. Error: NotFounded."""
    return criteria_of(ws, look(ws))


def criteria_of(ws: Workspace, now: Situation) -> tuple[Criterion, ...]:
    """List every criterion as `criteria` does, for who was read already."""
    fields = tuple((OWN + one.uid, one.label) for one in people.own_fields(ws))
    said = {key: people.own_answers(ws, key.removeprefix(OWN)) for key, _ in fields}
    titled = replace(now.settings, own_titles=tuple((key.removeprefix(OWN), label) for key, label in fields))
    found = []
    for key in (*CRITERIA, *(key for key, _ in fields)):
        given = [one for one in now.applicants if (one.uid in said[key] if key in said else answered(key, one))]
        weight = now.settings.weight(key)
        asked = key not in TITLES or key in _ASKED
        if key == "experiences":
            given = [one for one in now.applicants if one.experiences]
        roles = Counter(one.role for one in given)
        found.append(
            Criterion(key, title_of(key, titled), weight, word_of(weight), roles["mentee"], roles["mentor"], asked)
        )
    return tuple(found)


def set_settings(ws: Workspace, wanted: Settings) -> Changes:
    """Make these what counts from the next round on; drafts keep what they were made with.

    The school's languages are set with the school. Errors: NothingWeighs, SettingsNotValid, NotFounded.
    """
    known = {*CRITERIA, *(OWN + one.uid for one in people.own_fields(ws))}
    weights = tuple((key, weight) for key, weight in wanted.weights if weight or key in CRITERIA)
    if not any(weight for _, weight in weights):
        raise NothingWeighs
    bad = [name for name, (least, most) in LIMITS.items() if not least <= getattr(wanted, name) <= most]
    if bad or any(key not in known or not 0 <= weight <= max(WEIGHTS.values()) for key, weight in weights):
        raise SettingsNotValid
    if wanted.most_gap and wanted.most_gap < wanted.least_gap:
        raise SettingsNotValid
    uid = programme.the_programme(ws).uid
    with ws.step(_TIER, "set_matching") as step:
        store.put_settings(step, ws, uid, replace(wanted, weights=weights, school_languages=(), own_titles=()))
    return step.changes


def begin_again(ws: Workspace) -> Changes:
    """Go back to what a programme of this kind begins with. Error: NotFounded."""
    return set_settings(ws, proposed(programme.the_programme(ws).model))
