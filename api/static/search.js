// The search page with a script: copies citations, sends what the reader says without leaving, and loads suggestions.
function told(form, text) {
  const note = document.createElement("p");
  note.setAttribute("role", "status");
  note.tabIndex = -1;
  form.replaceWith(note);
  note.textContent = text;
  note.focus();
}

async function say(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const fields = Object.fromEntries(new FormData(form, event.submitter));
  if (fields.verdict === "none" && !fields.comment.trim()) {
    form.querySelector("textarea").focus();
    return;
  }
  try {
    const answer = await fetch("/api/v1/feedback", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(fields),
    });
    told(form, answer.ok ? form.dataset.thanks : form.dataset.failed);
  } catch {
    told(form, form.dataset.failed);
  }
}

async function copy(event) {
  const button = event.currentTarget;
  const field = document.getElementById(button.dataset.copy);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    return; // it is selected: the reader's own key copies it
  }
  const before = button.textContent;
  button.textContent = button.dataset.copied;
  setTimeout(() => { button.textContent = before; }, 2000);
}

for (const form of document.querySelectorAll("form.verdict")) form.addEventListener("submit", say);
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", copy);
}
