// Where the page gets its data: the law from the page itself or `./law.json`, and in served mode the model folder from the
// program on this machine. Nothing else is ever asked for.

/** The law as data (`gpai-law-data/1`), plain or packed by gzip (in the page: then as base64). */
export async function loadData() {
  const inline = document.getElementById("law-data")?.textContent.trim();
  if (inline?.startsWith("{")) return JSON.parse(inline);
  if (inline) return unpacked(Uint8Array.from(atob(inline), (c) => c.charCodeAt(0)));
  const answer = await fetch("./law.json");
  if (!answer.ok) throw new Error(`law.json: ${answer.status}`);
  return unpacked(new Uint8Array(await answer.arrayBuffer()));
}

async function unpacked(bytes) {
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const stream = new Blob([bytes]).stream();
  return new Response(packed ? stream.pipeThrough(new DecompressionStream("gzip")) : stream).json();
}

/**
 * The key of this run of `gpai serve`, from the address it printed (`#key=…`): kept for this tab, and taken out of the address
 * at once, so that neither a copied address nor the browser's history holds it.
 */
const key = (() => {
  if (typeof location === "undefined" || typeof addEventListener === "undefined") return "";
  // The address of a later run, opened in the same tab.
  addEventListener("hashchange", () => /^#key=/.test(location.hash) && location.reload());
  const found = location.hash.match(/^#key=([0-9a-f]{32})(?:&|$)/);
  try {
    if (found) sessionStorage.setItem("gpai-key", found[1]);
    return found?.[1] ?? sessionStorage.getItem("gpai-key") ?? "";
  } catch {
    return found?.[1] ?? "";
  } finally {
    if (found) history.replaceState(history.state, "", `${location.pathname}${location.search}${location.hash.replace(/^#key=[0-9a-f]{32}&?/, "#").replace(/^#$/, "")}`);
  }
})();

/** Whether the page is served by the program on this machine. */
export const isServed = () => document.documentElement.dataset.mode === "serve";

/** The folder the program was started in, or null where there is none. */
export async function loadFolder() {
  if (!isServed()) return null;
  const answer = await fetch("./api/folder", { headers: { "x-gpai": key } });
  return answer.status === 404 ? null : read(answer);
}

/**
 * Writes answers into `gpai.toml` of the folder; gives the folder as it is then. Where somebody else changed one of them since
 * `folder` was read, nothing is written, and the folder comes back with `changed`.
 */
export async function saveAnswers(set, folder) {
  const headers = { "content-type": "application/json", "x-gpai": key };
  const answer = await fetch("./api/answers", { method: "POST", headers, body: JSON.stringify({ set, seen: folder.answers ?? {} }) });
  return answer.status === 409 ? { ...(await loadFolder()), changed: true } : read(answer);
}

/** The body of an answer; what the program says is wrong becomes the error. */
async function read(answer) {
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(body.error ?? String(answer.status));
  return body;
}
