// Where the page gets its data: the law from the page itself or `./law.json`, and in served mode the model folder from the
// program on this machine. Nothing else is ever asked for.

/** The law as data (`gpai-law-data/1`). */
export async function loadData() {
  const inline = document.getElementById("law-data");
  if (inline) return JSON.parse(inline.textContent);
  const answer = await fetch("./law.json");
  if (!answer.ok) throw new Error(`law.json: ${answer.status}`);
  return answer.json();
}

/** Whether the page is served by the program on this machine. */
export const isServed = () => document.documentElement.dataset.mode === "serve";

/** The folder the program was started in, or null where there is none. */
export async function loadFolder() {
  if (!isServed()) return null;
  const answer = await fetch("./api/folder", { headers: { accept: "application/json" } });
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(await reason(answer));
  return answer.json();
}

/** Writes answers into `gpai.toml` of the folder; gives the folder as it is then. */
export async function saveAnswers(set, csrf) {
  const answer = await fetch("./api/answers", {
    method: "POST",
    headers: { "content-type": "application/json", "x-gpai": csrf },
    body: JSON.stringify({ set }),
  });
  if (!answer.ok) throw new Error(await reason(answer));
  return answer.json();
}

async function reason(answer) {
  try {
    return (await answer.json()).error ?? String(answer.status);
  } catch {
    return String(answer.status);
  }
}
