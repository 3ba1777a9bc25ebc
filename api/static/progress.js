// Remembers which steps of the way in are done, in this browser alone; the page is whole without it.
const steps = document.querySelector("[data-progress]");
const told = document.querySelector(".progress");

function held(key) {
  try {
    const value = JSON.parse(localStorage.getItem(key));
    return Array.isArray(value) ? value : [];
  } catch {
    return []; // storage is closed to us, or holds something else: begin anew
  }
}

function keep(key, done) {
  try {
    localStorage.setItem(key, JSON.stringify(done));
  } catch {
    // the ticks last as long as the page does
  }
}

if (steps) {
  const key = steps.dataset.progress;
  const boxes = [...steps.querySelectorAll(".done input")];
  const tell = () => {
    const done = boxes.filter((box) => box.checked).map((box) => box.value);
    for (const box of boxes) box.closest("li").classList.toggle("read", box.checked);
    told.textContent = told.dataset.told.replace("{done}", done.length).replace("{all}", boxes.length);
    return done;
  };
  const before = held(key);
  for (const box of boxes) {
    box.checked = before.includes(box.value);
    box.closest(".done").hidden = false;
    box.addEventListener("change", () => keep(key, tell()));
  }
  tell();
}
