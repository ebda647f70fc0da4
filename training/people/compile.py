"""Compiles `codebook/actors/people.csv`: who held which office when.

    python training/people/compile.py DATA/office-holders codebook/actors

reads `office_holders.tsv` and `legislators.tsv` (README of that folder: facts from Wikidata, CC0; REIGN and the dictionaries of
PETRARCH, MIT; congress-legislators, CC0) and `people_by_hand.csv` (persons that those tables lack, by hand), and writes
`people.csv`, sorted. Kept: heads of state and government, cabinets, speakers and presidents of parliaments, supreme courts and
prosecutors, chiefs of armed forces, police and intelligence, central banks, ambassadors, governors, leaders of parties, heads of
international bodies, and the United States Congress; terms that end before 1985 are left out.

A term without an end is open only as far as its source looks: `seen` is the last day on which the source vouches for it.
"""

import csv
import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

FIRST_YEAR = "1985"
# Until when a source was kept up. PETRARCH's dictionaries leave most terms open at their last edition.
SEEN = {"hand": "2025-10-31", "wikidata": "2022-12-01", "reign": "2021-03-31", "petrarch": "2014-06-30", "congress": "2026-01-03"}
FIELDS = ["name", "aliases", "office", "country", "sector", "secondary", "rank", "from", "to", "seen", "source"]

# Topic of PETRARCH's sector code -> office.
PETRARCH = {
    "government": ("minister", ""), "government (economy)": ("economy minister", ""),
    "government (agriculture)": ("agriculture minister", "AGR"), "government (information)": ("information minister", ""),
    "government (education)": ("education minister", "EDU"), "government (defence)": ("defence minister", "MIL"),
    "government (health)": ("health minister", "MED"), "government (development)": ("development minister", ""),
    "government (justice)": ("justice minister", "JUD"), "government (labour)": ("labour minister", "LAB"),
    "government (environment)": ("environment minister", ""), "government (human rights)": ("human rights minister", ""),
    "government (interior/police)": ("interior minister", "COP"), "government (refugees)": ("refugee minister", ""),
    "government (intelligence)": ("intelligence chief", "SPY"),
}

# The first that fits names the sector: pattern, sector, secondary, office (None: made from the words), rank.
# Rank 1: leads a state, a government or a world body; 2: foreign, defence, interior minister, army chief, speaker; 3: the rest.
KINDS = [
    (r"commander.in.chief of the (russian )?armed|supreme commander.in.chief|^commander.in.chief", None, "", None, 0),
    (r"first lady|archivist|librarian|poet|chief scien|park service|astronom|geolog|bahnhof|museum", None, "", None, 0),
    (r"county|municipal|intendant|prefect|commune|city council|provincial deputy|alcalde|district (administrator|commissioner)", None, "", None, 0),
    (r"(secretary.?general|deputy secretary.?general) of (the )?(united nations)", "UNO", "", None, 1),
    (r"president of the (european commission|european council|european parliament)|high representative of the union", "EUR", "", None, 1),
    (r"(chief|head|deputy chief|vice chief|chairman).*(general staff|defen[cs]e (staff|force)|armed forces|joint chiefs|of staff of the army|army staff|naval|navy|air force|army|naval operations)|command(er|ant|ing)|military commander|chief of (army|naval|air|defence|the army)", "MIL", "", None, 2),
    (r"(deputy|vice|state|assistant|under).*(minister|secretary).*defen[cs]e", "GOV", "MIL", "deputy defence minister", 3),
    (r"(minister|secretary).*(national )?defen[cs]e|defen[cs]e minister", "GOV", "MIL", "defence minister", 2),
    (r"(deputy|vice|state|assistant|under|parliamentary).*(minister|secretary).*(foreign|external) ", "GOV", "", "deputy foreign minister", 3),
    (r"(foreign|external) (affairs |relations )?(minister|secretary)|(minister|secretary).*(foreign|external (affairs|relations))|^secretary of state$|united states secretary of state|secretary of state of the united states", "GOV", "", "foreign minister", 2),
    (r"(deputy|vice|state|assistant|under).*(minister|secretary).*(interior|internal affairs|home)", "GOV", "", "deputy interior minister", 3),
    (r"minister.*(interior|internal affairs|home affairs|public security)|home secretary|secretary of homeland", "GOV", "COP", "interior minister", 2),
    (r"deputy (prime minister|premier)|vice.premier|vice prime minister|first deputy prime", "GOV", "", "deputy prime minister", 3),
    (r"prime minister|^premier of the (people|republic|state)|^premier$|chancellor of (germany|austria|the federal)|federal chancellor|taoiseach|president of the (council of ministers|government)|head of (the )?(national )?government", "GOV", "", "prime minister", 1),
    (r"(supreme|constitutional|high|federal|appeal|cassation) court|supreme judicial|chief justice|^justice|^judge|court of |lord chief|judge", "JUD", "", None, 3),
    (r"attorney.?general|prosecutor|solicitor|procurator", "JUD", "", None, 3),
    (r"(president|speaker|chair|chairman|chairperson|chairwoman|leader|whip|head|presiding).*(senate|assembly|parliament|chamber|house|congress|duma|federation council|knesset|seimas|saeima|riigikogu|sejm|storting|riksdag|folketing|althing|rada|majlis|mejlis|bundestag|bundesrat|diet|councillors|representatives|people's (council|congress)|legislat|national council|council of states|yuan)|^speaker|lord speaker", "LEG", "", None, 2),
    (r"vice.president|deputy president", "GOV", "", "vice president", 2),
    (r"president of (the )?(supreme audit|audit|bank|central bank|court|provin|region|autonom|generalitat|junta|xunta|lehendakari|community|government of|national bank|federal reserve|socialist|party|people's party)|regional president", "GOV", "", None, 3),
    (r"^(acting |interim )?president|^monarch|^king|^queen|^emir|^sultan|^supreme leader|^sovereign|de facto|head of state|^ruler|yang di|^grand duke|^prince of|chairman of the presidency|member of the presidency|^president of", "GOV", "", None, 1),
    (r"(police|gendarmerie|carabinieri|constabulary)", "COP", "", None, 3),
    (r"intelligence|mossad|shin bet|\bcia\b|\bfbi\b|mi5|mi6|security service|secret service|\bfsb\b", "SPY", "", None, 3),
    (r"central bank|national bank|reserve bank|bank of|federal reserve", "GOV", "BUS", "central bank governor", 3),
    (r"(minister|secretary|attorney).*justice|justice minister|lord chancellor", "GOV", "JUD", "justice minister", 3),
    (r"(minister|secretary).*finance|chancellor of the exchequer|secretary of the treasury|treasurer|minister of the treasury", "GOV", "", "finance minister", 3),
    (r"leader of the opposition|opposition leader", "PTY", "OPP", "opposition leader", 2),
    (r"(leader|chair|president|chairman|chairperson|secretary|general secretary).* party|party (leader|chair)", "PTY", "", "party leader", 3),
    (r"ambassador|high commissioner|permanent representative|envoy|consul|charg", "GOV", "", "ambassador", 3),
    (r"governor|premier of|chief minister|lieutenant governor|first minister|mayor of (london|new york|moscow|tokyo|paris|jakarta|istanbul|mexico city|seoul|tehran|jerusalem|baghdad|kabul|washington|berlin|beijing|caracas|bogot)", "GOV", "", None, 3),
    (r"mayor|councill?or|council member|lord lieutenant", None, "", None, 0),
    (r"minister|secretary|chief|chancellor|commissioner|adviser|advisor|spokes|director|chair|head|administrator|representative|president|undersecretary|deputy|leader|counsel|treasurer|paymaster|whip|lord|member", "GOV", "", None, 3),
]
KINDS = [(re.compile(p, re.I), *rest) for p, *rest in KINDS]


def normal(text):
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return re.sub(r"[^0-9a-z]+", " ", plain.lower().replace("'", "").replace(".", "")).strip()


# What the holder of a country's highest offices is called, whole: "President of Peru", not "President of the Academy".
PLACE = r"( (of|for) (the )?(?!.*\b(court|academy|bank|region|province|senate|assembly|party|union|council|club|federation|commission)\b)[A-Z][\w' .-]+)?"
STRICT = {
    "president": r"((acting|interim) )?(president|monarch|king|queen|emir|sultan|supreme leader|head of state|grand duke)" + PLACE,
    "prime minister": r"((acting|interim|federal) )?(prime minister|premier|chancellor|taoiseach|head of government|president of the (government|council of ministers))" + PLACE,
    "foreign minister": r"((acting|federal) )?((union |cabinet )?minister (of|for) (the )?(foreign|external) (affairs|relations).*|foreign (affairs )?minister|secretary of state for foreign.*|united states secretary of state|foreign secretary|secretary of foreign (affairs|relations))" + PLACE,
    "defence minister": r"((acting|federal) )?((union |cabinet )?minister (of|for) (the )?(national )?(defen[cs]e|armed forces).*|defen[cs]e minister|secretary of (state for )?(national )?defen[cs]e)" + PLACE,
    "interior minister": r"((acting|federal) )?((union |cabinet )?minister (of|for) (the )?(interior|internal affairs|home affairs).*|interior minister|home (minister|secretary)|secretary of the interior)" + PLACE,
}
STRICT = {office: re.compile(p, re.I) for office, p in STRICT.items()}


def office_of(position, country=""):
    """(sector, secondary, office, rank) of a position's English name, or None where it is left out."""
    found = office_found(position)
    if found and found[2].removeprefix("acting ") in STRICT | {"monarch": 0}:
        sector, secondary, office, rank = found
        strict = STRICT.get(office.removeprefix("acting "), STRICT["president"])
        # India's foreign secretary is no minister.
        if not strict.fullmatch(position) or country not in ("GBR", "") and position.lower() == "foreign secretary":
            return sector, secondary, position.lower(), 3
    return found


def office_found(position):
    for pattern, sector, secondary, office, rank in KINDS:
        if pattern.search(position):
            if sector is None:
                return None
            words = office or re.sub(r" (of|to|for) (the )?(?=[A-Z]).*", "", position)
            if sector == "LEG" and rank == 2:
                deputy = re.search(r"deputy|vice|whip|committee|commission|group|majority|minority", position, re.I)
                chamber = "senate president" if re.search(r"senate|upper|councillors|lords|council", position, re.I) else "speaker of parliament"
                words, rank = ("member of parliament's leadership", 3) if deputy else (chamber, 2)
            return sector, secondary, words.lower().replace("defense", "defence").strip(), rank
    return None


def day(text):
    """A date as far as it is known; None where it is no date."""
    found = re.match(r"(\d{4})(-\d\d)?(-\d\d)?", text or "")
    return found.group(0) if found else ""


def rows_of(folder):
    """Every term of the compiled tables as a dictionary of FIELDS."""
    with open(folder / "office_holders.tsv", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            country, position, source = CODES.get(row["country_iso3"], row["country_iso3"]), row["position"], row["source"]
            if country.startswith("COW:"):
                continue
            if source.startswith("Phoenix"):
                topic = position.split(" [")[0]
                if topic not in PETRARCH:
                    continue
                (office, secondary), sector, rank, kind = PETRARCH[topic], "GOV", 3, "petrarch"
                if topic == "government (defence)" or office == "interior minister":
                    rank = 2
            elif source.startswith("REIGN"):
                office, sector, secondary, rank, kind = "leader", "GOV", "", 1, "reign"
            else:
                found = office_of(position, country)
                if not found:
                    continue
                sector, secondary, office, rank = found
                kind = "congress" if source.startswith("unitedstates") else "wikidata"
                if sector in ("UNO", "EUR"):
                    country, sector = sector, ""
            if not country:
                continue
            yield dict(name=row["person"], office=office, country=country, sector=sector, secondary=secondary,
                       rank=rank, **{"from": day(row["start"]), "to": day(row["end"])}, kind=kind,
                       qid=row["wikidata"])
    with open(folder / "legislators.tsv", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["country_iso3"] != "USA" or not row["source"].startswith("unitedstates"):
                continue
            office = "senator" if "senat" in row["position"].lower() else "representative"
            yield dict(name=row["person"], office=office, country="USA", sector="LEG", secondary="", rank=3,
                       **{"from": day(row["start"]), "to": day(row["end"])}, kind="congress", qid=row["wikidata"])


def padded(text, month="01", day_="01"):
    return text if len(text) == 10 else f"{text}-{day_}" if len(text) == 7 else f"{text}-{month}-{day_}" if text else ""


def overlap(a, b):
    """Whether two terms share a day; an open end reaches as far as its source looks."""
    end = lambda r: padded(r["to"], "12", "28") or SEEN[r["kind"]]
    return padded(a["from"]) <= end(b) and padded(b["from"]) <= end(a)


def merged(rows):
    """Terms of one person in one country and sector that overlap in two sources are one: Wikidata's, then PETRARCH's."""
    order = {"congress": 0, "wikidata": 1, "petrarch": 2, "reign": 3}
    of_country = defaultdict(list)
    for row in sorted(rows, key=lambda r: (order[r["kind"]], r["from"], r["name"], r["office"])):
        of_country[row["country"]].append(row)
    kept = []
    for country in sorted(of_country):
        by_name, by_family = defaultdict(list), defaultdict(list)
        for row in of_country[country]:
            key = normal(row["name"])
            words = key.split()
            if not words:
                continue
            if row["kind"] == "reign":
                # The family name alone: it raises the one whose name holds it and whose term it meets.
                fits = [r for r in by_family[words[-1]] if r["sector"] == "GOV" and overlap(r, row) and set(words) <= set(normal(r["name"]).split())]
                names = {normal(r["name"]) for r in fits}
                if len(names) == 1 and len(fits[0]["name"].split()) > 1:
                    best = min(fits, key=lambda r: r["rank"])
                    if best["rank"] > 1:
                        full = dict(row, name=best["name"], qid=best["qid"])
                        kept.append(full)
                    continue
                if len(names) > 1 and any(r["rank"] == 1 for r in fits):
                    continue
            else:
                same = [r for r in by_name[key] if r["kind"] != row["kind"] and r["sector"] == row["sector"] and overlap(r, row)]
                if same:
                    continue
            kept.append(row)
            by_name[key].append(row)
            for word in words:
                by_family[word].append(row)
    return kept


def joined(rows):
    """The same office of the same person without a gap of more than two months is one term."""
    by_term = defaultdict(list)
    for row in rows:
        by_term[row["name"], row["country"], row["office"], row["sector"], row["secondary"], row["rank"]].append(row)
    out = []
    for key in sorted(by_term, key=lambda k: tuple(map(str, k))):
        terms = sorted(by_term[key], key=lambda r: (padded(r["from"]), r["to"] or "9999"))
        run = [terms[0]]
        for term in terms[1:]:
            last = run[-1]
            months = lambda d: int(d[:4]) * 12 + int(d[5:7])
            if last["to"] and months(padded(term["from"])) - months(padded(last["to"], "12", "28")) > 2:
                run.append(term)
                continue
            run[-1] = dict(last, to="" if not (last["to"] and term["to"]) else max(last["to"], term["to"]))
        out += run
    return out


# Codes of the sources that ISO 3166 has otherwise.
CODES = {"KSV": "XKX", "KNT": "KNA", "YMD": "YEM"}
# Offices that one person holds at a time: whoever follows ends an open term.
SINGLE = {"president", "prime minister", "foreign minister", "defence minister", "interior minister", "finance minister", "king"}


def closed(rows):
    """An open term ends where the next holder of the same office begins."""
    of_office = defaultdict(list)
    for row in rows:
        if row["office"] in SINGLE:
            of_office[row["country"], row["office"], row["sector"]].append(row)
    for terms in of_office.values():
        ends = sorted(r["to"] for r in terms if len(r["to"]) == 10)
        for row in terms:
            # Of a beginning only the year is known: it is the day on which the one before left.
            left = [e for e in ends if e[:4] == row["from"]] if len(row["from"]) == 4 else []
            row["from"] = left[-1] if left and row["to"] not in left else row["from"]
            later = [padded(r["from"]) for r in terms if r["name"] != row["name"] and padded(r["from"]) > padded(row["from"])]
            if not row["to"] and row["from"] and later:
                row["to"] = min(later)
    return rows


def known_in_full(row, rows, of_country={}):
    """Whether a family name of REIGN is somebody whom another row has with his full name."""
    if row["kind"] != "reign":
        return False
    if not of_country:
        for other in rows:
            if str(other["rank"]) == "1" and len(normal(other["name"]).split()) > 1:
                of_country.setdefault(other["country"], []).append(other)
    words = set(normal(row["name"]).split())
    months = lambda d: int(d[:4]) * 12 + int(d[5:7])
    near = lambda r: abs(months(padded(r["from"] or "1900")) - months(padded(row["from"] or "1900"))) < 24 or overlap(r, row)
    return any(words <= set(normal(r["name"]).split()) and r is not row and near(r) for r in of_country.get(row["country"], []))


def by_hand(path):
    """Rows of `people_by_hand.csv`."""
    with open(path, encoding="utf-8") as file:
        return [dict(row, kind="hand", qid="") for row in csv.DictReader(file)]


def main(data, out):
    rows = []
    for row in rows_of(Path(data)):
        if row["to"] and row["to"] < FIRST_YEAR or row["from"] and row["to"] and padded(row["from"]) > padded(row["to"], "12", "28"):
            continue
        if not row["from"] and not row["to"]:
            continue
        if not row["to"] and row["from"] and row["from"] < "1975":
            continue
        if not re.search(r"[A-Za-z]{2}", row["name"]) or re.fullmatch(r"Q\d+", row["name"]):
            continue
        rows.append(row)
    rows = joined(merged(rows))
    rows = closed(rows + by_hand(Path(out) / "people_by_hand.csv"))
    rows = [row for row in rows if row["kind"] != "hand" and not known_in_full(row, rows)]
    with open(Path(out) / "people.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
        writer.writeheader()
        for row in sorted(rows, key=lambda r: (r["name"], r["country"], r["from"], r["office"])):
            seen = "" if row["to"] else SEEN[row["kind"]]
            writer.writerow({f: row.get(f, "") for f in FIELDS} | dict(aliases="", seen=seen, source=row["kind"]))
    print(len(rows), "terms of", len({r["name"] for r in rows}), "persons")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
