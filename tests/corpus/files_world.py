"""What schools of Australia, Germany, France, Poland, Spain and Japan hand over."""

from __future__ import annotations

from tests.corpus.making import Entry, file, text
from tests.corpus.students import students

ALL = ("number", "family", "given", "birth_date", "year", "form")


def compass() -> Entry:
    """The student details of Compass: codes of letters and digits, a preferred name, who has left already."""
    them = students("au", 26, range(7, 13), "WIL{:04d}", "{year:02d}{letter}")
    rows = [
        ["Status", "SUSSI ID", "Last Name", "First Name", "Preferred Name", "Date of Birth", "Year Level", "Form Group"]
    ]
    rows += [
        ["Active", s.number, s.family, s.given, s.preferred or s.given, s.date("%d/%m/%Y"), f"Year {s.year}", s.form]
        for s in them
    ]
    return Entry(
        "compass", "AU", "Compass, student details", "Compass Knowledge Base: People Management exports (CSNSW Census, student details)", "UTF-8",
        file("student details.csv", text(rows)), tuple(them), fields=ALL,
    )  # fmt: skip


def synergetic() -> Entry:
    """The student data that Synergetic exports for NAPLAN: words without blanks, a code of the school in front."""
    them = students("au", 24, range(7, 13), "{:06d}", "{year}{letter}")
    rows = [
        [
            "School Code",
            "StudentID",
            "GivenName",
            "Preferred",
            "MiddleName",
            "FamilyName",
            "DateOfBirth",
            "YearLevel",
            "HomeClass",
            "Sex",
        ]
    ]
    rows += [["46123", s.number, s.given, s.preferred, "", s.family, s.date(), str(s.year), s.form, ""] for s in them]
    return Entry(
        "synergetic", "AU", "Synergetic, student data export", "Synergetic documentation: Import/Export Student Data, NAPLAN tab", "UTF-8",
        file("StudentData.csv", text(rows, quoting=1)), tuple(them), fields=(*ALL, "preferred"),
    )  # fmt: skip


def webuntis() -> Entry:
    """The students of WebUntis: tabs, and names of its own for the columns."""
    them = students("de", 30, range(5, 13), "{:05d}", "{year}{letter}")
    rows = [
        [
            "name",
            "longName",
            "foreName",
            "gender",
            "birthDate",
            "klasse.name",
            "entryDate",
            "exitDate",
            "text",
            "id",
            "externKey",
        ]
    ]
    rows += [
        [
            f"{s.family[:4]}{s.given[:2]}",
            s.family,
            s.given,
            "",
            s.date("%d.%m.%Y"),
            s.form,
            "01.09.2024",
            "",
            "",
            str(70 + n),
            s.number,
        ]
        for n, s in enumerate(them)
    ]
    return Entry(
        "webuntis", "DE", "WebUntis, students", "Untis Help Center: Import und Export der Schülerdaten", "UTF-8",
        file("Student_20261116.csv", text(rows, "\t", "\n")), tuple(them), fields=("number", "family", "given", "birth_date", "form"),
    )  # fmt: skip


def asv() -> Entry:
    """A school administration's list: semicolons and the encoding of Windows."""
    them = students("de", 28, range(5, 11), "{:06d}", "{year}{letter}")
    rows = [["Schülernummer", "Familienname", "Vornamen", "Rufname", "Geburtsdatum", "Jahrgangsstufe", "Klasse"]]
    rows += [[s.number, s.family, s.given, s.given, s.date("%d.%m.%Y"), f"{s.year:02d}", s.form] for s in them]
    return Entry(
        "asv",
        "DE",
        "ASV, Excel list as CSV",
        "ASV: Berichte und Listen, Schülerliste",
        "cp1252",
        file("Schuelerliste.csv", text(rows, ";"), "cp1252"),
        tuple(them),
        fields=ALL,
        columns="chosen",
    )


def pronote() -> Entry:
    """Pronote's list pasted to a file: semicolons, ISO 8859-1, the class only."""
    them = students("fr", 30, range(6, 10), "{:08d}", "{year}{letter}")
    rows = [["Nom", "Prénom", "Né(e) le", "Sexe", "Classe", "Numéro national"]]
    rows += [
        [s.family.replace("Vœux", "Voeux").upper(), s.given, s.date("%d/%m/%Y"), "", s.form, s.number] for s in them
    ]
    known = tuple(
        type(s)(s.number, s.family.replace("Vœux", "Voeux").upper(), s.given, "", s.born, s.year, s.form) for s in them
    )
    return Entry(
        "pronote", "FR", "Pronote, list of students", "Index Éducation: Pronote, exporter la liste des élèves", "ISO 8859-1",
        file("EXP_ELEVE.txt", text(rows, ";"), "iso8859-1"), known, fields=("number", "family", "given", "birth_date", "form"),
    )  # fmt: skip


def librus() -> Entry:
    """A Polish school's register: cp1250, the family name first."""
    them = students("pl", 28, range(1, 5), "{:05d}", "{year}{letter}")
    rows = [["Lp.", "Nr legitymacji", "Nazwisko", "Imię", "Data urodzenia", "Klasa"]]
    rows += [[str(n), s.number, s.family, s.given, s.date("%d.%m.%Y"), s.form] for n, s in enumerate(them, 1)]
    return Entry(
        "librus", "PL", "Librus/Vulcan, list of pupils", "Vulcan UONET+: Księga uczniów, export to CSV", "cp1250",
        file("uczniowie.csv", text(rows, ";"), "cp1250"), tuple(them), fields=("number", "family", "given", "birth_date", "form"), columns="chosen")  # fmt: skip


def seneca() -> Entry:
    """A Spanish school's list, on an old Mac."""
    them = students("es", 24, range(1, 5), "{:07d}", "{year}{letter}")
    rows = [["Nº matrícula", "Apellidos", "Nombre", "Fecha de nacimiento", "Curso", "Grupo"]]
    rows += [[s.number, s.family, s.given, s.date("%d/%m/%Y"), str(s.year), s.form] for s in them]
    return Entry(
        "seneca",
        "ES",
        "Séneca, alumnado del centro",
        "Junta de Andalucía, Séneca: Relación de alumnado",
        "MacRoman",
        file("alumnos.csv", text(rows, ";", "\r"), "mac_roman"),
        tuple(them),
        fields=ALL,
        columns="chosen",
    )


def japanese() -> Entry:
    """A Japanese school's register in Shift-JIS."""
    them = students("jp", 30, range(1, 4), "{:06d}", "{letter}")
    rows = [["学籍番号", "姓", "名", "生年月日", "学年", "組"]]
    rows += [[s.number, s.family, s.given, s.date("%Y/%m/%d"), str(s.year), s.form] for s in them]
    return Entry(
        "japan",
        "JP",
        "学籍簿 as CSV by Excel",
        "MEXT 学習者情報 (GIGA school rosters); Excel for Windows in Japanese",
        "Shift-JIS",
        file("meibo.csv", text(rows), "shift_jis"),
        tuple(them),
        fields=ALL,
        columns="chosen",
    )


def entries() -> list[Entry]:
    """All of them."""
    return [compass(), synergetic(), webuntis(), asv(), pronote(), librus(), seneca(), japanese()]
