"""The rules of this folder find what they are there to find: each is tried on a planted fault and on a clean line."""

from __future__ import annotations

import ast
from collections.abc import Callable

import pytest

from tests.architecture import (
    test_dangerous_calls,
    test_language,
    test_layers,
    test_network,
    test_no_posix,
    test_sizes,
    test_sql,
    test_tables,
)
from tests.architecture.sources import Source


def planted(path: str, text: str) -> Source:
    return Source(path, path.removesuffix(".py").replace("/", "."), text, ast.parse(text))


FAULTS = [
    (test_layers.test_no_module_reaches_up, "desktop/services/x.py", "from PySide6 import QtCore"),
    (test_layers.test_no_module_reaches_up, "desktop/models/x.py", "from PySide6 import QtWidgets"),
    (test_layers.test_no_module_reaches_up, "desktop/models/x.py", "from desktop.views.page import Page"),
    (test_layers.test_views_take_only_shapes_errors_and_words_from_services, "desktop/views/x.py",
     "from desktop.services import files"),
    (test_layers.test_areas_depend_leftwards_only, "desktop/services/clock.py", "import desktop.services.vault.types"),
    (test_layers.test_no_area_reads_anothers_tables, "desktop/services/clock.py",
     "import desktop.services.vault.store"),
    (test_layers.test_foreign_parts_of_qt_are_not_used, "desktop/views/x.py", "from PySide6 import QtCharts"),
    (test_sizes.test_files_are_small, "desktop/x.py", "\n" * 501),
    (test_sizes.test_functions_are_small, "desktop/x.py", "def f():\n" + "    a = 1\n" * 60),
    (test_sizes.test_names_say_something, "desktop/utils.py", ""),
    (test_sql.test_sql_stands_where_it_belongs, "desktop/services/people/rules.py", "a = 'SELECT uid FROM person'"),
    (test_sql.test_sql_stands_where_it_belongs, "desktop/x.py", "a = f'UPDATE {table} SET'; b = 'DELETE FROM person'"),
    (test_sql.test_sql_is_single_quoted_and_merges, "desktop/services/people/store.py",
     "a = 'SELECT uid FROM person WHERE kind = \"student\"'"),
    (test_sql.test_sql_is_single_quoted_and_merges, "desktop/x.py", "a = 'INSERT OR REPLACE INTO person VALUES (1)'"),
    (test_sql.test_executescript_is_not_used, "desktop/x.py", "c.executescript(sql)"),
    (test_tables.test_no_area_names_anothers_tables, "desktop/services/reports/store.py",
     "a = 'SELECT m.uid FROM @.release r JOIN @.meeting m ON m.uid = r.uid'"),
    (test_tables.test_no_area_names_anothers_tables, "desktop/services/notes/store.py", "a = f'FROM @.pair {where}'"),
    (test_tables.test_no_area_names_anothers_tables, "desktop/services/people/x.py", "step.update('wish', uid, a=1)"),
    (test_tables.test_no_area_names_anothers_tables, "desktop/services/clock.py", "a = 'DELETE FROM journal'"),
    (test_network.test_no_module_imports_the_network, "desktop/x.py", "import urllib.request"),
    (test_no_posix.test_posix_calls_stand_behind_files, "desktop/x.py", "import os\nos.getuid()"),
    (test_dangerous_calls.test_the_disk_is_touched_in_files_only, "desktop/x.py", "open('a', 'w')"),
    (test_dangerous_calls.test_the_disk_is_touched_in_files_only, "desktop/x.py", "place.write_text('a')"),
    (test_dangerous_calls.test_the_disk_is_touched_in_files_only, "desktop/x.py", "place.replace(other)"),
    (test_dangerous_calls.test_nothing_runs_what_strangers_wrote, "desktop/x.py", "archive.extractall(folder)"),
    (test_dangerous_calls.test_no_nested_event_loops_and_no_sleep, "desktop/views/x.py", "dialog.exec()"),
    (test_dangerous_calls.test_no_nested_event_loops_and_no_sleep, "desktop/views/x.py", "app.processEvents()"),
    (test_dangerous_calls.test_threads_live_in_tasks, "desktop/views/x.py", "class A(QThread): pass"),
    (test_dangerous_calls.test_no_printing_but_by_the_command_line, "desktop/x.py", "print(name)"),
    (test_language.test_texts_come_from_say, "desktop/views/x.py", "label.setText('Save')"),
    (test_language.test_texts_come_from_say, "desktop/views/x.py", "QLabel(f'{n} students')"),
    (test_language.test_texts_come_from_say, "desktop/views/x.py", "QPushButton('On' if a else say('Off'))"),
    (test_language.test_templates_are_whole, "desktop/x.py", "say(f'{n} students')"),
    (test_language.test_braces_are_filled, "desktop/x.py", "say('{n} students', m=3)"),
]  # fmt: skip
CLEAN = [
    (test_layers.test_no_module_reaches_up, "desktop/models/x.py", "from PySide6 import QtCore"),
    (test_sql.test_sql_stands_where_it_belongs, "desktop/views/x.py", "a = 'Select a student from the list'"),
    (test_sql.test_sql_is_single_quoted_and_merges, "desktop/services/people/store.py",
     "a = '''SELECT json(' [\"a\"] ') FROM person'''"),
    (test_tables.test_no_area_names_anothers_tables, "desktop/services/people/store.py",
     "a = 'SELECT person FROM @.enrolled_role'; b = 'SELECT uid FROM @.person'; step.insert('period', uid)"),
    (test_dangerous_calls.test_the_disk_is_touched_in_files_only, "desktop/x.py",
     "open('a'); text.replace('a', 'b'); day.replace(day=1); files.replace(a, b)"),
    (test_dangerous_calls.test_nothing_runs_what_strangers_wrote, "desktop/x.py", "re.compile('a')"),
    (test_language.test_texts_come_from_say, "desktop/views/x.py",
     "label.setText(say('Save')); label.setText(''); label.setText('F9'); QLabel(person.name)"),
    (test_language.test_braces_are_filled, "desktop/x.py", "say('{Year} {n}', n=3); say_many('1', '{n}', 3)"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "path", "text"), FAULTS)
def test_a_planted_fault_is_found(rule: Callable[[], None], path: str, text: str) -> None:
    assert vars(rule)["rule"](planted(path, text)) != []


@pytest.mark.parametrize(("rule", "path", "text"), CLEAN)
def test_a_clean_line_passes(rule: Callable[[], None], path: str, text: str) -> None:
    assert vars(rule)["rule"](planted(path, text)) == []
