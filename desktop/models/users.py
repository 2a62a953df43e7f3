"""Who works in the workspace, as the settings page shows and changes it. The verbs run on the database worker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from desktop.models.transfer import Progress
from desktop.services import vault
from desktop.services.language import joined, say, show_date
from desktop.services.vault import Changes, User, Workspace

COORDINATOR, COUNSELLOR, LEAD = "coordinator", "counsellor", "lead"
ROLES: Final = (COORDINATOR, COUNSELLOR, LEAD)
# A substitute for a course or an illness; who is away for longer lends anew.
_LEND_FOR = timedelta(days=14)
# Five of 2,048 words are 55 bits: more than enough until their reader chooses a password of their own.
_GIVEN_WORDS = 5


@dataclass(frozen=True)
class Person:
    """Somebody who may unlock.

    manages: lets others in and out. private: has private notes. given: has not chosen a password of their own yet.
    me: is signed in.
    """

    uid: str
    label: str
    role: str
    manages: bool
    private: bool
    given: bool
    me: bool

    @property
    def detail(self) -> str:
        """Say what they are here."""
        parts = [role_words(self.role), say("manages users") if self.manages else ""]
        parts += [say("has not chosen a password yet") if self.given else "", say("you") if self.me else ""]
        return " \u00b7 ".join(filter(None, parts))


@dataclass(frozen=True)
class Lent:
    """Private notes that are lent: by me to somebody, or by somebody to me."""

    who: str
    until: str
    mine: bool


@dataclass(frozen=True)
class Team:
    """What the settings page shows of users. `may_manage`: who is signed in may let others in and out.

    substitutes: (uid, label) of whoever may be lent private notes; empty where there are none to lend. unfinished: new
    keys are still to be made, after somebody lost what they opened.
    """

    people: tuple[Person, ...]
    may_manage: bool
    lent: tuple[Lent, ...]
    substitutes: tuple[tuple[str, str], ...]
    unfinished: bool = False

    @property
    def has_lead(self) -> bool:
        """Whether a safeguarding lead is named."""
        return any(person.role == LEAD for person in self.people)

    @property
    def private_notes(self) -> bool:
        """Whether the school has private notes."""
        return any(person.private for person in self.people)

    @property
    def managers(self) -> str:
        """Name who manages users."""
        return joined(tuple(person.label for person in self.people if person.manages))

    @property
    def mine(self) -> Lent | None:
        """What I have lent."""
        return next((one for one in self.lent if one.mine), None)


def role_words(role: str) -> str:
    """Name a role."""
    return {
        COORDINATOR: say("{Programme} coordinator"),
        COUNSELLOR: say("{Counsellor}"),
        LEAD: say("{Lead}"),
    }.get(role, "")


def role_opens(role: str, *, private_notes: bool) -> str:
    """Say what a role can read; `private_notes` says whether the school has them."""
    private = say("Private notes of their own, once they have chosen a password.") if private_notes else ""
    counsels = say("People, pairs, meetings, plain notes, and the confidential notes of {counselling}.")
    return {
        COORDINATOR: say("People, pairs, meetings and plain notes. No confidential note is ever opened by their key."),
        COUNSELLOR: f"{counsels} {private}".strip(),
        LEAD: f"{counsels} {say('What is handed in to safeguarding.')} {private}".strip(),
    }.get(role, "")


def load(ws: Workspace) -> Team:
    """Read who works here."""
    found = vault.list_users(ws)
    people = tuple(_person(user, ws.user.uid) for user in found)
    fit = (user for user in found if user.role in (COUNSELLOR, LEAD) and not user.given)
    others = [user for user in fit if user.uid != ws.user.uid]
    may_lend = ws.holds("private") and not ws.read_only
    substitutes = tuple((user.uid, user.label) for user in others) if may_lend else ()
    may_manage = ws.user.owner and not ws.read_only
    return Team(people, may_manage, lent_now(ws), substitutes, may_manage and bool(vault.unfinished(ws)))


def lent_now(ws: Workspace) -> tuple[Lent, ...]:
    """List the private notes that are lent at present, by me or to me."""
    return tuple(
        Lent(one.to_label if one.mine else one.owner_label, show_date(one.until.isoformat()), one.mine)
        for one in vault.lendings(ws)
        if one.running
    )


def _person(user: User, me: str) -> Person:
    return Person(user.uid, user.label, user.role, user.owner, user.private, user.given, user.uid == me)


def propose_password() -> str:
    """Draw a password to hand over: words that can be read out, and are typed once."""
    return " ".join(vault.new_words()[:_GIVEN_WORDS])


def invite(ws: Workspace, label: str, role: str, password: str) -> str:
    """Let somebody in with a password to hand over, and give the name as it stands now. Errors: as `add_user`."""
    return vault.add_user(ws, label, role, password).label


def keys_lost(ws: Workspace, uid: str, role: str) -> str:
    """Say what a change to `role` ("" for removing) takes away and what old copies keep; empty where nothing is."""
    return vault.stays_readable(vault.losing(ws, uid, role))


def change_role(ws: Workspace, uid: str, role: str, progress: Progress | None = None) -> Changes:
    """Change a role. Errors: as `vault.change_role`."""
    return vault.change_role(ws, uid, role, progress)


def remove(ws: Workspace, uid: str, progress: Progress | None = None) -> Changes:
    """Remove a user. Errors: as `vault.remove_user`."""
    return vault.remove_user(ws, uid, progress)


def finish(ws: Workspace, progress: Progress | None = None) -> None:
    """Make the new keys that are still to be made. Errors: as `vault.finish`."""
    vault.finish(ws, progress)


def propose_until(today: date) -> date:
    """Propose the last day of a lending."""
    return today + _LEND_FOR


def lend(ws: Workspace, uid: str, until: date) -> Changes:
    """Lend one's private notes. Errors: as `vault.lend_private`."""
    return vault.lend_private(ws, uid, until)


def take_back(ws: Workspace, progress: Progress | None = None) -> Changes:
    """End the lending now. Errors: as `vault.take_back`."""
    return vault.take_back(ws, progress)
