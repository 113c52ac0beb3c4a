// Which key does what. Keys are quiet while somebody types, and with Ctrl, Alt or Meta held down.
export function listen(actions) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const typing = event.target.closest?.("input:not([type=checkbox]):not([type=radio]), select, textarea, dialog[open]");
    if (event.key === "Escape" && typing && !typing.matches("dialog")) {
      const open = typing.closest("details[open]");
      typing.blur();
      if (open) { open.open = false; open.closest(".row")?.focus(); }
      return;
    }
    if (typing) return;
    const action = actions[event.key];
    if (!action || event.repeat && !"jk".includes(event.key)) return;
    event.preventDefault();
    action(event);
  });
}
