"""Wrong tries: counted on this laptop for each person, each one followed by a longer wait. Nothing is ever erased.

Tries 1 to 5 are free; then 2, 4, 8 ... s, at most 15 minutes; after 100 in a row only the recovery words open
(security.md AUTH-02, NIST SP 800-63B-4). It guards this laptop's window and command line against somebody who sits
down at it; who takes the files away is held off by the password and the cost of its derivation alone.
"""

from __future__ import annotations

import contextlib
import math
from dataclasses import dataclass
from typing import Final

from desktop.services import files
from desktop.services.clock import Clock
from desktop.services.vault.errors import MustWait, WordsDemanded, WrongPassword, WrongWords
from desktop.services.vault.grants import Opened
from desktop.services.vault.heads import LaptopRecord, Tried
from desktop.services.vault.keyring import RECOVERY, Keyring
from desktop.services.vault.slots import Password, Secret, aimed_at, open_person
from desktop.services.vault.waiting_events import Kept

FREE: Final = 5
MOST: Final = 100
LONGEST: Final = 15 * 60


@dataclass(frozen=True)
class Waiting:
    """What stands before the next try: whole seconds to wait, 0 for none; or that only the recovery words open."""

    seconds: int = 0
    words_demanded: bool = False


def step_after(count: int) -> int:
    """Give the seconds to wait after `count` wrong tries in a row."""
    return 0 if count < FREE else min(LONGEST, 2 ** min(count - FREE + 1, 10))


def seconds_left(tried: Tried, now_ms: int) -> float:
    """Give the seconds still to wait, never more than one whole step; `now_ms` is the clock that no one can set.

    That clock counts from when the computer started, for every process alike. Where it stands below the moment of the
    last try, the computer was started since, and at least `now_ms` have passed. The wall clock has no say (AUTH-03).
    """
    passed = now_ms - tried.at if now_ms >= tried.at else now_ms
    return max(0.0, step_after(tried.count) - max(0, passed) / 1000)


def _now(clock: Clock) -> int:
    return int(clock.monotonic() * 1000)


def waiting(ring: Keyring, record: LaptopRecord, secret: Secret, clock: Clock) -> Waiting:
    """Say what stands before trying `secret`. Recovery words need no wait: nobody guesses 24 of them.

    Without recovery words nothing else could open it, so that waiting is all. Error: WhoAreYou.
    """
    if not isinstance(secret, Password):
        return Waiting()
    tried = [record.tries[user] for user in aimed_at(ring, secret) if user in record.tries]
    recoverable = any(slot["kind"] == RECOVERY for slot in ring.slots)
    if recoverable and any(one.count >= MOST for one in tried):
        return Waiting(words_demanded=True)
    return Waiting(math.ceil(max((seconds_left(one, _now(clock)) for one in tried), default=0.0)))


def open_guarded(ring: Keyring, secret: Secret, record: LaptopRecord, clock: Clock) -> Opened:
    """Open a person as `slots.open_person` does, unless a wait stands before it.

    A try counts from before the key is derived, so that killing the process does not save it; what fails for another
    reason than the secret does not count. Success forgets the person's wrong tries; `record.untold` waits to be
    journalled. Errors: MustWait, WordsDemanded, and those of `open_person`.
    """
    ahead = waiting(ring, record, secret, clock)
    if ahead.words_demanded:
        raise WordsDemanded
    if ahead.seconds:
        raise MustWait(seconds=ahead.seconds)
    users = aimed_at(ring, secret)
    before = dict(record.tries), dict(record.untold)
    _count(record, users, clock)
    number, _ = record.untold.get(users[0], (0, ""))
    record.untold[users[0]] = number + 1, clock.now().isoformat(timespec="seconds")
    _keep(record)
    try:
        opened = open_person(ring, secret)
    except (WrongPassword, WrongWords):
        # The wait begins when the try is over: a derivation takes its time too.
        record.tries = before[0]
        _count(record, users, clock)
        _keep(record)
        raise
    except BaseException:
        record.tries, record.untold = before
        _keep(record)
        raise
    record.tries, record.untold = before
    record.tries.pop(opened.user, None)
    _keep(record, durable=False)
    return opened


def keep_failed(record: LaptopRecord) -> None:
    """Put failed tries among the events that wait to be journalled: as whom they were made, how often, when last."""
    for user, (number, at) in record.untold.items():
        record.kept.append(Kept("programme", "failed_unlock", str(number), None, user, at))
    record.untold = {}


def _count(record: LaptopRecord, users: tuple[str, ...], clock: Clock) -> None:
    """Count one more wrong try of each user."""
    counted = {user: Tried(record.tries.get(user, Tried()).count + 1, _now(clock)) for user in users}
    record.tries = record.tries | counted


def _keep(record: LaptopRecord, *, durable: bool = True) -> None:
    """Save the record; a laptop that can write nothing keeps nobody out of the workspace for it."""
    with contextlib.suppress(files.FileRefused):
        record.save(durable=durable)
