// The queue without waiting: the next items are here before they are wanted, decisions are sent behind the reviewer's back.
import { listen } from "./keys.js";
import { light, more, selectable } from "./light.js";
import { selected } from "./select.js";

const place = document.getElementById("item");
const told = document.getElementById("told");
const words = JSON.parse(place.dataset.words);
const csrf = place.dataset.csrf;
const filter = place.dataset.filter;
const AHEAD = 2;

let since = performance.now();
let ahead = [];        // items that are next, as {key, html}
let fetching = null;
const seen = [];       // keys in the order in which they were shown
let at = -1;           // where in `seen` the reviewer is
const done = [];       // what can be undone: {kind, item, decision}
const decided = new Set();
let sending = Promise.resolve();

// While something is on its way, `data-busy` says so.
let busy = 0;
async function track(work) {
  busy += 1;
  place.dataset.busy = "true";
  try { return await work; } finally { busy -= 1; if (!busy) place.dataset.busy = "false"; }
}

const item = () => place.querySelector(".item");
const key = () => item()?.dataset.key;

function say(text, bad = false) {
  told.textContent = text;
  told.classList.toggle("bad", bad);
}

function show(html, record = true) {
  place.innerHTML = html;
  since = performance.now();
  for (const button of place.querySelectorAll("[data-go=help]")) button.hidden = false;
  if (record && key()) { seen.splice(at + 1); seen.push(key()); at = seen.length - 1; }
  const address = new URL(location.href);
  address.search = filter;
  if (key()) address.searchParams.set("item", key());
  history.replaceState(null, "", address);
  reveal();
  prefetch();
}

function reveal() {
  // On wide screens the article scrolls by itself, so that the evidence and the buttons are both in sight.
  place.querySelector("#text mark.e")?.scrollIntoView({ block: "center" });
  scrollTo({ top: Math.min(scrollY, place.offsetTop) });
}

async function prefetch() {
  if (fetching || ahead.length >= AHEAD) return fetching;
  const last = ahead.at(-1)?.key ?? key() ?? "";
  const have = [key(), ...ahead.map((each) => each.key), ...decided].filter(Boolean).slice(-60);
  const address = `/queue/next?${filter}${filter ? "&" : ""}after=${encodeURIComponent(last)}&have=${encodeURIComponent(have.join(","))}&number=${AHEAD - ahead.length}`;
  fetching = track(fetch(address, { headers: { Accept: "application/json" } })
    .then((answer) => (answer.ok ? answer.json() : { items: [] }))
    .then((found) => {
      const known = new Set([key(), ...ahead.map((each) => each.key), ...decided]);
      ahead.push(...found.items.filter((each) => !known.has(each.key)));
    })
    .catch(() => {})
    .finally(() => { fetching = null; }));
  return fetching;
}

async function next() {
  while (at + 1 < seen.length) if (!decided.has(seen[++at])) return visit(seen[at]);
  if (!ahead.length) await prefetch();
  const following = ahead.shift();
  if (following) { show(following.html); return; }
  if (decided.has(key())) { say(words.end); setTimeout(() => location.assign(`/?${filter}`), 600); return; }
  say(words.end);
}

async function visit(wanted) {
  const answer = await fetch(`/queue/item/${encodeURIComponent(wanted)}?${filter}`);
  if (answer.ok) show(await answer.text(), false);
  else say((await problem(answer)), true);
}

async function previous() {
  if (at <= 0) return say(words.start);
  const current = key();
  if (current && !decided.has(current) && at === seen.length - 1) {
    const html = await fetch(`/queue/item/${encodeURIComponent(current)}?${filter}`).then((answer) => answer.text());
    ahead.unshift({ key: current, html });
    seen.pop();
  }
  at = Math.min(at - 1, seen.length - 1);
  await visit(seen[at]);
}

async function problem(answer) {
  try { return (await answer.json()).detail; } catch { return words.offline; }
}

function send(form) {
  return fetch(form.action, {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRF-Token": csrf, "Content-Type": "application/x-www-form-urlencoded" },
    body: form.body,
  });
}

// A decision shows at once: the next item comes while it is being sent. Decisions are sent one after another.
async function decide(action, form) {
  if (!form) return;
  const body = new URLSearchParams(new FormData(form));
  body.set("action", action);
  body.set("seconds", ((performance.now() - since) / 1000).toFixed(1));
  const own = key();
  const stays = action === "edit" || action === "comment";
  if (stays) {
    const answer = await queued(() => send({ action: "/decide", body })).catch(() => null);
    if (await settled(answer, own, action)) { await visit(own); say(words[action] + " · " + words.undoes); }
    return;
  }
  const { deal, other } = item().dataset;
  decided.add(own);
  item().classList.add("leaving");
  say(words[action] + " · " + words.undoes);
  const sent = queued(() => {
    if (versions.has(deal)) body.set("version", versions.get(deal));
    if (versions.has(other)) body.set("other_version", versions.get(other));
    return send({ action: "/decide", body });
  });
  const shown = next();
  const answer = await sent.catch(() => null);
  await shown;
  await settled(answer, own, action);
}

const versions = new Map();
function queued(work) {
  sending = sending.then(work, work);
  return sending;
}

async function settled(answer, own, action) {
  if (answer?.ok) {
    const result = await answer.json();
    done.push({ kind: action, item: own, decision: result.decision });
    for (const [deal, version] of Object.entries(result.versions ?? {})) {
      versions.set(deal, version);
      if (item()?.dataset.deal === deal) for (const field of place.querySelectorAll("input[name=version]")) field.value = version;
      if (item()?.dataset.other === deal) for (const field of place.querySelectorAll("input[name=other_version]")) field.value = version;
    }
    if (result.total !== undefined) document.getElementById("total").textContent = result.total;
    return true;
  }
  decided.delete(own);
  if (answer?.status === 409) {
    const conflict = await answer.json();
    versions.delete(item()?.dataset.deal);
    await visit(own);
    item()?.insertAdjacentHTML("afterbegin", conflict.html);
    say("", true);
  } else {
    if (key() !== own) await visit(own); else item()?.classList.remove("leaving");
    say(answer ? await problem(answer) : words.offline, true);
  }
  return false;
}

async function undo() {
  await sending.catch(() => {});
  const last = done.pop();
  const body = new URLSearchParams({ filter });
  if (last?.kind === "skip") body.set("skipped", last.item);
  else if (last?.decision) body.set("decision", last.decision);
  const answer = await send({ action: "/undo", body }).catch(() => null);
  if (!answer?.ok) { if (last) done.push(last); return say(answer ? await problem(answer) : words.offline, true); }
  const result = await answer.json();
  const back = last?.item ?? result.item;
  decided.delete(back);
  versions.clear();
  if (key() && back !== key()) {
    // What was before the reviewer comes again afterwards, read anew.
    ahead = [];
  }
  if (back) {
    await visit(back);
    at = seen.lastIndexOf(back);
    if (at < 0) at = seen.push(back) - 1;
  }
  say(words.undo);
}

function edit() {
  const row = document.activeElement?.closest?.(".row") ?? place.querySelector(".row .edit[open]")?.closest(".row");
  const own = row?.dataset.name === "parties" ? place.querySelector(".edit.parties") : row?.querySelector(".edit");
  const details = own ?? place.querySelector(".fields .edit[data-name=amount]") ?? place.querySelector(".fields .edit");
  if (!details) return;
  const holder = details.closest("details.add");
  if (holder) holder.open = true;
  details.open = true;
  const field = details.querySelector("input:not([type=hidden]), select:not([name=bound])");
  field?.focus();
  field?.select?.();
}

// Selected words become the value of the field that was edited last.
let field = null;
place.addEventListener("focusin", (event) => {
  if (event.target.matches(".edit input[name=value], .edit input[name=party]")) field = event.target;
});

async function take() {
  const range = selected();
  if (!range) return;
  if (!field?.isConnected || !field.closest("details[open]")) return say(words.select);
  const form = field.closest("form");
  const body = new URLSearchParams({ ...range, uid: item().dataset.uid, field: form.elements.field.value });
  const answer = await send({ action: "/value", body }).catch(() => null);
  if (!answer?.ok) return;
  const value = await answer.json();
  const note = form.querySelector(".selected");
  note.hidden = false;
  note.textContent = value.problem ? `${words.none}: ${value.quote}` : `${words.from}: ${value.quote} [${value.start}–${value.end}]`;
  if (value.problem) return;
  field.value = value.text;
  if (value.bound && form.elements.bound) form.elements.bound.value = value.bound;
  for (const name of ["start", "end", "quote"]) if (form.elements[name]) form.elements[name].value = value[name];
  field.focus();
}

place.addEventListener("pointerup", () => setTimeout(tracked(take), 0));
document.addEventListener("keyup", (event) => { if (event.shiftKey && event.key.startsWith("Arrow")) track(take()); });

place.addEventListener("submit", (event) => {
  const form = event.target;
  const action = event.submitter?.value || form.querySelector("input[name=action]")?.value;
  if (form.matches(".undo")) { event.preventDefault(); track(undo()); }
  else if (form.getAttribute("action") === "/decide") { event.preventDefault(); track(decide(action, form)); }
});
place.addEventListener("click", (event) => {
  const go = event.target.closest("[data-go]")?.dataset.go;
  if (!go) return;
  event.preventDefault();
  track(({ next, previous, help })[go]());
});

const tracked = (work) => (...given) => track(work(...given));

function help() { document.getElementById("help").showModal(); }
const form = () => place.querySelector("form.decide");
const has = (value) => form()?.querySelector(`button[value=${value}]`);
function act(...names) {
  const name = names.find(has);
  if (name) track(decide(name, form()));
}

listen({
  a: () => act("accept", "merge"),
  r: () => act("reject", "distinct"),
  m: () => (has("merge") ? act("merge") : item()?.dataset.merge && location.assign(item().dataset.merge)),
  p: () => item()?.dataset.split && location.assign(item().dataset.split),
  s: () => act("skip"),
  u: tracked(undo),
  e: edit,
  j: tracked(next),
  k: tracked(previous),
  c: () => { const comment = form()?.querySelector(".comment"); comment?.classList.add("open"); comment?.querySelector("input").focus(); },
  "?": help,
  Enter: (event) => (event.target.matches(".row") ? edit() : event.target.click?.()),
});
place.addEventListener("keydown", (event) => {
  // Enter in the comment alone keeps it as a comment.
  if (event.key === "Enter" && event.target.matches(".comment input")) { event.preventDefault(); if (event.target.value.trim()) track(decide("comment", form())); }
});

light(place);
more(place);
selectable(place);
for (const button of place.querySelectorAll("[data-go=help]")) button.hidden = false;
if (key()) { seen.push(key()); at = 0; reveal(); prefetch(); }
