"""OneRoster sets as schools have them: 1.1 and 1.2, zip and folder, conforming or not."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from desktop.services.people.plan import plan
from desktop.services.people.reading import read_roster
from desktop.services.people.roster_errors import NoRoles, NotARoster
from desktop.services.people.roster_types import Roster
from desktop.services.sheets.errors import NothingInFolder, SheetRefused, ZipTooLarge, ZipUnreadable
from tests.services.people import builders
from tests.services.people.builders import TODAY, set_1_1, set_1_2, zipped


def from_zip(tmp_path: Path, files: dict[str, str], inside: str = "") -> Roster:
    path = tmp_path / "export.zip"
    path.write_bytes(zipped(files, inside))
    return read_roster(path)


def keys(roster: Roster) -> list[str]:
    return [student.source_key for student in roster.students]


def test_1_1_takes_students_by_their_own_role(tmp_path: Path) -> None:
    found = from_zip(tmp_path, set_1_1())
    assert found.source == "oneroster 1.1"
    assert [(s.number, s.given, s.family, s.birth, s.year) for s in found.students] == [
        ("0042", "Ada", "Okafor", "2012-05-04", "09"), ("u2", "Ben", "Łaski", "2011-09-30", "10"), ("0044", "Cy", "Ng", "", "11"),
    ]  # fmt: skip
    assert any("1 row is of somebody who is not a student" in notice for notice in found.notices)


def test_1_2_takes_students_by_any_of_their_roles_whatever_the_manifest_says(tmp_path: Path) -> None:
    found = from_zip(tmp_path, set_1_2())
    assert found.source == "oneroster 1.2"
    assert keys(found) == ["u1", "u2"]
    assert found.students[0].preferred == "Ada"
    assert any("1 user of the set has no role" in notice for notice in found.notices)
    assert any("2 rows are of people who are not students" in notice for notice in found.notices)


def test_an_ended_role_still_counts_and_is_listed(tmp_path: Path) -> None:
    listed = plan(from_zip(tmp_path, set_1_2()), (), TODAY)
    assert len(listed.new) == 2
    assert [p.row for p in listed.problems if "ended in the source" in p.message] == [2]


def test_a_role_that_ends_later_is_not_listed(tmp_path: Path) -> None:
    files = set_1_2()
    files["roles.csv"] = files["roles.csv"].replace("2025-06-30", "2027-06-30")
    assert not any("ended" in p.message for p in plan(from_zip(tmp_path, files), (), TODAY).problems)


@pytest.mark.parametrize("files", [set_1_1(), set_1_2()], ids=["1.1", "1.2"])
def test_folder_zip_enclosing_folder_and_case_make_no_difference(tmp_path: Path, files: dict[str, str]) -> None:
    wanted = from_zip(tmp_path, files).students
    shouted = {name.upper(): text for name, text in files.items()}
    assert from_zip(tmp_path, files, "Export 2026/").students == wanted
    assert from_zip(tmp_path, shouted).students == wanted
    assert read_roster(builders.folder(tmp_path / "flat", files)).students == wanted
    assert read_roster(builders.folder(tmp_path / "outer" / "set", shouted).parent).students == wanted


def test_columns_may_be_in_any_order_and_case_with_unknown_ones(tmp_path: Path) -> None:
    files = set_1_1()
    files["users.csv"] = (
        "PASSWORD,GradeS,metadata.x,FAMILYNAME,Role,givenname,Identifier,SourcedID\nhunter2,09,?,Okafor,STUDENT,Ada,0042,u1\n"
    )
    found = from_zip(tmp_path, files)
    assert [(s.number, s.family, s.year, s.birth) for s in found.students] == [("0042", "Okafor", "09", "2012-05-04")]
    assert "hunter2" not in repr(found)


def test_header_only_and_empty_files_say_nothing(tmp_path: Path) -> None:
    files = set_1_1() | {"roles.csv": builders.ROLES + "\n", "demographics.csv": builders.DEMOGRAPHICS + "\n"}
    found = from_zip(tmp_path, files)
    assert (found.source, len(found.students)) == ("oneroster 1.1", 3)
    assert len(from_zip(tmp_path, set_1_1() | {"roles.csv": "", "demographics.csv": ""}).students) == 3
    assert from_zip(tmp_path, {"users.csv": builders.USERS_1_1 + "\n"}).students == ()


def test_roles_decide_where_both_say_something(tmp_path: Path) -> None:
    files = set_1_1() | {"roles.csv": builders.ROLES + "\nr1,,,u1,primary,student,,,o1\nr2,,,t1,primary,teacher,,,o1\n"}
    assert keys(from_zip(tmp_path, files)) == ["u1"]


def test_what_the_source_deletes_is_taken_and_listed(tmp_path: Path) -> None:
    files = set_1_1()
    files["users.csv"] = files["users.csv"].replace("u3,,,", "u3,toBeDeleted,2026-01-01T00:00:00Z,")
    found = from_zip(tmp_path, files)
    assert len(found.students) == 3
    assert [(p.row, "to be deleted" in p.message) for p in found.problems] == [(4, True)]


def test_a_user_without_key_or_name_is_left_out(tmp_path: Path) -> None:
    files = set_1_1()
    files["users.csv"] += ",,,true,o1,student,x,Al,Nokey,,,\nu9,,,true,o1,student,y,,,0099,,\n"
    found = from_zip(tmp_path, files)
    assert [(p.row, p.field) for p in found.skipped] == [(6, "number"), (7, "family")]


def test_a_set_that_names_no_students_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoRoles):
        from_zip(tmp_path, {"users.csv": builders.USERS_1_2 + "\nu1,,,true,ada,Ada,Okafor,1,9,,\n"})
    plain = from_zip(tmp_path, {"users.csv": "id,role,givenName\n1,student,Ada\n2,teacher,Bo\n"})
    assert (plain.source, [s.number for s in plain.students]) == ("table", ["1"])


def test_what_is_no_set_is_refused_and_one_csv_is_read(tmp_path: Path) -> None:
    with pytest.raises(NotARoster):
        from_zip(tmp_path, {"a.csv": "x", "b.csv": "y"})
    with pytest.raises(NothingInFolder):
        read_roster(builders.folder(tmp_path / "empty", {}))
    assert (
        len(
            from_zip(
                tmp_path, {"Students.csv": "number,family,given\n1,A,B\n", "__MACOSX/._Students.csv": "x"}
            ).students
        )
        == 1
    )


def test_bombs_and_damage_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ZipTooLarge):
        from_zip(tmp_path, {"users.csv": "sourcedId,role\n" + "\n" * 21_000_000})
    with pytest.raises(ZipTooLarge):
        from_zip(tmp_path, {f"{n}.csv": "" for n in range(1001)})
    path = tmp_path / "cut.zip"
    path.write_bytes(zipped(set_1_1())[:-40])
    with pytest.raises(ZipUnreadable):
        read_roster(path)


def test_a_member_that_lies_about_its_length_is_bounded(tmp_path: Path) -> None:
    data = bytearray(zipped({"users.csv": "sourcedId,role\n" + "\n" * 30_000_000}))
    with zipfile.ZipFile(tmp_path / "x.zip", "w"):
        pass
    size = (30_000_015).to_bytes(4, "little")
    lie = (1000).to_bytes(4, "little")
    path = tmp_path / "lie.zip"
    path.write_bytes(bytes(data).replace(size, lie))
    with pytest.raises(SheetRefused):
        read_roster(path)


def test_the_file_of_users_chosen_alone_stands_for_its_set(tmp_path: Path) -> None:
    files = set_1_2()
    wanted = from_zip(tmp_path, files).students
    assert read_roster(builders.folder(tmp_path / "set", files) / "users.csv").students == wanted
    plain = builders.folder(tmp_path / "plain", {"Users.csv": "number,family,given\n1,A,B\n"})
    assert len(read_roster(plain / "Users.csv").students) == 1


def test_what_the_standard_forbids_is_read_and_warned_about(tmp_path: Path) -> None:
    good = set_1_1()

    def warned(part: str, **changed: str | None) -> bool:
        files = {name: text for name, text in (good | {f"{k}.csv": v for k, v in changed.items()}).items() if text}
        found = from_zip(tmp_path, files)
        assert len(found.students) == 3
        return any(part in notice for notice in found.notices)

    manifest = "propertyName,value\nfile.users,bulk\nfile.demographics,bulk\n"
    for part in ("manifest", "columns of users.csv"):
        assert not warned(part, manifest=manifest)
    assert warned("no file manifest.csv", manifest=None)
    assert warned("its rows are not", manifest=manifest.replace("users,bulk", "Users,DELTA"))
    assert warned("other files", manifest=manifest + "file.roles,bulk\n")
    assert warned("no file manifest.csv", manifest="\0\1\2")
    head, _, rest = good["users.csv"].partition("\n")
    assert warned("spelled or ordered", users=head.upper() + "\n" + rest)
    turned = "\n".join(",".join(reversed(line.split(","))) for line in good["users.csv"].splitlines())
    assert warned("spelled or ordered", users=turned)
