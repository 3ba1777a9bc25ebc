// <samsok-search>: a search box for other sites. Inside the element stands a plain form, which works without this
// script; with it, the box has suggestions. It asks nobody but the service it was loaded from, or `service`.
const OWN = new URL(import.meta.url).origin;

const WORDS = {
  sv: { label: "Sök i samverkansdokumenten", button: "Sök", list: "Förslag", none: "Inga förslag", one: "1 förslag", many: "{count} förslag", kinds: { title: "dokument", heading: "rubrik", term: "term", organisation: "organisation", question: "fråga" } },
  da: { label: "Søg i samarbejdsdokumenterne", button: "Søg", list: "Forslag", none: "Ingen forslag", one: "1 forslag", many: "{count} forslag", kinds: { title: "dokument", heading: "overskrift", term: "fagord", organisation: "organisation", question: "spørgsmål" } },
  en: { label: "Search the shared papers", button: "Search", list: "Suggestions", none: "No suggestions", one: "1 suggestion", many: "{count} suggestions", kinds: { title: "paper", heading: "heading", term: "term", organisation: "organisation", question: "question" } },
};

const STYLE = `
:host { display: block; font: var(--samsok-font, inherit); color: var(--samsok-ink, #1b2426); }
:host([hidden]) { display: none; }
* { box-sizing: border-box; }
label { display: block; font-weight: 600; margin-bottom: .35em; }
.box { position: relative; display: flex; flex-wrap: wrap; gap: .5em; }
input, button { font: inherit; min-height: 2.75em; border-radius: var(--samsok-radius, .4em); }
input { flex: 1 1 12em; min-width: 0; padding: .5em .75em; color: inherit; background: var(--samsok-paper, #fff); border: 2px solid var(--samsok-edge, #6b7a7e); }
button { padding: .5em 1.25em; font-weight: 600; cursor: pointer; color: var(--samsok-on-accent, #fff); background: var(--samsok-accent, #0b5563); border: 2px solid var(--samsok-accent, #0b5563); }
:focus-visible { outline: 3px solid var(--samsok-accent, #0b5563); outline-offset: 2px; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.suggestions { position: absolute; inset: calc(100% + .3em) 0 auto; z-index: 10; margin: 0; padding: .3em 0; list-style: none; max-height: 22em; overflow-y: auto; background: var(--samsok-paper, #fff); border: 2px solid var(--samsok-edge, #6b7a7e); border-radius: var(--samsok-radius, .4em); }
.suggestions[hidden] { display: none; }
.suggestions li { display: flex; flex-wrap: wrap; gap: 0 1em; justify-content: space-between; padding: .5em .75em; cursor: pointer; }
.suggestions .kind { font-size: .875em; opacity: .85; }
.suggestions li:hover { text-decoration: underline; }
.suggestions [aria-selected="true"] { color: var(--samsok-on-accent, #fff); background: var(--samsok-accent, #0b5563); outline: 2px solid transparent; outline-offset: -2px; }
@media (prefers-color-scheme: dark) {
  :host([scheme~="auto"]) { color: var(--samsok-ink, #e8ecec); --samsok-paper: #1c2326; --samsok-accent: #86ccd9; --samsok-on-accent: #0d1a1d; --samsok-edge: #869499; }
}`;

class SamsokSearch extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open", delegatesFocus: true });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    this.#build(root);
  }

  get service() {
    const given = this.getAttribute("service");
    return given ? new URL(given, document.baseURI).href.replace(/\/$/, "") : OWN;
  }

  get words() {
    const lang = (this.closest("[lang]")?.lang || "sv").slice(0, 2).toLowerCase();
    return [WORDS[lang] ? lang : "en", WORDS[lang] ?? WORDS.en];
  }

  #build(root) {
    const [lang, words] = this.words;
    const form = this.#made("form", { action: `${this.service}/`, method: "get", role: "search" });
    const label = this.#made("label", { for: "q" });
    const box = this.#made("div", { class: "box" });
    const input = this.#made("input", { id: "q", name: "q", type: "search", autocomplete: "off", enterkeyhint: "search", required: "" });
    const button = this.#made("button", { type: "submit" });
    label.textContent = this.getAttribute("label") || words.label;
    button.textContent = words.button;
    input.value = this.querySelector("input[name=q]")?.value ?? "";
    const target = this.getAttribute("target");
    if (target) form.target = target;
    box.append(input, button);
    form.append(label, this.#made("input", { type: "hidden", name: "ui", value: lang }), box);
    root.append(form);
    combobox(input, {
      ask: (typed, signal) => this.#ask(typed, lang, signal),
      choose: () => form.requestSubmit(),
      words: {
        label: words.list,
        kinds: words.kinds,
        count: (count) => (count === 0 ? words.none : count === 1 ? words.one : words.many.replace("{count}", count)),
      },
    });
  }

  async #ask(typed, language, signal) {
    const parameters = new URLSearchParams({ q: typed, language });
    const key = this.getAttribute("key");
    if (key) parameters.set("key", key);
    const answer = await fetch(`${this.service}/api/v1/suggest?${parameters}`, { signal, credentials: "omit" });
    return answer.ok ? (await answer.json()).suggestions : [];
  }

  #made(name, attributes) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  }
}

if (!customElements.get("samsok-search")) customElements.define("samsok-search", SamsokSearch);
