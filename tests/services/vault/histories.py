"""Random histories of three laptops, and what must hold when they have exchanged everything."""

from __future__ import annotations

import contextlib
import random
import shutil
from pathlib import Path
from typing import Any

from desktop.services.vault import verify
from tests.services import verbs
from tests.services.vault import rows
from tests.services.vault.laptops import TIERS, Laptop
from tests.services.vault.merge_reference import Bundle, Derivation, Gap, apply, bundle, vector


class History:
    """Three laptops and what passes between them."""

    def __init__(self, template: Path, place: Path, seed: int) -> None:
        self.noise = random.Random(seed)
        self.place = place
        self.laptops = [Laptop(template, place / name, self.noise) for name in "ABC"]
        self.bundles: list[tuple[str, Bundle]] = []
        self.erased: set[str] = set()

    def run(self, length: int) -> None:
        """Begin with something that all three have, and let things happen."""
        for name in ("people.add_person",) * 4 + (
            "people.add_period",
            "programme.enrol",
            "programme.set_wishes",
            "notes.write",
        ):
            verbs.use(self.laptops[0].ws, name, self.noise)
        for other in self.laptops[1:]:
            self.exchange(self.laptops[0], other)
        for _ in range(length):
            laptop, choice = self.noise.choice(self.laptops), self.noise.random()
            if choice < 0.16:
                other = self.noise.choice([one for one in self.laptops if one is not laptop])
                self.exchange(other, laptop, whole=self.noise.random() < 0.3)
            elif choice < 0.22 and self.bundles:
                tier, old = self.noise.choice(self.bundles)
                with contextlib.suppress(Gap):
                    apply(laptop.ws, tier, old)
            elif choice < 0.27:
                laptop.save_copy(self.place / f"copy-{self.laptops.index(laptop)}")
            elif choice < 0.33 and laptop.backup:
                laptop.restore_copy()
            elif choice < 0.36:
                self.erased |= {laptop.erase() or ""} - {""}
            else:
                laptop.act()

    def exchange(self, giver: Laptop, taker: Laptop, *, whole: bool = False) -> int:
        """Carry a bundle of every shared compartment from one to the other; give what was news."""
        news = 0
        for tier in TIERS:
            made = bundle(giver.ws, tier, {} if whole else vector(taker.ws, tier))
            self.bundles.append((tier, made))
            apply(taker.ws, tier, made)
            news += len(made.entries) + sum(step["verb"] != "merge" for step in made.steps)
        return news

    def settle(self) -> None:
        """Exchange until nobody has news for anybody."""
        for _ in range(10):
            if not sum(self.exchange(one, other) for one in self.laptops for other in self.laptops if one is not other):
                return
        raise AssertionError("no end")

    def check(self) -> int:
        """Check all that merging promises; give the number of open reviews."""
        first = self.laptops[0]
        reviews = 0
        for tier in TIERS:
            dumps = [shared(one, tier) for one in self.laptops]
            assert dumps[0] == dumps[1] == dumps[2]
            derived = [Derivation(one.ws, tier, {}) for one in self.laptops]
            opened = [one.reviews() for one in derived]
            assert opened[0] == opened[1] == opened[2]
            lost = texts_lost(derived[0], opened[0])
            assert not lost, lost[:3]
            reviews += len(opened[0])
            sets = [first.ws.rows(tier, "SELECT device, step, n, digest FROM @.journal ORDER BY 1, 2, 3")]
            sets += [one.ws.rows(tier, "SELECT device, step, n, digest FROM @.journal ORDER BY 1, 2, 3")
                     for one in self.laptops[1:]]  # fmt: skip
            assert sets[0] == sets[1] == sets[2]
        for laptop in self.laptops:
            self.nothing_erased(laptop)
            report = verify(laptop.ws)
            assert report.ok, report.problems
        return reviews

    def nothing_erased(self, laptop: Laptop) -> None:
        """Erased on one laptop and merged is erased everywhere; a copy that was put back may have forgotten some."""
        for tier in TIERS:
            erased = {p for (p,) in laptop.ws.rows(tier, "SELECT person FROM @.step WHERE verb = 'erase'")}
            values = repr(shared(laptop, tier))
            left = laptop.ws.rows(tier, "SELECT person FROM @.journal WHERE change IS NOT NULL OR salt IS NOT NULL")
            assert not erased & {person for (person,) in left}
            assert not [person for person in erased if person in values]

    def close(self) -> None:
        for laptop in self.laptops:
            laptop.close()


def shared(laptop: Laptop, tier: str) -> dict[str, list[tuple[Any, ...]]]:
    return {name: found for name, found in rows.dump(laptop.ws).items() if name.startswith(tier)}


def texts_lost(derived: Derivation, reviews: set[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Find values that were written and are neither shown, nor known to a later write or deletion, nor under review."""
    shown = derived.rows()
    lost = []
    for key, entries in derived.entries.items():
        in_review = [review for review in reviews if review[:2] == key]
        for entry in entries:
            for column, value in entry["new"].items() if entry["op"] != "D" else ():
                cell = next(cell for cell in derived.cells(key[0]) if column in cell)
                if key in shown and shown[key].get(column) == value:
                    continue
                if any(
                    other is not entry
                    and derived.knew(other, entry)
                    and (other["op"] != "U" or set(cell) & set(other["new"]))
                    for other in entries
                ):
                    continue
                if any(
                    review[2] == cell and any(value in values for values in review[3])
                    for review in in_review
                    if len(review) == 4
                ):
                    continue
                if column in derived.references[key[0]] or key not in shown:
                    target = derived.references[key[0]].get(column, ("", False))[0]
                    if (target, value) not in shown or key not in shown:
                        continue  # what it was about was erased
                lost.append((*key, column, value))
    return lost


def history(template: Path, place: Path, seed: int, length: int) -> int:
    place.mkdir(parents=True, exist_ok=True)
    past = History(template, place, seed)
    try:
        past.run(length)
        past.settle()
        return past.check()
    finally:
        past.close()
        shutil.rmtree(place)
