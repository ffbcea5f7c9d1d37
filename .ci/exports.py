"""Writes every export of the examples and holds each against the public validators; prints a table. See `.ci/exports`.

usage: exports.py GPAI FOLDER.  SPDX_FILES names a folder with schema.json, spdx-context.jsonld and spdx-model.ttl of SPDX 3.0.1
(https://spdx.org/rdf/3.0.1); where it is not set they are fetched from there, and where that fails SPDX is said to be left out."""
import hashlib
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import urllib.request
from collections import Counter

GPAI, WORK = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
ROOT = pathlib.Path(__file__).resolve().parent.parent
OUT = WORK / "out"
DAY = "2026-12-01"
READERS = ["public", "dp", "nca", "aio", "own"]
EXAMPLES = ["aurelia-4", "birke-7b", "smollm3-3b"]
OURS = ["gpai.toml", "documents", "exports.toml"]  # no part of the model in a manifest
results = Counter()
failed, left_out = [], []


def gpai(*args, ends=(0,)):
    run = subprocess.run([GPAI, *map(str, args)], cwd=ROOT, capture_output=True, text=True)
    if run.returncode not in ends:
        sys.exit(f"gpai {' '.join(map(str, args))}: {run.stderr}")
    return run.stdout


def result(export, validator, name, wrong):
    results[export, validator, "rejected" if wrong else "accepted"] += 1
    if wrong:
        failed.append(f"{validator} rejects {name}: {str(wrong)[:500]}")


def sample_folder():
    """A model with a data set of which enough is known for Croissant, a licence text, and everything that a profile asks for."""
    folder = WORK / "sample"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "README.md").write_text("---\nlicense: apache-2.0\n---\n\n# Sample\n\nA 7B parameter language model.\n")
    (folder / "config.json").write_text('{"architectures": ["LlamaForCausalLM"], "model_type": "llama"}')
    (folder / "gpai.toml").write_text(
        '[model]\nname = "Sample"\nversion = "1.0.0"\n[provider]\nname = "Sample GmbH"\n[openness]\nweights_public = true\n'
        "[market]\nfirst_available = 2026-03-01\n"
    )
    (folder / "exports.toml").write_text(
        '[[dataset]]\nname = "Sample Web"\nurl = "https://sample.example/web"\nlicence = "CC-BY-4.0"\ndescription = "Web pages."\n'
        'version = "1.0.0"\npublished = 2026-01-01\nbuilt = 2025-12-01\nmodalities = ["text"]\nrole = "training"\nbytes = 5000\n'
        f'collected = {{ from = 2025-01-01, to = 2025-11-30 }}\nfile = [{{ url = "https://sample.example/0.jsonl", sha256 = "{"7" * 64}", '
        'format = "application/jsonlines", bytes = 5000 }]\n'
    )
    return folder


def write_all():
    shutil.rmtree(OUT, ignore_errors=True)
    folders = [ROOT / "examples" / e for e in EXAMPLES] + [sample_folder()]
    for folder in folders:
        for reader in READERS:
            to = OUT / folder.name / reader
            for kind, end in [("cyclonedx", "cdx.json"), ("spdx", "spdx.json")]:
                gpai("export", kind, folder, "--audience", reader, "--on", DAY, "-o", to / f"x.{end}")
            gpai("export", "bundle", folder, "--audience", reader, "--on", DAY, "-o", to / "bundle")
        gpai("export", "oscal", folder, "--on", DAY, "-o", OUT / folder.name / "oscal")
        gpai("export", "croissant", folder, "--on", DAY, "-o", OUT / folder.name / "croissant")
    return folders


def cyclonedx():
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    files = sorted(OUT.rglob("*.cdx.json"))
    for file in files:
        wrong = JsonStrictValidator(SchemaVersion.V1_7).validate_str(file.read_text(encoding="utf-8"))
        result("CycloneDX 1.7", "cyclonedx-python-lib, strict", file, wrong)
    if not (WORK / "node_modules/@cyclonedx/cyclonedx-library").is_dir() or not shutil.which("node"):
        left_out.append("CycloneDX by @cyclonedx/cyclonedx-library: node or the package is missing")
        return
    script = WORK / "cyclonedx.mjs"
    script.write_text(
        "import { readFileSync } from 'node:fs'\nimport * as CDX from '@cyclonedx/cyclonedx-library'\n"
        "for (const file of process.argv.slice(2)) {\n"
        "  const validator = new CDX.Validation.JsonStrictValidator(CDX.Spec.Version.v1dot7)\n"
        "  const wrong = await validator.validate(readFileSync(file, 'utf8'))\n"
        "  console.log(JSON.stringify([file, wrong]))\n}\n"
    )
    run = subprocess.run(["node", script, *files], cwd=WORK, capture_output=True, text=True)
    if run.returncode:
        sys.exit(f"node: {run.stderr}")
    for line in run.stdout.splitlines():
        result("CycloneDX 1.7", "@cyclonedx/cyclonedx-library, strict", *json.loads(line))


def spdx_files():
    given = os.environ.get("SPDX_FILES")
    if given:
        return pathlib.Path(given)
    folder = WORK / "spdx"
    folder.mkdir(exist_ok=True)
    for name in ["schema.json", "spdx-context.jsonld", "spdx-model.ttl"]:
        address = "https://spdx.org/schema/3.0.1/spdx-json-schema.json" if name == "schema.json" else f"https://spdx.org/rdf/3.0.1/{name}"
        if not (folder / name).exists():
            with urllib.request.urlopen(address, timeout=20) as answer:
                (folder / name).write_bytes(answer.read())
    return folder


def spdx():
    import rdflib
    import spdx3_validate.core as core

    try:
        folder = spdx_files()
    except OSError as error:
        left_out.append(f"SPDX by spdx3-validate: its schema cannot be fetched ({error}); SPDX_FILES can name a folder with it")
        return
    version = next(v for v in core.SPDX_VERSIONS if v.pretty == "3.0.1")
    context = json.loads((folder / "spdx-context.jsonld").read_text())["@context"]
    schema = json.loads((folder / "schema.json").read_text())
    shacl = rdflib.Graph()
    shacl.parse(folder / "spdx-model.ttl")

    def load(source):
        data = json.loads(pathlib.Path(source).read_text(encoding="utf-8"))
        graph = rdflib.Graph()
        graph.parse(data=json.dumps({**data, "@context": context}), format="json-ld")
        return core.Document(source, data, graph, version)

    core.Document.load = staticmethod(load)
    core.load_validation_data = lambda _: (schema, shacl)
    seen = set()
    for file in sorted(OUT.rglob("*.spdx.json")):
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        if digest not in seen:  # what stands in a bundle is the same file again
            seen.add(digest)
            found = core.validate(str(file))
            result("SPDX 3.0.1", "spdx3-validate, JSON Schema and SHACL", file, None if found else found.errors)


def oscal():
    import trestle.oscal.assessment_results as results_model
    import trestle.oscal.catalog as catalog_model
    import trestle.oscal.component as component_model

    os.chdir(WORK)  # the package `oscal` unpacks its metaschemas into the folder one stands in
    import oscal as metaschema

    models = {
        "catalog": (catalog_model.Catalog, metaschema.Catalog),
        "component-definition": (component_model.ComponentDefinition, metaschema.ComponentDefinition),
        "assessment-results": (results_model.AssessmentResults, metaschema.AssessmentResults),
    }
    for folder in sorted(OUT.glob("*/oscal")):
        for file in sorted(folder.glob("*.json")):
            trestle, meta = models[next(iter(json.loads(file.read_text())))]
            try:
                trestle.oscal_read(file)
                wrong = None
            except Exception as error:  # whatever it raises is a rejection
                wrong = error
            result("OSCAL 1.2.1", "compliance-trestle", file, wrong)
            document = meta.load(str(file))
            valid = document.validate()
            result("OSCAL 1.2.1", "oscal (metaschema)", file, None if valid else document.validation_errors[:3])


def croissant():
    import mlcroissant

    for file in sorted(OUT.glob("*/croissant/*.json")):
        try:
            loaded = mlcroissant.Dataset(jsonld=str(file))
            wrong = list(loaded.metadata.ctx.issues.errors)
        except Exception as error:  # whatever it raises is a rejection
            wrong = error
        result("Croissant 1.1", "mlcroissant", file, wrong)
    if not any(OUT.glob("*/croissant/*.json")):
        failed.append("no Croissant file was written")


EVENTS = """{"format":"gpai-register-history/1","register":"exports"}
{"on":"2026-05-18","do":"event.report-sent","version":"1.0"}
{"on":"2026-05-18","do":"event.most-capable","value":true}
{"on":"2026-09-04T15:00:00+02:00","do":"incident.add","id":"INC-1","occurred":"2026-09-04","classes":["cybersecurity"],"aware_model":"2026-09-04T15:00:00+02:00"}
{"on":"2026-11-02","do":"request.add","id":"REQ-1","from":"ai-office","until":"2027-01-29"}
{"on":"2026-11-20","do":"complaint.add","id":"CMP-1","channel":"form"}
"""


def ics():
    """The calendar of deadlines, read by two libraries: both see the same events, on the day that `gpai deadlines` names."""
    import icalendar
    import vobject

    events = WORK / "events.jsonl"
    events.write_text(EVENTS)
    more = ["--events", events, "--on", DAY, "--all", "--fail-on", "never"]
    for name in EXAMPLES[:2]:
        for lang in ["en", "zh"]:
            text = gpai("deadlines", f"examples/{name}", *more, "--lang", lang, "--format", "ics", "--with-retention", "--alarm", "7d,1d")
            rows = json.loads(gpai("deadlines", f"examples/{name}", *more, "--format", "json"))["deadlines"]
            days = {r["id"]: r["target"] or r.get("from") for r in rows}
            wrong = []
            if any(len(line.encode()) > 75 for line in text.splitlines()):
                wrong.append("a line is longer than 75 octets")
            read = {}
            for event in icalendar.Calendar.from_ical(text).walk("VEVENT"):
                read[str(event["UID"])] = (str(event.decoded("DTSTART")), str(event["SUMMARY"]), str(event.get("DESCRIPTION", "")))
            result("ics", "icalendar", f"{name} {lang}", "" if read else "no events")
            again = {}
            for event in vobject.readOne(text).vevent_list:
                again[event.uid.value] = (str(event.dtstart.value), event.summary.value, event.description.value)
            result("ics", "vobject", f"{name} {lang}", "" if again == read else f"{again} is not {read}")
            for id, day in days.items():
                found = [r for r in read.values() if id in r[2].split()]
                if day and found and found[0][0] != day:
                    wrong.append(f"{id} stands on {found[0][0]}, not on {day}")
            if not any(id in " ".join(r[2] for r in read.values()) for id in days):
                wrong.append("no event names its deadline")
            result("ics", "days and folding", f"{name} {lang}", "; ".join(wrong))


def tree(folder, rng):
    """A folder with names that sort differently as texts and as paths."""
    parts = ["a", "a-b", "a.b", "a b", "A", "Z", "ä", "ß", "模", "1", "10", "2", ".x", "_", "model", "README.md", "~"]
    for _ in range(rng.randint(1, 12)):
        path = folder.joinpath(*rng.sample(parts, rng.randint(1, 3)))
        if not path.exists() and not any(p.is_file() for p in path.parents if folder in p.parents):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(rng.randbytes(rng.choice([0, 1, 100, 5000])))


def signing(folders):
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    home = WORK / "signing"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    key = ec.generate_private_key(ec.SECP256R1())
    private, public = home / "private.pem", home / "public.pem"
    plain = serialization.NoEncryption()
    private.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    public.write_bytes(key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo))
    import model_signing

    def sign(folder, signature):
        ignored = [folder / name for name in OURS]
        config = model_signing.hashing.Config().set_ignored_paths(paths=ignored, ignore_git_paths=True)
        model_signing.signing.Config().use_elliptic_key_signer(private_key=private).set_hashing_config(config).sign(folder, signature)

    def statement(signature):
        import base64

        return json.loads(base64.b64decode(json.loads(signature.read_text())["dsseEnvelope"]["payload"]))

    rng = random.Random(17)
    trees = []
    for i in range(100):
        folder = home / f"tree-{i}"
        folder.mkdir()
        (folder / "always").write_text(str(i))
        tree(folder, rng)
        trees.append(folder)
    for i, folder in enumerate([*folders, *trees]):
        signature, bundle = home / f"{i}.sig", home / f"bundle-{i}"
        sign(folder, signature)
        # It is read, verified by the key and held against the files; it would be refused if anything differed.
        gpai("export", "bundle", folder, "--audience", "own", "--on", DAY, "--signature", signature, "--public-key", public, "-o", bundle)
        ours, theirs = json.loads((bundle / "manifest.statement.json").read_text()), statement(signature)
        same = ours["subject"] == theirs["subject"] and ours["predicate"]["resources"] == theirs["predicate"]["resources"]
        result("Bundle", "model_signing sign: same root and files", folder, None if same else "another statement")
        run = subprocess.run(
            [sys.executable, "-m", "model_signing", "verify", "key", folder, "--public_key", public, "--signature", bundle / "model.sig"],
            capture_output=True, text=True,
        ) if i < len(folders) + 5 else None
        if run:
            result("Bundle", "model_signing verify key, from the bundle", folder, run.stderr if run.returncode else None)
    # The bundle itself, signed by their tool as any folder, and its documents read back.
    bundle = OUT / "aurelia-4" / "aio" / "bundle"
    signature = home / "whole.sig"
    model_signing.signing.Config().use_elliptic_key_signer(private_key=private).sign(bundle, signature)
    run = subprocess.run(
        [sys.executable, "-m", "model_signing", "verify", "key", bundle, "--public_key", public, "--signature", signature],
        capture_output=True, text=True,
    )
    result("Bundle", "model_signing, the bundle itself", bundle, run.stderr if run.returncode else None)
    def errors(document):
        report = json.loads(gpai("doc", "lint", document, "--format", "json", ends=(0, 1)))
        return {(f["code"], f.get("field")) for f in report["findings"] if f["severity"] == "error"}

    for document in sorted((bundle / "documents").glob("*.json")):
        before = errors(ROOT / "examples" / "aurelia-4" / "documents" / f"{document.stem}.toml")
        result("Bundle", "gpai doc lint, documents read back", document, errors(document) - before)


def main():
    folders = write_all()
    for step in [cyclonedx, spdx, oscal, croissant, ics]:
        step()
    signing(folders)
    print(f"{'export':14} {'validator':44} {'accepted':>8} {'rejected':>8}")
    for export, validator in sorted({(e, v) for e, v, _ in results}):
        counts = [results[export, validator, word] for word in ("accepted", "rejected")]
        print(f"{export:14} {validator:44} {counts[0]:8} {counts[1]:8}")
    for line in left_out:
        print(f"NOT checked: {line}")
    for line in failed:
        print(f"FAILED: {line}")
    sys.exit(1 if failed else 0)


main()
