() => {
  // What an accessibility checker finds first: texts without contrast, controls and images without a name, ids twice.
  const faults = [];
  const rgb = (text) => { const parts = text.match(/[\d.]+/g).map(Number); return parts.length > 3 ? parts : [...parts, 1]; };
  const over = (a, b) => a.slice(0, 3).map((each, n) => each * a[3] + b[n] * (1 - a[3]));
  const ground = (node) => {
    const layers = [];
    for (let each = node; each; each = each.parentElement) layers.push(rgb(getComputedStyle(each).backgroundColor));
    let found = matchMedia("(prefers-color-scheme: dark)").matches ? [0, 0, 0] : [255, 255, 255];
    for (const layer of layers.reverse()) found = over(layer, found);
    return found;
  };
  const light = (colour) => {
    const [r, g, b] = colour.map((each) => { const part = each / 255; return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  for (const node of document.querySelectorAll("body *")) {
    const own = [...node.childNodes].some((each) => each.nodeType === 3 && each.data.trim());
    if (!own || !node.getClientRects().length || node.closest(".hidden, option, meter")) continue;
    const back = ground(node), front = over(rgb(getComputedStyle(node).color), back);
    const [high, low] = [light(front), light(back)].sort((a, b) => b - a);
    const ratio = (high + 0.05) / (low + 0.05);
    if (ratio < 4.5) faults.push(`contrast ${ratio.toFixed(2)}: ${node.tagName}.${node.className} ${node.textContent.trim().slice(0, 30)}`);
  }
  for (const node of document.querySelectorAll("input:not([type=hidden]), select, button, a[href]")) {
    const name = node.getAttribute("aria-label") || node.textContent.trim() || [...(node.labels ?? [])].map((each) => each.textContent.trim()).join("");
    if (!name) faults.push(`no name: ${node.outerHTML.slice(0, 80)}`);
  }
  const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push(`twice: #${id}`);
  if (document.querySelectorAll("h1").length > 1 || !document.querySelector("main")) faults.push("no single heading");
  for (const node of document.querySelectorAll("[tabindex]")) if (node.tabIndex > 0) faults.push("a tab order of its own");
  return faults;
}
