"""The columns of OneRoster and School Data Sync sets, however they are written. Pure.

Sources: 1EdTech OneRoster CSV binding 1.1 and 1.2, Microsoft's SDS V2 and V2.1 CSV formats. Names are compared folded
and without punctuation; what real exports and people with a spreadsheet make of them stands here, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from desktop.services.language import fold
from desktop.services.people.columns import plain
from desktop.services.sheets.text import clean

_ALSO_WRITTEN: Final[dict[str, str]] = {
    "sourcedid": "sourceid sourcedids sourceids sourcedidentifier sourceddid sourcid sourcdid",
    "status": "rowstatus recordstatus",
    "datelastmodified": "lastmodified datemodified lastmodifieddate datelastmodifed datelastmodifiedutc modified",
    "enableduser": "enabled userenabled isenabled enabledusers",
    "orgsourcedids": "orgsourcedid orgsourceids orgsourceid orgids orgid schoolsourcedids organisationsourcedids",
    "role": "roles userrole",
    "username": "usernames userlogin",
    "givenname": "given givennames firstname first forename fname",
    "familyname": "family familynames lastname last surname lname",
    "middlename": "middlenames middle",
    "identifier": "identifiers identifer studentnumber studentid studentidentifier localid",
    "email": "emailaddress mail",
    "grades": "grade gradelevel gradelevels yeargroup",
    "usersourcedid": "usersourceid usersourcedids usersourceids usersourcid userid",
    "birthdate": "dateofbirth dob birthday birth birthdates",
    "enddate": "roleenddate ends",
    "begindate": "rolestartdate startdate",
    "preferredgivenname": "preferredfirstname preferredname preferedgivenname prefferedgivenname nickname",
    "preferredfamilyname": "preferredlastname preferredsurname",
    "classsourcedid": "classsourceid classsourcedids classid sectionsourcedid",
    "propertyname": "property",
    "value": "values",
    "roletype": "",
    "isprimary": "primary",
    "sessionsourcedid": "",
    "activedirectorymatchid": "",
    "password": "pwd",
    "userids": "",
    "agentsourcedids": "agents agentsourceids",
    "primaryorgsourcedid": "",
}
_CANONICAL: Final = {name: name for name in _ALSO_WRITTEN} | {
    word: name for name, words in _ALSO_WRITTEN.items() for word in words.split()
}
_IN_ORDER: Final = (
    "sourcedId status dateLastModified enabledUser orgSourcedIds role username userIds givenName familyName middleName "
    "identifier email sms phone agentSourcedIds grades password userMasterIdentifier resourceSourcedIds "
    "preferredGivenName preferredMiddleName preferredFamilyName primaryOrgSourcedId pronouns"
).split()
_STANDARD: Final = {fold(name): name for name in _IN_ORDER}


def positions(header: Sequence[str]) -> dict[str, int]:
    """Give the position of each column by its standard name in small letters; what is well written goes first."""
    found: dict[str, int] = {}
    written = [plain(cell) for cell in header]
    for position, name in enumerate(written):
        if name:
            found.setdefault(name, position)
    for position, name in enumerate(written):
        if name in _CANONICAL:
            found.setdefault(_CANONICAL[name], position)
    return found


def known_in_sets(cells: Sequence[str]) -> int:
    """Count the columns of a set that a row names."""
    return len({_CANONICAL[name] for cell in cells if (name := plain(cell)) in _CANONICAL})


def well_written(header: Sequence[str]) -> bool:
    """Say whether the columns of users.csv stand in the case, spelling and order that OneRoster wants."""
    known = []
    for cell in header:
        text = clean(cell)
        name = _STANDARD.get(fold(text)) or _STANDARD.get(_CANONICAL.get(plain(text), ""))
        if name:
            known.append((text, name))
    places = [_IN_ORDER.index(name) for _, name in known]
    return places == sorted(places) and all(text == name for text, name in known)
