"""Invented students of several countries. Any likeness to living people is chance; every call gives the same ones."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

AUTUMN = 2026


@dataclass(frozen=True)
class Student:
    """A student as a school's system knows them. year: as a plain number; form: the name of a group."""

    number: str
    family: str
    given: str
    preferred: str
    born: date
    year: int
    form: str

    def date(self, pattern: str = "%Y-%m-%d") -> str:
        """The birth date as a program writes it; %-d and %-m without zeros on every system."""
        text = pattern.replace("%-d", str(self.born.day)).replace("%-m", str(self.born.month))
        return self.born.strftime(text)


NAMES: dict[str, tuple[str, str]] = {
    "us": (
        "Okafor Nguyen Garcia-Lopez O'Brien Washington Kowalski Begay Park Thibodeaux Rivera Haddad Lindqvist Ortiz Blackwood Tran Yazzie",
        "Amara Linh Mateo Siobhan Darius Casey Shandiin Minjun Remy Lucia Omar Astrid Jesus Harper Bao Kai",
    ),
    "latin": (
        "Núñez Müller García Côté Peña Brontë Søndergaard Åkesson Fjäll-Hale Zoë-Smith Ibáñez François Strömberg Gutiérrez Löwe Renée",
        "José Zoë Chloë Renée Mónica André Björn Iñigo Sofía Anaïs Jürgen Håkon Beyoncé Raúl Inés Noël",
    ),
    "uk": (
        "Achebe Begum Carruthers Davies ap-Rhys O'Connell Featherstone Griffiths Hussain Iqbal Jankowski Khan-Lowe MacInnes Patel Siân Zeller",
        "Adaeze Aisha Rupert Megan Dafydd Orla Beatrix Gwen Imran Zainab Piotr Layla Eilidh Rohan Carys Max",
    ),
    "de": (
        "Müller Groß Schröder Weiß Yilmaz Bäcker Öztürk-Lang Jäger Vögele Hübner Strauß Löffler Kuhn Übelacker Fröhlich Zöllner",
        "Jörg Änne Käthe Günther Defne Björn Söhnke Lena Zoë Björk Jule Emil Mäx Frida Özlem Hänsel",
    ),
    "fr": (
        "Lefèvre Gauthier-Noël Béranger Çelik D'Aubigné Hébert Île Müller Ngô Pâquet Rivière Sauvé Thévenet Vœux Zaïdi Fauré",
        "Zoé Raphaël Éloïse François Anaïs Théo Inès Gaël Noémie Jérôme Maëlle Loïc Chloé Irène Hélène Agnès",
    ),
    "pl": (
        "Kowalczyk Wiśniewska Dąbrowski Łukasiewicz Źródlak Gęsiak Śliwińska Żółtowska Ćwikła Mączka Pękala Szczęsny Ostrów Kępa Górna Błaszczyk",
        "Łucja Zofia Błażej Świętosław Michał Grażyna Józef Małgorzata Paweł Bożena Wiesława Róża Żaneta Kacper Oliwia Jędrzej",
    ),
    "jp": ("佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 斎藤 松本 井上 木村", "陽葵 蓮 結菜 湊 葵 大翔 凛 樹 芽依 悠真 莉子 朝陽 紬 新 杏 奏太"),
    "es": (
        "Núñez Ibáñez Peñalver García Muñoz Güell Jiménez Ordóñez Sáez Vázquez Ávila Íñiguez Cañete Álvarez Rodríguez Solís",
        "Begoña Íñigo María José Noemí Raúl Lucía Andrés Inés Óscar Verónica Nuño Sofía Martín Ángela Íker",
    ),
    "au": (
        "Wilkinson Nguyen Papadopoulos Marika Sorensen D'Souza Le-Tran Macarthur Singh Yunupingu O'Dea Vella Whitlam Zhou Barker Tonga",
        "Matilda Hung Eleni Djalu Bree Keira Minh Angus Simran Gurrumul Ned Talia Bonnie Wei Lachlan Sione",
    ),
}  # fmt: skip


def students(
    names: str, count: int, years: range, number: str = "{:05d}", forms: str = "{year}{letter}"
) -> list[Student]:
    """Some students of the years, with numbers that begin with zeros where their pattern says so."""
    chance = random.Random(f"{names} {count} {years}")
    families, givens = (part.split() for part in NAMES[names])
    found = []
    for index in range(count):
        year = years[index % len(years)]
        born = date(AUTUMN - year - 5, 9, 1) - timedelta(days=chance.randrange(364))
        found.append(
            Student(
                number.format(1407 + 37 * index),
                families[index % 16],
                givens[(index * 5 + index // 16) % 16],
                "" if index % 6 else givens[(index * 5 + 3) % 16][:3],
                born,
                year,
                forms.format(year=year, letter="ABC"[index % 3]),
            )
        )
    return found
