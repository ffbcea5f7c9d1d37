#!/usr/bin/env python3
"""Holds gpai against rules that other people wrote, and shows each kind of difference with one example.

    python3 -m venv VENV && VENV/bin/pip install euaiact==0.1.0
    VENV/bin/python benches/oracle_euaiact.py target/release/gpai [--cases 1200] [--seed 1] [--markdown FILE]

Two oracles. (1) The package `euaiact`: the Act as some 1,700 small rules in three-valued logic. Answer sets, complete and
partial, go to both programs; what both conclude is compared. (2) The Commission's own compliance checker, as far as it speaks
of models: six questions with fixed outcomes, written down here as cases.

Nothing of the package is copied: its rules are asked by their ids. It leaves the joining of rules to whoever uses it; what is
joined here, and how, stands in `theirs`. What the two read differently is a `Reading` with a verdict: `theirs` (they are wrong),
`ours` (gpai is wrong), `open` (the law leaves it open), `depth` (they ask less), `reserve` (one of the two waits where the
other decides; both are sound). With all readings applied the two must agree on every answer of every set. A difference that no
reading explains, and one to the Commission's checker that is not listed, makes the exit code 1.

Outside the test suite: it needs a package from a registry. One run takes a minute or two.
"""
import argparse
import collections
import datetime
import decimal
import functools
import itertools
import json
import random
import subprocess
import sys
import tempfile

import euaiact

DAY = "2026-11-30"
EDITION = "EUAIACT_2026_07_27"
READINGS = {
    "criterion": ("reserve", "guidelines/17, guidelines/20",
                  "The package asks whether generality was judged. gpai presumes it, or its absence, from compute and outputs."),
    "integrable": ("reserve", "ai-act/3/63", "Whether the model can be integrated: gpai takes it as true until denied (presumed)."),
    "unasked": ("reserve", "ai-act/51/2, ai-act/52/2",
                "Designation, rebuttal, other evidence of capabilities and plans: gpai does not wait for answers on the exceptional."),
    "undenied": ("reserve", "ai-act/51/2", "Classification: gpai presumes it while generality is neither shown nor denied."),
    "not-owed": ("reserve", "ai-act/53/2",
                 "Open source, role unknown: gpai says open where only the reason is open, exempt or not concerned; not owed both ways."),
    "price": ("depth", "recital/103, guidelines/85, guidelines/87",
              "Open source against a price or personal data: the package has no such condition."),
    "thin": ("depth", "guidelines/92", "Public usage information that says nothing on limitations: enough for the package."),
    "accepted": ("depth", "ai-act/52/2, guidelines/42",
                 "After an accepted rebuttal: the package's trigger of the notification stays on, gpai's goes out."),
    "decided": ("open", "ai-act/51/1, ai-act/52/4",
                "Designated, but judged by its provider not to be general-purpose: classified for gpai, not for the package."),
    "missed": ("ours", "ai-act/51/1, ai-act/51/2",
               "Above 1e25 FLOP with the criterion missed (other outputs): gpai says no general-purpose model, and classified."),
    "planned": ("open", "ai-act/51/2, ai-act/53/2, guidelines/27",
                "More than 1e25 FLOP only planned: gpai takes the stricter reading, classifies and ends the exemption already, and says that this is unclear."),
    "before-market": ("ours", "ai-act/3/63", "Only research and development before any release: by its words no general-purpose model; gpai says yes."),
    "released": ("reserve", "ai-act/2/8, recital/97",
                 "Only research and development so far, a release planned: gpai shows the duties that the release will bring."),
}
CRITERION = decimal.Decimal("1e23")
RULES = {
    "52-1": "AIA_052_001_MELDUNG", "53-1-a": "AIA_053_001_A", "53-1-b": "AIA_053_001_B", "53-1-c": "AIA_053_001_C",
    "53-1-d": "AIA_053_001_D", "53-3": "AIA_053_003", "54": "AIA_054_001", "55-1-a": "AIA_055_001_A",
    "55-1-b": "AIA_055_001_B", "55-1-c": "AIA_055_001_C", "55-1-d": "AIA_055_001_D"}
CONCLUSIONS = ["research_excluded", "gpai", "provider", "systemic_risk", "open_source_exempt", "legacy"]
YES_NO = ["yes", "no"]

# What both programs can be asked. A question is a name and its answers; "?" is always possible and means not answered.
QUESTIONS = {
    "general": YES_NO,  # significant generality
    "tasks": YES_NO,  # a wide range of distinct tasks
    "integrable": YES_NO,
    "outputs": ["text", "other"],  # gpai's criterion looks at them, the package does not
    "compute": ["1e22", "5e24", "1e25", "1.0000000000000000000000001e25", "3e25"],
    "expected": ["none", "3e25"],  # what the training is known to reach
    "high_impact": YES_NO,  # shown by other means than compute
    "designated": YES_NO,
    "rebuttal": ["none", "pending", "accepted", "rejected"],
    "licence": ["free", "non-commercial", "no-modification"],
    "weights": YES_NO,
    "architecture": YES_NO,
    "usage": ["full", "thin", "no"],  # thin: public, but silent about limitations
    "money": ["none", "price", "data"],  # data: personal data for marketing is the price
    "research": YES_NO,
    "pre_market": YES_NO,
    "develops": YES_NO,
    "own_name": YES_NO,
    "market": ["yes", "not in the Union", "not commercial"],
    "established": ["DE", "US"],
    "first": ["2025-08-01", "2025-08-02"],
}

# What only gpai asks, answered the plain way in every set, so that an open verdict comes from a question above.
BACKGROUND = ["role.hosts_only=no", "role.modifies_other=no", "market.internal_only=no", "market.own_system_in_eu=no",
              "market.reaches_eu_through_integrator=no", "market.upstream_excluded_eu=no",
              "purpose.national_security_only=no", "openness.microenterprise_deal=no"]


def ours_set(answers):
    """The answers as `--set` of gpai."""
    known = {name: value for name, value in answers.items() if value != "?"}
    sets = list(BACKGROUND)

    def put(question, fact, words=None):
        if question in known:
            value = words[known[question]] if words else known[question]
            sets.extend(f"{fact}={value}" if fact else value for value in ([value] if isinstance(value, str) else value))

    put("general", "model.general")
    put("tasks", "model.wide_task_range")
    put("integrable", "model.integrable")
    put("outputs", "model.outputs")
    put("compute", None, {c: [f"compute.cumulative_flop={c}", f"compute.update_flop={c}"] for c in QUESTIONS["compute"]})
    put("expected", None, {"none": [], "3e25": ["compute.expected_cumulative_flop=3e25"]})
    put("high_impact", "systemic.high_impact")
    put("designated", None, {"yes": ["systemic.designated_on=2026-10-01"], "no": []})
    put("rebuttal", "systemic.rebuttal")
    if known.get("rebuttal") in ("accepted", "rejected"):
        sets.append("systemic.rebuttal_on=2026-09-15")
    rights = "openness.rights=access,use,modify,distribute"
    put("licence", None, {
        "free": [rights, "openness.restrictions=none"],
        "non-commercial": [rights, "openness.restrictions=non_commercial"],
        "no-modification": ["openness.rights=access,use,distribute", "openness.restrictions=none"]})
    put("weights", "openness.weights_public")
    put("architecture", "openness.architecture_public")
    put("usage", None, {
        "full": ["openness.usage_public=yes", "openness.usage_information=modalities,capabilities,limitations,technical_means"],
        "thin": ["openness.usage_public=yes", "openness.usage_information=modalities,capabilities,technical_means"],
        "no": ["openness.usage_public=no", "openness.usage_information=none"]})
    put("money", None, {
        "none": ["openness.monetisation=none", "openness.personal_data=none"],
        "price": ["openness.monetisation=price", "openness.personal_data=none"],
        "data": ["openness.monetisation=none", "openness.personal_data=other"]})
    put("research", "purpose.research_only")
    put("pre_market", "purpose.pre_market_only")
    put("develops", "role.develops")
    put("own_name", "role.own_name")
    put("market", None, {
        "yes": ["market.eu=yes", "market.commercial=yes"], "not in the Union": ["market.eu=no", "market.commercial=yes"],
        "not commercial": ["market.eu=yes", "market.commercial=no"]})
    put("established", "provider.established")
    put("first", "market.first_available")
    return sets


class Gpai:
    """The program, asked once for each set of answers."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder

    @functools.lru_cache(maxsize=None)
    def check(self, sets, day=DAY):
        command = [self.program, "check", self.folder, "--format", "json", "--fail-on", "never", "--on", day]
        for one in sets:
            command += ["--set", one]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        if run.returncode != 0:
            sys.exit(f"{' '.join(command)}\n{run.stderr}")
        return json.loads(run.stdout)

    def verdicts(self, answers):
        found = self.check(tuple(ours_set(answers)))
        word = {"yes": "yes", "no": "no", "open": "open", "applies": "yes", "exempt": "no", "not-applicable": "no"}
        result = {c["name"]: word[c["status"]] for c in found["conclusions"] if c["name"] in CONCLUSIONS}
        result.update({d["id"]: word[d["status"]] for d in found["duties"]})
        return result


@functools.lru_cache(maxsize=None)
def fields(rule):
    return euaiact.eingabevertrag(rule)["felder"]


def ask(rule, facts):
    """One of their rules: True, False, or None for unknown."""
    inputs = {name: facts.get(name) for name in fields(rule)}
    found = euaiact.pruefe_tatbestand(rule, inputs, quellenfassung=EDITION)
    if found["status"] == "EINGABE_UNGUELTIG":
        sys.exit(f"{rule}: {found['hinweise']}")
    return found["wert"]


def both(left, right):
    return False if left is False or right is False else None if left is None or right is None else True


def yes(value):
    return {"yes": True, "no": False, "?": None}[value]


def theirs(answers, readings=frozenset()):
    """Their conclusions. The package answers rule by rule; joined here are Articles 3(63), 3(3), 51 and 2 into the duties.

    `readings` names points on which gpai reads or asks more: with all of them both programs must say the same.
    """
    a = dict(answers)
    if "unasked" in readings:
        for name, plain in [("high_impact", "no"), ("designated", "no"), ("expected", "none"), ("rebuttal", "none")]:
            a[name] = plain if a[name] == "?" else a[name]
    if "integrable" in readings and a["integrable"] == "?":
        a["integrable"] = "yes"
    denied = "no" in (a["general"], a["tasks"], a["integrable"])
    amount = None if a["compute"] == "?" else decimal.Decimal(a["compute"])
    met = both(None if amount is None else amount > CRITERION, {"?": None, "text": True}.get(a["outputs"], False))
    missed = met is False and not denied and (a["general"], a["tasks"]) != ("yes", "yes")
    if "criterion" in readings:
        for name in ("general", "tasks"):
            if met is not None and a[name] == "?":
                a[name] = "yes" if met else "no"
    early = a["pre_market"]
    placed = {"yes": True, "?": None}.get(a["market"], False)
    designated = yes(a["designated"])
    facts = {
        "ki_modell": True,
        "modell_erhebliche_allgemeinheit": yes(a["general"]),
        "modell_breites_spektrum_verschiedener_aufgaben_kompetent": yes(a["tasks"]),
        "modell_in_vielfalt_nachgelagerter_systeme_oder_anwendungen_integrierbar": yes(a["integrable"]),
        "modell_vor_inverkehrbringen": False if "before-market" in readings else yes(early),
        "modell_fuer_forschung_entwicklung_oder_prototyping_verwendet": yes(early),
        "trainings_flops": None if amount is None else str(int(amount)),
        "hohe_wirkmaechtigkeit_durch_geeignete_werkzeuge_und_methoden_bewertet": yes(a["high_impact"]),
        "bekannt_dass_hohe_wirkmaechtigkeit_erreicht_werden_wird": {"?": None, "none": False, "3e25": True}[a["expected"]],
        "kommission_hat_gleichwertige_faehigkeiten_oder_auswirkungen_festgestellt": designated,
        "kommissionsentscheidung_beruecksichtigt_anhang_xiii": designated,
        "wirksame_kommissionsausnahmeentscheidung_zum_51_1_a_weg":
            {"?": None, "accepted": True}.get(a["rebuttal"], False),
        "lizenz_erlaubt_zugang_nutzung_aenderung_verbreitung": {"?": None, "free": True}.get(a["licence"], False),
        "gewichte_oeffentlich": yes(a["weights"]),
        "architekturinformation_oeffentlich": yes(a["architecture"]),
        "nutzungsinformation_oeffentlich": {"?": None, "no": False}.get(a["usage"], True),
        "speziell_fuer_wissenschaftliche_forschung_entwickelt": yes(a["research"]),
        "ausschliesslich_wissenschaftliche_forschung_inbetriebnahme": yes(a["research"]),
        "forschung_test_oder_entwicklung": yes(early),
        "vor_inverkehrbringen_oder_inbetriebnahme": yes(early),
        "test_unter_realbedingungen": False,
        "betrachteter_bereich_ausserhalb_unionsrechts": False,
        "entwickelt_selbst": yes(a["develops"]), "laesst_entwickeln": None if a["develops"] == "?" else False,
        "eigener_name_oder_marke": yes(a["own_name"]),
        "gpai_modell_inverkehrbringen": placed, "gpai_modell_in_union_inverkehrgebracht": placed,
        "beabsichtigtes_inverkehrbringen_modell_in_union": placed,
        "system_inverkehrbringen": False, "system_inbetriebnahme": False,
        "anbieter_in_drittstaat_niedergelassen": {"?": None, "DE": False, "US": True}[a["established"]],
    }
    if "price" in readings:
        free = {"?": None, "none": True}.get(a["money"], False)
        licence = "lizenz_erlaubt_zugang_nutzung_aenderung_verbreitung"
        facts[licence] = both(facts[licence], free)
    if "thin" in readings and a["usage"] == "thin":
        facts["nutzungsinformation_oeffentlich"] = False
    if "released" in readings:  # a release, also a planned one, ends the time before the market
        facts["vor_inverkehrbringen_oder_inbetriebnahme"] = both(yes(early), None if placed is None else not placed)
    gpai = ask("AIA_003_063", facts)
    facts["anbieterrolle"] = ask("AIA_003_003", facts)
    judged = dict(facts, gpai_modell=gpai)
    early_only = early == "yes" and "before-market" not in readings
    if not denied and not early_only and gpai is not True and ("missed" if missed else "undenied") in readings:
        judged["gpai_modell"] = True
    if designated and denied and "decided" in readings:
        judged["gpai_modell"] = True
        judged["trainings_flops"] = "0"
    if "planned" in readings and a["expected"] == "3e25":
        judged["trainings_flops"] = str(int(decimal.Decimal("3e25")))
    facts["gpai_modell"] = gpai
    facts["gpai_modell_mit_systemischem_risiko"] = ask("AIA_051_SYSTEMRISIKOEINSTUFUNG", judged)
    frame = dict(facts)
    for name, contract in fields("AIA_002_MODELLRAHMEN_1_BIS_12").items():
        if contract["typ"] == "BOOLEAN" and name not in frame:
            frame[name] = False  # nobody here is a deployer, an importer, a representative or an affected person
    scope = ask("AIA_002_MODELLRAHMEN_1_BIS_12", frame)
    exempt = ask("AIA_053_002", facts)
    result = {
        "research_excluded": ask("AIA_002_006", facts), "gpai": gpai, "provider": facts["anbieterrolle"],
        "systemic_risk": facts["gpai_modell_mit_systemischem_risiko"], "open_source_exempt": exempt,
        "legacy": legacy(a["first"]),
    }
    chapter = functools.reduce(both, [scope, gpai, facts["anbieterrolle"]])
    for duty, rule in RULES.items():
        result[duty] = functools.reduce(both, [scope, gpai, ask(rule, facts)])
        bound = both(chapter, facts["anbieter_in_drittstaat_niedergelassen"]) if duty == "54" else chapter
        if duty in ("53-1-a", "53-1-b", "54") and "not-owed" in readings and exempt and bound is None:
            result[duty] = None
    if "accepted" in readings and a["rebuttal"] == "accepted":
        result["52-1"] = False
    return {name: {True: "yes", False: "no", None: "open"}[value] for name, value in result.items()}


def legacy(day):
    event = {} if day == "?" else {"inverkehrbringen": {"erfolgt": True, "datum": day}}
    found = euaiact.pruefe_bestandsfrist("GPAI_MODELL", DAY, ereignisse=event, quellenfassung=EDITION)
    return (found["wert"] or {}).get("bestand")


def drawn(count, seed):
    """Complete sets around a plain one, then random ones, from complete to two thirds unanswered."""
    plain = {name: values[0] for name, values in QUESTIONS.items()}
    plain.update(compute="5e24", high_impact="no", designated="no", research="no", pre_market="no", established="US",
                 first="2025-08-02")
    yield plain
    for name, other in itertools.combinations(QUESTIONS, 2):  # every pair of answers once
        for value, second in itertools.product(QUESTIONS[name] + ["?"], QUESTIONS[other] + ["?"]):
            if (value != plain[name]) and (second != plain[other]):
                yield {**plain, name: value, other: second}
    dice = random.Random(seed)
    for _ in range(count):
        gap = dice.choice([0, 0.1, 0.3, 0.65])
        yield {name: "?" if dice.random() < gap else dice.choice(values) for name, values in QUESTIONS.items()}


def consistent(answers):
    """A first day in the Union is only told where the model reached it."""
    gone = answers["market"] in ("not in the Union", "not commercial") or answers["pre_market"] == "yes"
    return {**answers, "first": "?"} if gone else answers


def differing(answers, ours):
    """Each difference with the smallest set of readings found that explains it; None where all of them do not."""
    known = {}

    def under(readings):
        if readings not in known:
            known[readings] = theirs(answers, readings)
        return known[readings]

    plain = under(frozenset())
    for item, verdict in ours.items():
        if plain[item] == verdict:
            continue
        needed = frozenset(READINGS)
        if under(needed)[item] != verdict:
            yield item, plain[item], None
            continue
        for name in READINGS:
            if under(needed - {name})[item] == verdict:
                needed -= {name}
        yield item, plain[item], needed


def smallest(gpai, answers, item, ours, other, needed):
    """Takes back one answer after the other while the same difference stays, for the same reason."""
    for name in QUESTIONS:
        fewer = {**answers, name: "?"}
        if answers[name] == "?" or gpai.verdicts(fewer)[item] != ours:
            continue
        if (item, other, needed) in list(differing(fewer, gpai.verdicts(fewer))):
            answers = fewer
    return ", ".join(f"{name} {value}" for name, value in answers.items() if value != "?")


def compare(gpai, count, seed):
    sets = {json.dumps(consistent(a)): consistent(a) for a in drawn(count, seed)}
    table = collections.defaultdict(collections.Counter)
    kinds, touched, first, unexplained = collections.Counter(), collections.defaultdict(set), {}, []
    for key, answers in sets.items():
        ours = gpai.verdicts(answers)
        found = list(differing(answers, ours))
        for item in ours:
            table[item]["same"] += 1
        for item, other, needed in found:
            mine = ours[item]
            table[item]["same"] -= 1
            table[item]["they wait" if other == "open" else "gpai waits" if mine == "open" else "contrary"] += 1
            if needed is None:
                unexplained.append((item, mine, other, answers))
                continue
            for name in needed:
                kinds[name] += 1
                touched[name].add(key)
                rank = (len(needed), "open" in (mine, other))  # the plainest example there is
                if name not in first or rank < first[name][0]:
                    first[name] = (rank, item, mine, other, answers, needed - {name})
    return len(sets), table, kinds, touched, first, unexplained


def dates(gpai):
    """What both compute: the days that decide, the last day of the notification, the ceiling of a fine."""
    plain = list(BACKGROUND) + ["role.develops=yes", "role.own_name=yes", "market.eu=yes", "market.commercial=yes",
                                "purpose.research_only=no", "model.outputs=text", "compute.update_flop=3e25",
                                "compute.cumulative_flop=3e25", "provider.established=DE"]
    for day in ("2025-08-01", "2025-08-02"):
        duties = gpai.check((*plain, "market.first_available=2025-06-02"), day)["duties"]
        start = euaiact.pruefe_anwendungsbeginn("KAPITEL_V", day, quellenfassung="EUAIACT_2024_08_01")["wert"]
        yield f"Chapter V applies on {day}", any(d["status"] == "applies" for d in duties), start
    found = gpai.check((*plain, "market.first_available=2025-06-02"))
    event = {"inverkehrbringen": {"erfolgt": True, "datum": "2025-06-02"}}
    other = euaiact.pruefe_bestandsfrist("GPAI_MODELL", DAY, ereignisse=event, quellenfassung=EDITION)["wert"]
    yield "legacy model: comply by", {d["due"] for d in found["duties"]}, {other["erfuellungsfrist"]}
    for day in ("2026-08-01", "2026-08-02"):
        start = euaiact.pruefe_anwendungsbeginn("ARTIKEL_101", day, quellenfassung=EDITION)["wert"]
        yield f"fines possible on {day}", found["exposure"]["finable_from"] <= day, start
    for euro in ("0", "499999999", "500000000", "500000000.01", "1234567890.12"):
        found = gpai.check((*plain, f"provider.turnover_eur={euro}"))["exposure"]["fine_ceiling_eur"]
        other = euaiact.berechne_regel("AIA_101_OBERGRENZE", {"weltweiter_vorjahresumsatz_eur": euro}, quellenfassung=EDITION)
        yield f"ceiling at EUR {euro}", decimal.Decimal(found), decimal.Decimal(other["wert"])
    calendar = {"von": "2026-01-01", "bis": "2027-12-31", "feiertage": [], "bezug": "weekends only"}
    for shift in range(28):
        day = (datetime.date(2026, 10, 1) + datetime.timedelta(shift)).isoformat()
        sets = (*plain, "market.first_available=2026-10-01", f"systemic.threshold_known_on={day}")
        due = next(d["due"] for d in gpai.check(sets)["duties"] if d["id"] == "52-1")
        other = euaiact.berechne_frist(day, 2, "WOCHE", modus="FRIST", kalender=calendar, quellenfassung=EDITION)["wert"]
        yield f"notify, known on {day}", due, other


# The Commission's compliance checker (ai-act-service-desk.ec.europa.eu, beta, as of 5 December 2025), read in the copy of its
# questions, routes and outcomes in the public repository adaneliuk/aithority-compliance-checker, commit 43009aa. Its outcomes
# for representatives are left out: gpai speaks to providers.
BASE = ["53-1-a", "53-1-b", "53-1-c", "53-1-d", "53-3"]
SYSTEMIC = ["55-1-a", "55-1-b", "55-1-c", "55-1-d"]


def checker():
    """(what was answered, as facts of gpai, the duties that the checker then names)."""
    common = ["market.eu=yes", "market.commercial=yes", "market.internal_only=no", "market.own_system_in_eu=no",
              "market.reaches_eu_through_integrator=no", "market.upstream_excluded_eu=no", "purpose.research_only=no",
              "purpose.pre_market_only=no", "openness.weights_public=yes", "openness.architecture_public=yes",
              "openness.usage_public=yes", "openness.monetisation=none", "openness.personal_data=none",
              "openness.usage_information=modalities,capabilities,limitations,technical_means",
              "openness.rights=access,use,modify,distribute", "compute.cumulative_flop=5e24"]
    general = ["model.general=yes", "model.wide_task_range=yes", "model.integrable=yes"]
    risks = {"none": ["systemic.high_impact=no"], "high-impact": ["systemic.high_impact=yes"],
             "designated": ["systemic.designated_on=2026-10-01", "systemic.high_impact=no"],
             "both": ["systemic.designated_on=2026-10-01", "systemic.high_impact=yes"]}
    makes = ["role.develops=yes", "role.own_name=yes", "role.modifies_other=no", "role.hosts_only=no"]
    changes = ["role.develops=no", "role.own_name=yes", "role.modifies_other=yes", "role.hosts_only=no"]
    roles = {"provider": makes, "significant modifier": [*changes, "modification.significant_change=yes"],
             "modifier without significant change": [*changes, "modification.significant_change=no"],
             "neither": ["role.develops=no", "role.own_name=no", "role.modifies_other=no", "role.hosts_only=yes"]}
    for country in ("DE", "US"):
        narrow = [*common, *makes, f"provider.established={country}", "model.general=no", "openness.restrictions=none"]
        yield f"not general-purpose, {country}", narrow, []
        for risk, role, source in itertools.product(risks, roles, (True, False)):
            facts = [*common, *general, *risks[risk], *roles[role], f"provider.established={country}",
                     f"openness.restrictions={'none' if source else 'non_commercial'}"]
            if "modifier" in role:
                facts += [f"modification.base_systemic={'no' if risk == 'none' else 'yes'}",
                          "modification.base_flop=4e24", "modification.base_estimable=yes"]
            named = []
            if role in ("provider", "significant modifier"):
                named = BASE + (["54"] if country == "US" else [])
                if risk != "none":
                    named = named + SYSTEMIC
                elif source:
                    named = ["53-1-c", "53-1-d", "53-3"]
            yield f"risk {risk}, {role}, {'open source' if source else 'not open source'}, {country}", facts, named


# Differences to the checker that are known: the duty, and why.
CHECKER_KNOWN = {"52-1": ("depth", "ai-act/52/1", "The checker does not name the notification to the Commission.")}


def against_checker(gpai):
    total, same, known, unexplained = 0, 0, collections.defaultdict(list), []
    for label, facts, named in checker():
        total += 1
        found = {d["id"]: d["status"] for d in gpai.check(tuple(facts))["duties"]}
        other = [d for d, status in found.items() if (status == "applies") != (d in named) or status == "open"]
        same += not other
        for duty in other:
            text = f"{label}: gpai says {found[duty]}"
            if duty in CHECKER_KNOWN and duty not in named and found[duty] == "applies":
                known[duty].append(text)
            else:
                unexplained.append(f"{duty}: {text}, the checker {'names it' if duty in named else 'does not name it'}")
    return total, same, known, unexplained


def rows(head, body):
    return [f"| {' | '.join(head)} |", "|" + "---|" * len(head), *(f"| {' | '.join(map(str, row))} |" for row in body)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gpai")
    parser.add_argument("--cases", type=int, default=1200, help="random answer sets beside the enumerated ones")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--markdown", help="write the tables here too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        gpai = Gpai(options.gpai, folder)
        count, table, kinds, touched, first, unexplained = compare(gpai, options.cases, options.seed)
        total = sum(sum(line.values()) for line in table.values())
        same = sum(line["same"] for line in table.values())
        out = [f"{count} answer sets, {total} verdicts, {same} the same ({100 * same / total:.1f} %), "
               f"{sum(line['contrary'] for line in table.values())} contrary; "
               f"euaiact {euaiact.__version__}, rules of {EDITION}, as of {DAY}, seed {options.seed}", ""]
        heads = ["same", "they wait", "gpai waits", "contrary"]
        out += rows(["verdict", *heads], [[item, *(line[h] for h in heads)] for item, line in table.items()]) + [""]
        body = []
        for name, (verdict, cites, text) in READINGS.items():
            example = "-"
            if name in first:
                _, item, mine, other, answers, rest = first[name]
                example = f"`{item}`: gpai {mine}, they {other}, with "
                example += smallest(gpai, answers, item, mine, other, rest | {name})
                example += f" (and by {', '.join(sorted(rest))})" if rest else ""
            body.append([name, text, verdict, cites, f"{kinds[name]} in {len(touched[name])}", example])
        out += rows(["reading", "what", "verdict", "provision", "verdicts in sets", "example"], body) + [""]
        both_dates = list(dates(gpai))
        wrong = [f"{what}: gpai {mine}, they {other}" for what, mine, other in both_dates if mine != other]
        out += [f"dates and amounts: {len(both_dates)} compared, {len(wrong)} differ", *wrong, ""]
        cases, alike, known, strange = against_checker(gpai)
        out += [f"the Commission's checker: {cases} cases, {alike} with the same duties"]
        for duty, texts in known.items():
            verdict, cites, why = CHECKER_KNOWN[duty]
            out.append(f"{duty}: {len(texts)} cases, {verdict} ({cites}). {why} For example {texts[0]}")
        out += strange
        out += [f"UNEXPLAINED {item}: gpai {mine}, they {other}, with {smallest(gpai, answers, item, mine, other, None)}"
                for item, mine, other, answers in unexplained[:20]]
        out.append(f"{len(unexplained) + len(strange) + len(wrong)} differences without an explanation")
    print("\n".join(out))
    if options.markdown:
        with open(options.markdown, "w", encoding="utf-8") as file:
            file.write("\n".join(out) + "\n")
    return 1 if unexplained or strange or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
