// Words selected in an article, as positions in its own text, counted in code points as the server does.
export function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const start = position(range.startContainer, range.startOffset, "start");
  const end = position(range.endContainer, range.endOffset, "end");
  return start !== null && end !== null && start < end ? { start, end } : null;
}

function position(node, offset, edge) {
  if (node.nodeType === Node.ELEMENT_NODE && !node.closest("[data-start]")) {
    // The edge lies between paragraphs: take the nearest segment on the side of the selection.
    const text = document.getElementById("text");
    if (!text || !text.contains(node) && !node.contains(text)) return null;
    const segments = [...text.querySelectorAll("[data-start]")];
    const child = node.childNodes[edge === "start" ? offset : offset - 1];
    const inside = child ? segments.filter((each) => child.contains?.(each) || child === each) : [];
    const near = edge === "start" ? inside[0] : inside.at(-1);
    if (!near) return null;
    return Number(near.dataset.start) + (edge === "start" ? 0 : points(near.textContent));
  }
  const segment = (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest("#text [data-start]");
  if (!segment) return null;
  const before = document.createRange();
  before.setStart(segment, 0);
  before.setEnd(node, offset);
  return Number(segment.dataset.start) + points(before.cloneContents().textContent);
}

function points(text) {
  return [...text].length;
}
