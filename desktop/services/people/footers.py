"""Rows that sum a list up, as reports have at their end: "Total", "Count: 5", "Summe". Pure."""

from __future__ import annotations

from typing import Final

from desktop.services.language import fold

_WORDS: Final = frozenset(
    "total totals grandtotal subtotal sum sums count counts rowcount recordcount studentcount pupilcount "
    "totalstudents totalpupils totalcount totalrecords totalstaff totalrows studentstotal pupilstotal "
    "numberofstudents numberofpupils numberofrecords numberofrows numberofstaff studentsinlist "
    "summe gesamt gesamtsumme gesamtzahl anzahl insgesamt zwischensumme totale totaux totaal totalt totali "
    "suma razem lacznie somme effectif totalgeneral soma aantal antal summa recuento conteggio 合計 計".split()
)


def sums_up(number: str, *names: str) -> bool:
    """Say whether a row holds a word of summing in place of a number, or of a name without a number, and no other."""
    if number[:1].isdigit():
        return False
    first, *rest = ("".join(c for c in fold(text) if c.isalpha()) for text in (number, *names))
    words = [word for word in rest if word]
    return (first in _WORDS and not words) if number else (len(words) == 1 and words[0] in _WORDS)
