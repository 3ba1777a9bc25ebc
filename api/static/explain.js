// Opens the explanation of a word on hover and on focus too; without this a click or Enter opens it. Escape closes it.
const WAIT_MS = 250;

for (const button of document.querySelectorAll("button.term")) {
  const note = button.popoverTargetElement;
  if (!note) continue;
  let waiting = 0;
  const open = () => { if (!note.matches(":popover-open")) note.showPopover({ source: button }); };
  const close = () => { if (note.matches(":popover-open")) note.hidePopover(); };
  const later = (act) => () => { clearTimeout(waiting); waiting = setTimeout(act, WAIT_MS); };
  const isInside = (node) => node instanceof Node && (button.contains(node) || note.contains(node));
  for (const part of [button, note]) {
    part.addEventListener("pointerenter", (event) => { if (event.pointerType === "mouse") later(open)(); });
    part.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse") later(close)(); });
    part.addEventListener("focusout", (event) => { if (!isInside(event.relatedTarget)) close(); });
  }
  button.addEventListener("focus", () => { if (button.matches(":focus-visible")) open(); });
  // a click on a word whose explanation hovering opened is no wish to close it
  button.addEventListener("click", (event) => {
    if (note.matches(":popover-open")) { clearTimeout(waiting); event.preventDefault(); }
  });
}
