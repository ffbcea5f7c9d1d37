"""Writes what our own programs are made of as CycloneDX 1.7, from `cargo metadata` and Cargo.lock. Same tree, same bytes.

usage: cargo metadata --format-version 1 --locked --filter-platform TARGET | sbom.py FILE...   (the programs, for their digests)

What is compiled in is required; what only runs while building is named with the scope `excluded`; tests are left out. The time is
that of SOURCE_DATE_EPOCH; without it none is named."""
import datetime
import hashlib
import json
import os
import pathlib
import sys
import tomllib
import uuid

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://github.com/gpai-tools/gpai/ns/sbom")


def reachable(roots, nodes):
    """Ids of what is compiled in, and of what is needed besides while building."""
    seen = {"normal": set(), "build": set()}

    def walk(start, kind):
        todo = [(root, kind) for root in start]
        while todo:
            at, kind = todo.pop()
            if at in seen["normal"] or at in seen[kind]:
                continue
            seen[kind].add(at)
            for dep in nodes[at]["deps"]:
                kinds = {k["kind"] or "normal" for k in dep["dep_kinds"]}
                if "normal" in kinds:
                    todo.append((dep["pkg"], kind))
                elif "build" in kinds:
                    todo.append((dep["pkg"], "build"))

    walk(roots, "normal")
    # A package that was first met while building and is compiled in, too, is compiled in.
    return seen["normal"], seen["build"] - seen["normal"]


def licences(package):
    text = package.get("license")
    return [{"expression": text.replace("/", " OR ")}] if text else []


def main():
    metadata = json.load(sys.stdin)
    lock = tomllib.loads((pathlib.Path(metadata["workspace_root"]) / "Cargo.lock").read_text())
    checksums = {(p["name"], p["version"]): p.get("checksum") for p in lock["package"]}
    packages = {p["id"]: p for p in metadata["packages"]}
    nodes = {n["id"]: n for n in metadata["resolve"]["nodes"]}
    files = {pathlib.Path(f).name: pathlib.Path(f) for f in sys.argv[1:]}
    programs = [i for i in metadata["workspace_members"] if packages[i]["name"] in files]
    if not programs:
        sys.exit("sbom.py: name the programs")
    required, building = reachable(programs, nodes)

    def ref(i):
        return f"pkg:cargo/{packages[i]['name']}@{packages[i]['version']}"

    def component(i):
        package, own = packages[i], i in metadata["workspace_members"]
        out = {"type": "application" if i in programs else "library", "bom-ref": ref(i), "name": package["name"]}
        out["version"] = package["version"]
        if package.get("description"):
            out["description"] = " ".join(package["description"].split())
        out["scope"] = "required" if i in required else "excluded"
        digest = checksums.get((package["name"], package["version"]))
        if i in programs:
            digest = hashlib.sha256(files[package["name"]].read_bytes()).hexdigest()
        if digest:
            out["hashes"] = [{"alg": "SHA-256", "content": digest}]
        if licences(package):
            out["licenses"] = licences(package)
        if not own:
            out["purl"] = ref(i)
        if package.get("repository"):
            out["externalReferences"] = [{"type": "vcs", "url": package["repository"]}]
        return out

    members = sorted(required | building, key=ref)
    main_program = next(i for i in programs if packages[i]["name"] == "gpai") if "gpai" in files else programs[0]
    whole = component(main_program)
    whole.pop("scope")
    whole["bom-ref"] = "gpai"
    document = {
        "$schema": "http://cyclonedx.org/schema/bom-1.7.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.7",
        "version": 1,
        "metadata": {"lifecycles": [{"phase": "build"}], "component": whole},
        "components": [component(i) for i in members],
        "dependencies": [{"ref": "gpai", "dependsOn": sorted(ref(i) for i in programs)}]
        + [
            {
                "ref": ref(i),
                "dependsOn": sorted(
                    {
                        ref(d["pkg"])
                        for d in nodes[i]["deps"]
                        if d["pkg"] in required | building and any(k["kind"] != "dev" for k in d["dep_kinds"])
                    }
                ),
            }
            for i in members
        ],
    }
    if "SOURCE_DATE_EPOCH" in os.environ:
        at = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc)
        document["metadata"]["timestamp"] = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    digest = hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()
    document["serialNumber"] = f"urn:uuid:{uuid.uuid5(NAMESPACE, digest)}"
    json.dump(document, sys.stdout, indent=1, ensure_ascii=False)
    sys.stdout.write("\n")


main()
