"""How exports of the US, the UK and OneRoster call their columns, folded and without punctuation.

Within a field the first spelling found in a file wins, so the order is the order of preference. For the student
number it runs from what the school itself uses to the state's and then to the program's own.
"""

from __future__ import annotations

from typing import Final

SPELLINGS: Final[dict[str, str]] = {
    "number": (
        "number studentnumber studentno studentnum localstudentid localstudentnumber localid "
        "localnumber lasid admissionnumber admissionno admissionnum admissionsnumber admissionid "
        "admnumber admno adno pupilnumber pupilno rollnumber rollno learnernumber studentid "
        "studentidnumber studentidentifier stuid stunum stuno permid permanentid permnumber pupilid "
        "pupilidentifier learnerid childid schoolstudentid sisid sisnumber sisuserid sisstudentid "
        "misid misnumber misstudentid arborid arborstudentid sussiid identifier externalid externkey schlusselextern "
        "idnumber id "
        "studentcode pupilcode studentref pupilref enrolmentnumber enrollmentnumber systemstudentid uniqueid "
        "districtstudentid districtid upn uniquepupilnumber uniquepupilno stateid statestudentid "
        "statestudentnumber statenumber statestudentidentifier stateassignedid ssid sasid usi uln "
        "uniquelearnernumber personid personnumber userid schuelernummer schulernummer schulernr numero matricula "
        "nomatricula nmatricula numerodematricula matricule numeroeleve neleve identifiant numeronational ine "
        "numerewidencyjny nrewidencyjny numerlegitymacji nrlegitymacji leerlingnummer elevnummer matricola "
        "nodeprocesso ndeprocesso scn 学籍番号 生徒番号"
    ),
    "family": (
        "family familyname legalsurname legallastname legalfamilyname surname lastname last lname "
        "nachname familienname longname nomdefamille apellidos apellido nazwisko cognome achternaam efternamn 姓"
    ),
    "given": (
        "given givenname givennames legalforename legalforenames legalfirstname legalgivenname "
        "forename forenames firstname firstnames first fname christianname vorname vornamen prenom prenoms "
        "nombre nombres imie imiona nome voornaam fornamn 名"
    ),
    "preferred": (
        "preferred preferredname preferredgivenname preferredforename preferredfirstname prefforename "
        "preffirstname prefname chosenname chosenforename chosenfirstname nickname knownas goesby "
        "usualname callname rufname roepnaam prenomusuel"
    ),
    "preferred_family": "preferredsurname preferredlastname preferredfamilyname prefsurname chosensurname",
    "full_name": (
        "name fullname displayname legalname legalfullname studentname pupilname learnername "
        "studentfullname student pupil learner namelastfirst namelastfirstmiddle lastfirst "
        "lastfirstmi lastnamefirstname lastnamecommafirstname familynamegivenname surnameforename "
        "surnameforenames surnamefirstname namefirstlast firstlast studentsname nom eleve eleves alumno alumnos "
        "nazwiskoiimie cognomeenome nomeecognome nomecompleto nombrecompleto apellidosynombre nombreyapellidos "
        "nometprenom nomprenom naam namn nameofstudent nameofpupil 氏名"
    ),
    "birth_date": (
        "birthdate dob dateofbirth birthday dateborn born birth dobirth geburtsdatum geburtstag geboren "
        "datedenaissance neele nele naissance fechadenacimiento fnacimiento dataurodzenia datadinascita geboortedatum "
        "datadenascimento fodelsedatum fodselsdato 生年月日"
    ),
    "year": (
        "year yeargroup yeargrp yeargp yrgroup yrgrp yrgp ncy ncyear nationalcurriculumyear "
        "ncyearactual actualncyear actualncyeargroup ncyeargroup curriculumyear currentyeargroup "
        "yearlevel gradelevel gradelvl currentgradelevel currentgrade enrolledgrade gradecode grade "
        "grades yr currentyear yearofstudy gr grd gl schoolyeargroup klassenstufe jahrgang jahrgangsstufe "
        "stufe curso niveau leerjaar arskurs anno ano stage 学年"
    ),
    "form": (
        "form formgroup formclass reggroup reggrp regform registrationgroup registrationform "
        "registrationclass reg tutorgroup tutorgrp tutorgp homeroom homeroomname homeroomcode hr "
        "homegroup homeclass homeform advisory rollclass class classname tutor section klasse klassename clase "
        "classe klasa oddzial klas klass turma stamgroep mentorgroup grupo 組"
    ),
    "kind": "kind persontype usertype type",
    "roles": "roles role userrole",
    "source_key": "sourcedid sourcekey sourceid",
}

STAFF_SPELLINGS: Final[dict[str, str]] = {
    "number": (
        "number staffnumber staffno staffid staffcode no code id idnumber employeenumber employeeno employeeid "
        "payrollnumber payrollno personnelnumber personalnummer teachernumber teacherid teachercode localid "
        "localstaffid sisid sisuserid misid arborid identifier externalid stateid statestaffid userid personid"
    ),
    "family": SPELLINGS["family"],
    "given": SPELLINGS["given"],
    "preferred": SPELLINGS["preferred"],
    "preferred_family": SPELLINGS["preferred_family"],
    "full_name": (
        "name fullname displayname legalname legalfullname namelastfirst lastfirst lastnamefirstname "
        "surnameforename surnamefirstname namefirstlast firstlast teacher staff staffmember memberofstaff "
        "employee nom"
    ),
    "kind": SPELLINGS["kind"],
    "roles": SPELLINGS["roles"],
    "source_key": SPELLINGS["source_key"],
    "email": "email emailaddress workemail workemailaddress schoolemail schoolemailaddress mail",
    "job": "job jobtitle jobrole jobdescription position positiontitle post posttitle roletitle occupation funktion",
}
"""The same for lists of staff, of whom a school needs to know how to reach them and what they do. Birth dates and
phones are not taken by themselves."""

SUBJECTS: Final[dict[str, tuple[str, ...]]] = {
    "students": ("", "student", "students", "pupil", "pupils", "learner", "learners", "child", "childs", "stu"),
    "staff": ("", "staff", "teacher", "teachers", "employee", "member"),
}
"""What may stand before a spelling without meaning anything else."""

GIVEN_ON_PURPOSE: Final = ("email", "phone", "job", "languages", "access_needs")
GUARDIAN_FIELDS: Final = tuple(
    f"guardian_{place}_{what}" for place in (1, 2) for what in ("name", "relation", "phone", "email")
)
"""Nobody needs these to pair students: they are taken where a person says which column they are."""
