"""What the details of a person and the sources of files are called in words."""

from __future__ import annotations

from desktop.services.language import say
from desktop.services.styles import STYLE_FIELDS, STYLES


def field_word(name: str) -> str:
    """Say what a field of a file or a person is called; an unknown one as it is."""
    if name.startswith("guardian_"):
        _, place, what = name.split("_", 2)
        words = {
            "name": say("name of guardian {n}", n=place),
            "relation": say("relation of guardian {n}", n=place),
            "phone": say("phone of guardian {n}", n=place),
            "email": say("e-mail of guardian {n}", n=place),
        }
        return words.get(what, name)
    if name in STYLE_FIELDS:
        return say("style: {first}", first=say(STYLES[STYLE_FIELDS.index(name)][0]))
    words = {
        "number": say("number"),
        "name": say("full name"),
        "full_name": say("full name"),
        "family": say("family name"),
        "given": say("given name"),
        "preferred": say("preferred name"),
        "preferred_family": say("preferred family name"),
        "birth_date": say("birth date"),
        "year": say("{year}"),
        "form": say("{form}"),
        "kind": say("kind"),
        "roles": say("role"),
        "status": say("state"),
        "source_key": say("key of the source"),
        "email": say("e-mail"),
        "phone": say("phone"),
        "job": say("job"),
        "languages": say("languages"),
        "access_needs": say("access needs"),
        "person": say("person"),
        "role": say("role"),
        "mentor": say("{mentor}"),
        "mentee": say("{mentee}"),
        "interests": say("interests"),
        "goals": say("goals"),
        "availability": say("free periods"),
        "places": say("places"),
        "wants": say("wishes"),
        "avoids": say("not together with"),
        "subjects": say("subjects"),
        "experiences": say("experiences"),
        "since": say("since"),
        "ended": say("ended"),
        "period": say("period"),
    }
    return words.get(name, name)


def value_word(name: str, value: str) -> str:
    """Say a value of a field as people read it: a state in words, anything else as it is."""
    states = {"present": say("here"), "left": say("has left"), "archived": say("archived")}
    return states.get(value, value) if name == "status" else value


def source_word(source: str) -> str:
    """Say what a file was taken for."""
    words = {
        "table": say("Table"),
        "oneroster 1.1": "OneRoster 1.1",
        "oneroster 1.2": "OneRoster 1.2",
        "sds 1": "Microsoft School Data Sync 1",
        "sds 2": "Microsoft School Data Sync 2.1",
        "sds uk": "Microsoft School Data Sync (UK)",
        "clever": "Clever",
        "ed-fi": "Ed-Fi",
        "ctf": "Common Transfer File",
    }
    return words.get(source, source)
