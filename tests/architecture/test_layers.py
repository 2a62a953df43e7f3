"""Imports point down: app, cli, features -> views -> models -> services, and leftwards between areas."""

from __future__ import annotations

from tests.architecture.sources import Source, for_types_only, names, over, program

# Each area may call those before it. "sample" makes a school with the verbs of all of them.
AREAS = (
    "sheets", "vault", "people", "programme", "training", "matching", "meetings", "notes", "handing", "support",
    "safeguarding", "measures", "reports", "transfer", "backups", "audit", "sample",
)  # fmt: skip
TOP = ("desktop.app", "desktop.cli", "desktop.features", "desktop.__main__")
# Widgets in Qt's other modules count as widgets too.
WIDGETS = ("PySide6.QtWidgets", "PySide6.QtPdfWidgets", "PySide6.QtSvgWidgets")
# What views may know of services: shapes, errors and the words for people.
SEEN_BY_VIEWS = ("types", "errors", "language")
# GPL-only (charts), a browser, or the network: no part of Peerkeep.
FOREIGN = ("PySide6.QtCharts", "PySide6.QtGraphs", "PySide6.QtWeb", "PySide6.QtNetwork", "PySide6.QtDataVisualization")


def layer(name: str) -> str:
    """services, models, views, or top."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in {"services", "models", "views"} else "top"


def area(name: str) -> str | None:
    """The service area a module belongs to; None for a module that lies directly in services."""
    parts = name.split(".")
    return parts[2] if len(parts) > 2 and parts[1] == "services" and is_folder(".".join(parts[:3])) else None


def is_folder(name: str) -> bool:
    return any(other.startswith(name + ".") for other in names())


def targets(source: Source) -> list[tuple[str, str]]:
    return [(found.target, source.at(found.node)) for found in source.imports]


def within(target: str, packages: tuple[str, ...]) -> bool:
    return any(target == package or target.startswith(package + ".") for package in packages)


@over(program)
def test_no_module_reaches_up(source: Source) -> list[str]:
    forbidden = {
        "services": ("PySide6", "shiboken6", "desktop.models", "desktop.views", *TOP),
        "models": (*WIDGETS, "desktop.views", *TOP),
        "views": TOP,
        "top": (),
    }[layer(source.name)]
    return [f"{where} {target}" for target, where in targets(source) if within(target, forbidden)]


@over(program)
def test_views_take_only_shapes_errors_and_words_from_services(source: Source) -> list[str]:
    return [
        f"{where} {target}"
        for target, where in targets(source)
        if layer(source.name) == "views"
        and target.startswith("desktop.services")
        and target.rpartition(".")[2] not in SEEN_BY_VIEWS
    ]


@over(program)
def test_areas_depend_leftwards_only(source: Source) -> list[str]:
    if layer(source.name) != "services":
        return []
    mine = area(source.name)
    if mine is not None and mine not in AREAS:
        return [f"{source.path}: {mine} is not in the order of areas; put it where it belongs"]
    allowed = AREAS[: AREAS.index(mine) + 1] if mine else ()
    return [
        f"{where} {target}"
        for target, where in targets(source)
        if (theirs := area(target)) is not None and theirs not in allowed
    ]


@over(program)
def test_no_area_reads_anothers_tables(source: Source) -> list[str]:
    return [
        f"{where} {target}"
        for target, where in targets(source)
        if target.endswith(".store") and area(target) is not None and area(target) != area(source.name)
    ]


@over(program)
def test_foreign_parts_of_qt_are_not_used(source: Source) -> list[str]:
    return [f"{where} {target}" for target, where in targets(source) if target.startswith(FOREIGN)]


@over(program)
def test_the_tour_sees_what_a_person_sees(source: Source) -> list[str]:
    if "tour" not in source.name.split(".") or layer(source.name) == "views":
        return []
    return [
        f"{where} {target}"
        for target, where in targets(source)
        if within(target, ("desktop",))
        and not within(target, ("desktop.views", "desktop.tour", *TOP))
        and target.rpartition(".")[2] not in SEEN_BY_VIEWS
    ]


def test_modules_form_no_cycle() -> None:
    """Imports inside functions count: they are for heavy libraries, not for hiding a cycle."""
    edges = {}
    for source in program():
        unreal = for_types_only(source)
        wanted = {found.target for found in source.imports if id(found.node) not in unreal}
        edges[source.name] = wanted & names() - {source.name}
    left = dict(edges)
    while free := [name for name, wanted in left.items() if not wanted & left.keys()]:
        for name in free:
            del left[name]
    # What imports a cycle is left over too; taking away what nobody imports leaves the cycles themselves.
    while top := [name for name in left if not any(name in wanted for wanted in left.values())]:
        for name in top:
            del left[name]
    assert sorted(left) == []
