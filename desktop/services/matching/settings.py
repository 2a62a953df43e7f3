"""What a programme decided about pairing: weights, hard rules and their measures. A value, saved with every round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# The number behind each word a counsellor chooses for the weight of a criterion.
WEIGHTS: Final[dict[str, int]] = {"None": 0, "Low": 10, "Medium": 20, "High": 30, "Highest": 60}

# Interests weigh most: interests, goals and values predict a good relation far better than who somebody
# is (Eby and others 2013; matching.md section 7). Nothing demographic weighs at all. Who was met and liked weighs
# most where a school holds a meet-and-greet.
DEFAULT_WEIGHTS: Final[tuple[tuple[str, int], ...]] = (
    ("interests", WEIGHTS["High"]),
    ("goals", WEIGHTS["Medium"]),
    ("subjects", WEIGHTS["Medium"]),
    ("experiences", WEIGHTS["Low"]),
    ("style", WEIGHTS["Low"]),
    ("gap", WEIGHTS["Low"]),
    ("wishes", WEIGHTS["Medium"]),
    ("met", WEIGHTS["Highest"]),
    ("languages", WEIGHTS["Low"]),
    ("periods", WEIGHTS["Low"]),
)
CRITERIA: Final = tuple(key for key, _ in DEFAULT_WEIGHTS)
# A criterion on an own field of the school is named by this and the field's uid.
OWN: Final = "own:"

# What differs from the defaults in each model of programme (programme.model).
BY_MODEL: Final[dict[str, dict[str, int]]] = {
    "cross_age": {},
    "buddy": {"interests": WEIGHTS["High"], "gap": WEIGHTS["None"]},
    "reciprocal": {"gap": WEIGHTS["None"], "subjects": WEIGHTS["High"]},
    "group": {"periods": WEIGHTS["None"]},
    "study": {"subjects": WEIGHTS["High"], "interests": WEIGHTS["Medium"], "goals": WEIGHTS["High"]},
    "transition": {"experiences": WEIGHTS["High"]},
}
# Models whose pairs may be of one school year.
SAME_YEAR: Final = frozenset({"buddy", "reciprocal", "study"})


@dataclass(frozen=True, slots=True)
class Fairness:
    """How much the worst-off pair counts.

    With `floor`, the worst pair is as good as it can be at full coverage. Each point below `target`
    costs `slope` points more than a point above it. The target is the least score of a Fair pair: where most
    pairs lie below the target, it would bend the whole solution instead of lifting its tail.
    """

    floor: bool = True
    target: int = 250
    slope: int = 4


@dataclass(frozen=True, slots=True)
class Settings:
    """What counts: the school's languages, weights by criterion, and the measures of the hard rules.

    `least_gap` and `most_gap` are school years (no upper end at 0), `least_periods` how many free periods two need in
    common. `family`: two with a guardian in common are not paired. `failed_before`: two whose pair was ended because
    it did not suit are not proposed again. `cooling_days` after such an end nobody of the two is paired anew.
    `one_per_period`: a mentor never meets two in one period. `wishes_first`: after how many are placed, those with
    somebody they named at a meet-and-greet count most. `balance`: points that each further mentee of one mentor
    costs. `trial_days` after the first meeting a pair is looked at again.
    `own_titles` are the labels of the own fields that weigh, by uid.
    """

    school_languages: tuple[str, ...] = ("English",)
    weights: tuple[tuple[str, int], ...] = DEFAULT_WEIGHTS
    least_gap: int = 1
    fairness: Fairness = Fairness()
    most_gap: int = 0
    least_periods: int = 1
    family: bool = True
    failed_before: bool = True
    cooling_days: int = 14
    one_per_period: bool = False
    wishes_first: bool = True
    balance: int = 0
    trial_days: int = 60
    own_titles: tuple[tuple[str, str], ...] = ()

    def weight(self, key: str) -> int:
        """Give the weight of a criterion, 0 where it is not listed."""
        return dict(self.weights).get(key, 0)


DEFAULTS: Final = Settings()


def proposed(model: str) -> Settings:
    """Give the settings a programme of this model begins with; the school's languages are not known here."""
    own = BY_MODEL.get(model, {})
    return Settings(
        weights=tuple((key, own.get(key, weight)) for key, weight in DEFAULT_WEIGHTS),
        least_gap=0 if model in SAME_YEAR else 1,
    )


def word_of(weight: int) -> str:
    """Name the number of a weight, untranslated: the word whose number is nearest."""
    return min(WEIGHTS, key=lambda word: abs(WEIGHTS[word] - weight))
