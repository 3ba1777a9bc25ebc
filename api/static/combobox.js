// A combobox with a list after the ARIA 1.2 pattern, on an input that is there already. Nothing is chosen by itself.
const LEAST = 2;
const WAIT_MS = 120;
const TELL_MS = 1400; // a screen reader should finish the letter that was typed first

export function combobox(input, { ask, words, choose }) {
  const box = input.parentNode;
  const list = document.createElement("ul");
  const note = document.createElement("span");
  const id = `${input.id || "q"}-list`;
  let options = [];
  let active = -1;
  let asked = 0;
  let waiting;
  let telling;
  let controller;

  list.id = id;
  list.hidden = true;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.label);
  note.className = "hidden";
  note.setAttribute("role", "status");
  box.append(list, note);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id,
  })) input.setAttribute(name, value);

  function mark(index) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = index;
    const option = list.children[active];
    if (!option) { input.removeAttribute("aria-activedescendant"); return; }
    option.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function close() {
    clearTimeout(waiting);
    clearTimeout(telling);
    controller?.abort();
    asked += 1;
    mark(-1);
    list.hidden = true;
    note.textContent = "";
    input.setAttribute("aria-expanded", "false");
  }

  function take(index) {
    input.value = options[index].text;
    close();
    choose(options[index]);
  }

  function optionOf(suggestion, index) {
    const item = document.createElement("li");
    const text = document.createElement("span");
    const kind = document.createElement("span");
    item.id = `${id}-${index}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    text.textContent = suggestion.text;
    if (["sv", "da", "en"].includes(suggestion.language)) text.lang = suggestion.language;
    kind.className = "kind";
    kind.textContent = words.kinds[suggestion.kind] ?? "";
    item.append(text, " ", kind);
    item.addEventListener("pointerdown", (event) => event.preventDefault()); // the input keeps the focus
    item.addEventListener("click", () => take(index));
    return item;
  }

  function show(suggestions) {
    options = suggestions;
    mark(-1);
    list.replaceChildren(...options.map(optionOf));
    list.hidden = options.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    clearTimeout(telling);
    telling = setTimeout(() => { note.textContent = words.count(options.length); }, TELL_MS);
  }

  async function look() {
    const typed = input.value.trim();
    if (typed.length < LEAST) { close(); return; }
    const mine = ++asked;
    controller?.abort();
    controller = new AbortController();
    try {
      const found = await ask(typed, controller.signal);
      if (mine === asked) show(found);
    } catch {
      if (mine === asked) close(); // without suggestions the form works as it is
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    note.textContent = "";
    waiting = setTimeout(look, WAIT_MS);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const open = !list.hidden;
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) { if (!event.altKey || event.key === "ArrowDown") look(); return; }
      const step = event.key === "ArrowDown" ? 1 : -1;
      const count = options.length + 1; // one place is the input itself
      mark(((active + 1 + step + count) % count) - 1);
    } else if (event.key === "Enter" && open && active >= 0) {
      event.preventDefault();
      take(active);
    } else if (event.key === "Escape" && open) {
      event.preventDefault(); // the first Escape closes, the next one empties the field
      close();
    }
  });
}
