"""A small real school in a real workspace: students, periods, answers, enrolments."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.services import people, programme
from desktop.services.people.types import PersonDraft
from desktop.services.vault import Workspace


class School:
    """Adds people to a workspace and knows their uids by number."""

    def __init__(self, ws: Workspace) -> None:
        self.ws = ws
        self.uid: dict[str, str] = {}
        self.period: dict[str, str] = {}

    def add(
        self,
        number: str,
        role: str,
        *,
        year: str = "",
        periods: Sequence[str] = ("Mon3",),
        places: int = 1,
        interests: Sequence[str] = ("chess",),
        languages: Sequence[str] = (),
    ) -> str:
        """Add a student, when they are free, what they answered, and enrol them."""
        year = year or ("8" if role == "mentee" else "10")
        if number not in self.uid:
            people.add_person(self.ws, PersonDraft(number=number, family=f"Family{number}", given="Robin", year=year))
            self.uid[number] = people.person_by_number(self.ws, number).uid
        for label in periods:
            if label not in self.period:
                people.add_period(self.ws, label)
                self.period = {period.label: period.uid for period in people.periods(self.ws)}
        uid = self.uid[number]
        people.set_availability(self.ws, uid, [self.period[label] for label in periods])
        programme.enrol(self.ws, [uid], role)
        part = next(p for p in programme.participants(self.ws) if p.person == uid and p.role == role)
        programme.set_answers(self.ws, part.uid, interests=interests, languages=languages, places=places)
        return uid

    def withdraw(self, number: str) -> None:
        """Withdraw a student from the programme."""
        programme.withdraw(self.ws, [p.uid for p in programme.participants(self.ws) if p.person == self.uid[number]])


def two_and_three(ws: Workspace) -> School:
    """Two mentors with three places, and three mentees of whom all can be placed."""
    school = School(ws)
    school.add("900", "mentor", places=2, periods=("Mon3", "Tue1"))
    school.add("901", "mentor", places=1, interests=("drawing",))
    school.add("100", "mentee", interests=("drawing",))
    school.add("101", "mentee", periods=("Mon3", "Tue1"))
    school.add("102", "mentee")
    return school
