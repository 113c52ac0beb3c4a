// Hovering or focusing a field lights up its evidence, and the other way round. Works for all that is ever put into `root`.
export function light(root) {
  const show = (from) => {
    clear();
    const mark = from.closest?.("mark.e");
    const row = from.closest?.(".row[data-marks]");
    const numbers = (mark?.dataset.rows ?? row?.dataset.marks ?? "").split(" ").filter(Boolean);
    if (!numbers.length) return;
    const wanted = new Set(numbers);
    for (const each of root.querySelectorAll("mark.e")) {
      if (each.dataset.rows.split(" ").some((number) => wanted.has(number))) each.classList.add("lit");
    }
    for (const each of root.querySelectorAll(".row[data-marks]")) {
      if (each.dataset.marks.split(" ").some((number) => number && wanted.has(number))) each.classList.add("lit");
    }
    if (row && from.matches?.(".row")) root.querySelector("mark.e.lit")?.scrollIntoView({ block: "nearest" });
  };
  const clear = () => root.querySelectorAll(".lit").forEach((each) => each.classList.remove("lit"));
  root.addEventListener("mouseover", (event) => show(event.target));
  root.addEventListener("mouseleave", clear);
  root.addEventListener("focusin", (event) => show(event.target));
  root.addEventListener("focusout", clear);
}

// What was left out of a long article comes where its link stands.
export function more(root) {
  root.addEventListener("click", async (event) => {
    const link = event.target.closest(".gap a");
    if (!link) return;
    event.preventDefault();
    const answer = await fetch(link.href);
    if (!answer.ok) return;
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text();
    link.closest(".gap").replaceWith(...holder.content.firstElementChild.childNodes);
  });
}

// A browser does not begin a selection in what can take the focus: while the pointer is down, marks cannot.
export function selectable(root) {
  let aside = [];
  const back = () => { for (const [mark, order] of aside) mark.setAttribute("tabindex", order); aside = []; };
  root.addEventListener("pointerdown", (event) => {
    if (!event.target.closest(".text")) return;
    back();
    aside = [...root.querySelectorAll("mark.e[tabindex]")].map((mark) => [mark, mark.getAttribute("tabindex")]);
    for (const [mark] of aside) mark.removeAttribute("tabindex");
  });
  for (const name of ["pointerup", "pointercancel"]) addEventListener(name, back);
}
