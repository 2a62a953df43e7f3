"""Every text a person reads comes from say(), whose templates are whole and whose braces are filled."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator

from desktop.services.language import PROFILES
from tests.architecture.sources import Source, over, program

# Constructors and setters that show their texts.
SHOWING = {
    "QLabel", "QPushButton", "QToolButton", "QCheckBox", "QRadioButton", "QGroupBox", "QAction", "QMenu", "QDockWidget",
    "QCommandLinkButton", "setText", "setToolTip", "setWindowTitle", "setPlaceholderText", "setAccessibleName",
    "setAccessibleDescription", "setStatusTip", "setWhatsThis", "setTitle", "setSubTitle", "setHeaderLabels",
    "setHorizontalHeaderLabels", "setPrefix", "setSuffix", "setInformativeText", "setDetailedText", "setLabelText",
    "setPlainText", "setHtml", "addAction", "addMenu", "addRow", "addTab", "insertTab", "setTabText", "addItem",
    "addItems", "addButton", "setButtonText", "setItemText", "showMessage", "setNameFilter", "setNameFilters",
}  # fmt: skip
SAYING = {"say", "say_many"}
# Names that are the same in every language, and what holds no word: "F9", "%", "–".
PROPER = {"Peerkeep", "PDF", "CSV", "Alt", "Ctrl", "Shift", "Esc"}
WORD = re.compile(r"[^\W\d_]{2,}")
MARKUP = re.compile(r"<[^>]*>|&\w+;")


def on_screen() -> tuple[Source, ...]:
    return tuple(source for source in program() if source.path.startswith(("desktop/views/", "desktop/models/")))


def pieces(node: ast.expr) -> Iterator[ast.Constant]:
    """The constant texts that an argument may show; what stands inside another call is that call's matter."""
    if isinstance(node, ast.Constant):
        yield node
    elif isinstance(node, ast.JoinedStr):
        for part in node.values:
            if isinstance(part, ast.Constant):
                yield part
    elif isinstance(node, ast.IfExp):
        yield from pieces(node.body)
        yield from pieces(node.orelse)
    elif isinstance(node, ast.BinOp):
        yield from pieces(node.left)
        yield from pieces(node.right)
    elif isinstance(node, ast.BoolOp):
        for one in node.values:
            yield from pieces(one)
    elif isinstance(node, ast.List | ast.Tuple):
        for one in node.elts:
            yield from pieces(one)


def is_text(node: ast.Constant) -> bool:
    """Whether the constant holds a word of some language."""
    if not isinstance(node.value, str):
        return False
    return any(word not in PROPER for word in WORD.findall(MARKUP.sub(" ", node.value)))


@over(on_screen)
def test_texts_come_from_say(source: Source) -> list[str]:
    return [
        f"{source.at(part)} {name}({part.value!r})"
        for call, name in source.calls
        if name.rpartition(".")[2] in SHOWING
        for argument in [*call.args, *(key.value for key in call.keywords if key.arg in {"text", "title", "toolTip"})]
        for part in pieces(argument)
        if is_text(part)
    ]


def templates(source: Source) -> Iterator[tuple[ast.Call, ast.expr]]:
    """Each say() with each of its templates."""
    for call, name in source.calls:
        for n in range({"say": 1, "say_many": 2}.get(name.rpartition(".")[2], 0)):
            if len(call.args) > n:
                yield call, call.args[n]


@over(program)
def test_templates_are_whole(source: Source) -> list[str]:
    """A translator must get the sentence as it stands in the source: no f-string, no adding, no format()."""
    return [
        source.at(call)
        for call, template in templates(source)
        if isinstance(template, ast.JoinedStr | ast.BinOp)
        or (isinstance(template, ast.Call) and ast.unparse(template.func).endswith(".format"))
    ]


@over(program)
def test_braces_are_filled(source: Source) -> list[str]:
    terms = {term for profile in PROFILES.values() for word in profile.words for term in (word, word.capitalize())}
    empty = []
    for call, template in templates(source):
        given = {key.arg for key in call.keywords}
        if isinstance(template, ast.Constant) and isinstance(template.value, str) and None not in given:
            fields = {field.split(".")[0] for _, field, _, _ in string.Formatter().parse(template.value) if field}
            count = {"n"} if ast.unparse(call.func).endswith("say_many") else set()
            empty += [f"{source.at(call)} {{{field}}}" for field in sorted(fields - given - terms - count)]
    return empty
