"""Names for invented students: lists of our own, put together at random, so that nobody in particular is meant.

A family name that differs by gender is written `Novák/Nováková`. A culture whose people have one name only has
no family names. Pure: give it a `random.Random` with a seed, and it draws the same names again.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final

SHARE_DOUBLE: Final = 0.04


@dataclass(frozen=True)
class Culture:
    """Where names come from: given names of girls and boys, family names, the language spoken at home, a weight."""

    girls: tuple[str, ...]
    boys: tuple[str, ...]
    families: tuple[str, ...]
    language: str
    weight: int = 2


@dataclass(frozen=True)
class Name:
    """One invented name; `preferred` is empty for most, `language` is spoken at home."""

    given: str
    family: str
    preferred: str
    language: str


def _culture(language: str, girls: str, boys: str, families: str, weight: int = 2) -> Culture:
    return Culture(
        tuple(girls.split()), tuple(boys.split()), tuple(families.split(", ") if families else ()), language, weight
    )


CULTURES: Final = (
    _culture(
        "English",
        "Amelia Poppy Freya Imogen Harriet Martha Tilly Beatrice Robyn Skye Jess Edith",
        "Oliver Toby Reuben Alfie Jasper Felix Harvey Stanley Rory Wilfred Ned Austin",
        "Ashdown, Pickering, Holloway, Marsden, Thackeray, Birchall, Winstanley, Cropper, Underhill, Fairclough, "
        "Peverell, Lightfoot, Tranter, Bexley, Cartwright-Hale",
        36,
    ),
    _culture(
        "English",
        "Catrin Eleri Mairead Eilidh Sioned Ffion Isla Morag",
        "Iolo Gethin Hamish Lachlan Emyr Fergus Callum Tomos",
        "ap Rhys, Llewellyn, MacAskill, Pritchard, McTavish, Urquhart, Bevan, Carmichael",
        12,
    ),
    _culture(
        "Irish",
        "Aoife Niamh Róisín Síle Gráinne Bríd",
        "Cian Oisín Pádraig Tadhg Eoghan Rónán",
        "O'Riordan, Ní Bhriain, Mac Giolla, O'Shaughnessy, Ó Dálaigh, Gallagher, D'Arcy",
    ),
    _culture(
        "Polish",
        "Zofia Hanna Małgorzata Katarzyna Łucja Jagoda",
        "Jakub Łukasz Stanisław Mikołaj Wojciech Paweł",
        "Wiśniewski/Wiśniewska, Zając, Dąbrowski/Dąbrowska, Wróbel, Grześkowiak, Ślusarczyk, Żuk, Błaszczyk",
        4,
    ),
    _culture(
        "Czech",
        "Anežka Tereza Barbora Zdeňka",
        "Jiří Ondřej Matěj Vojtěch",
        "Novotný/Novotná, Dvořáček/Dvořáčková, Říha/Říhová, Kučera/Kučerová, Šimek/Šimková",
    ),
    _culture(
        "Ukrainian",
        "Solomiya Oksana Daryna Zlata Myroslava",
        "Taras Danylo Ostap Yaroslav Maksym",
        "Kovalchuk, Hrytsenko, Bondar, Lysenko, Melnyk, Shevchuk-Bilyk",
        3,
    ),
    _culture(
        "Romanian",
        "Ioana Ștefania Mădălina Anca",
        "Andrei Răzvan Ionuț Ștefan",
        "Țărănescu, Dumitrașcu, Munteanu, Bălan, Ungureanu, Pârvu",
        3,
    ),
    _culture(
        "Hungarian",
        "Réka Zsófia Boglárka Ilona",
        "Gergő Máté Ákos Zoltán",
        "Szűcs, Kőszegi, Fehérvári, Tóth-Nagy, Győri",
    ),
    _culture(
        "Lithuanian",
        "Ugnė Gabija Eglė Līga",
        "Jonas Ąžuolas Žygimantas Mārtiņš",
        "Kazlauskas/Kazlauskaitė, Žukauskas/Žukauskienė, Bērziņš/Bērziņa, Petrauskas/Petrauskaitė",
    ),
    _culture(
        "German",
        "Greta Annelie Jördis Käthe",
        "Jannik Anselm Jürgen Götz",
        "von Hardegg, Großmann, Schöneberg, Lütke, Weißflog, Meyer-Öz",
    ),
    _culture(
        "Dutch",
        "Sanne Fleur Lotte Noortje",
        "Thijs Joost Siebe Wouter",
        "van der Veen, de Wit, van 't Hoff, ter Horst, Oudekerk",
    ),
    _culture(
        "Danish",
        "Signe Astrid Maja Åse",
        "Søren Bjørn Aksel Håkon",
        "Sørensen, Åkesson, Løvgren, Østergård, Bjørnstad, Mølgaard",
    ),
    _culture(
        "Icelandic",
        "Sigríður Guðrún Þóra",
        "Ragnar Þorsteinn Eyþór",
        "Jónsson/Jónsdóttir, Ólafsson/Ólafsdóttir, Þórsson/Þórsdóttir",
    ),
    _culture(
        "French",
        "Noémie Maëlle Anaïs Zoé",
        "Théo Loïc Étienne Gaël",
        "Lefèvre, D'Aubigny, Bénézet, de la Tour, Chérif-Martin, Garçon",
    ),
    _culture(
        "Spanish",
        "Lucía Ximena Inés Begoña",
        "Íñigo Joaquín Mateo Óscar",
        "Muñoz Rey, de la Cruz, Ibáñez, Peña Soler, Núñez Vidal, Echeverría",
        3,
    ),
    _culture(
        "Portuguese",
        "Beatriz Inês Conceição Luana",
        "João Gonçalo Tomás Caetano",
        "da Conceição, Guimarães, dos Reis, Simões, Brandão, Magalhães",
        3,
    ),
    _culture(
        "Italian",
        "Giulia Ginevra Niccolina Chiara",
        "Niccolò Matteo Raffaele Elia",
        "D'Alessio, Dell'Acqua, Lo Presti, Bianchini, Zanetti",
    ),
    _culture(
        "Greek", "Eleni Despina Kalliopi", "Stavros Yannis Leonidas", "Papadakis, Xenakis, Karras, Vlachou, Economidou"
    ),
    _culture(
        "Turkish",
        "Elif Zeynep Gökçe Şirin",
        "Emre Çağrı Oğuz Yiğit",
        "Yıldız, Öztürk, Karagöz, Şimşek, Doğan, Çınar",
        4,
    ),
    _culture(
        "Arabic",
        "Layla Maryam Noor Salma Hanan",
        "Yusuf Idris Tariq Khalid Abd-al-Rahman",
        "al-Hashimi, Haddad, bin Saleh, El-Amin, Mansour, al-Najjar, Abu Zayd",
        5,
    ),
    _culture("Hebrew", "Noa Tamar Shira", "Eitan Ariel Gad", "Ben-Ami, Azulai, Harel, Perlstein"),
    _culture("Farsi", "Shirin Parisa Golnaz", "Kourosh Dariush Farhad", "Tehrani, Ebrahimzadeh, Navabi, Rostami", 3),
    _culture("Somali", "Hodan Ifrah Sagal", "Liban Warsame Guled", "Cabdi, Jaamac, Nuur, Xasan Faarax", 3),
    _culture("Tigrinya", "Selam Tsega Bethlehem", "Yonas Filmon Tesfay", "Ghebremedhin, Tekle, Haile, Woldu"),
    _culture(
        "Yoruba",
        "Adaeze Folasade Ngozi Temilolúwa Ṣadé",
        "Chukwuemeka Tobenna Ọlájídé Kayode Obinna",
        "Okonjo, Adébáyọ̀, Nwachukwu, Ogunleye, Eze-Martins, Balogun",
        5,
    ),
    _culture("Twi", "Akosua Efua Abena", "Kwabena Yaw Kofi", "Owusu-Ansah, Boateng, Asante, N'Dour", 3),
    _culture("Swahili", "Wanjiru Achieng Zawadi", "Kipchumba Otieno Baraka", "Kamau, Odhiambo, wa Mwangi, Njoroge"),
    _culture(
        "Punjabi", "Simran Harleen Jasleen", "Arjan Gurpreet Manveer", "Kaur Gill/Singh, Dhaliwal, Sandhu, Bains", 5
    ),
    _culture(
        "Bengali",
        "Nusrat Tanzila Ayesha",
        "Rafiq Shahriar Tanvir",
        "Chowdhury, Rahman, Khatun, Bhattacharya, Sarkar",
        4,
    ),
    _culture("Urdu", "Zainab Mahnoor Iqra", "Hamza Bilal Zubair", "Qureshi, Akhtar, Siddiqui, Butt, Mirza", 5),
    _culture(
        "Tamil",
        "Kavitha Meenakshi Nila",
        "Arulselvan Karthik Tharshan",
        "Sivapalan, Rajaratnam, Thirunavukkarasu, Nadarajah",
        3,
    ),
    _culture(
        "Chinese",
        "Yǎtíng Xiuying Mei-Ling Jiayi",
        "Zihao Wei-Jie Junyu Haoran",
        "Ouyang, Zheng, Lǚ, Szeto, Huang, Xu",
        4,
    ),
    _culture("Vietnamese", "Thảo Ngọc Hạnh", "Đức Quân Tiến", "Nguyễn, Trần Lê, Đặng, Phạm", 3),
    _culture("Korean", "Ji-woo Seo-yeon", "Min-jun Do-hyun", "Hwang, Namgung, Bae"),
    _culture("Japanese", "Aoi Hinata Kaho", "Haruto Sōta Ren", "Kōno, Ōtsuka, Fujimori"),
    _culture(
        "Filipino",
        "Maria-Luz Jasmine Corazon",
        "Rodel Efren Jun-Jun",
        "de los Santos, Macaraeg, Bautista-Reyes, Dimaculangan",
        3,
    ),
    _culture("Indonesian", "Suharti Wulandari Ratnasari", "Sukarman Harjono", "", 1),
    _culture("Samoan", "Sina Leilani", "Tavita Sione", "Tu'ipulotu, Fa'asavalu, Leota"),
)

_PREFERRED: Final = {
    "Katarzyna": "Kasia", "Małgorzata": "Gosia", "Chukwuemeka": "Emeka", "Abd-al-Rahman": "Abdi", "Harriet": "Hattie",
    "Maria-Luz": "Malu", "Temilolúwa": "Temi", "Stanisław": "Staś", "Beatrice": "Bea", "Arulselvan": "Arul",
}  # fmt: skip


def draw_name(rng: Random) -> Name:
    """Draw one name. Some families are double, of two cultures; one-word names have an empty family."""
    culture = rng.choices(CULTURES, [c.weight for c in CULTURES])[0]
    girl = rng.random() < 0.5
    given = rng.choice(culture.girls if girl else culture.boys)
    family = _family(rng, culture, girl)
    if _plain(family) and rng.random() < SHARE_DOUBLE:
        other = _family(rng, rng.choice(CULTURES), girl)
        family = f"{family}-{other}" if _plain(other) and other != family else family
    preferred = _PREFERRED.get(given, "") if rng.random() < 0.7 else ""
    return Name(given, family, preferred, culture.language)


def draw_relative(rng: Random, language: str, family: str, *, woman: bool) -> Name:
    """Draw an adult of somebody's family: the same family name, in the form a woman or a man has."""
    spoken = [culture for culture in CULTURES if culture.language == language]
    of_name = next((c for c in spoken if any(family in forms.split("/") for forms in c.families)), None)
    culture = of_name or rng.choice(spoken)
    forms = next((forms.split("/") for forms in culture.families if family in forms.split("/")), [family])
    given = rng.choice(culture.girls if woman else culture.boys)
    return Name(given, forms[-1] if woman else forms[0], "", language)


def _family(rng: Random, culture: Culture, girl: bool) -> str:
    if not culture.families:
        return ""
    forms = rng.choice(culture.families).split("/")
    return forms[-1] if girl else forms[0]


def _plain(family: str) -> bool:
    return bool(family) and not any(c in family for c in " -'")
