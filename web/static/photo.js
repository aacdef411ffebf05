// Extras of the upload page: drop a photo, see it, send a smaller copy. Without it the form works all the same.
import { draw, shrink, TOO_LARGE } from "./pictures.js";

const form = document.getElementById("upload");
const drop = document.getElementById("drop");
const chosen = document.getElementById("chosen");
const told = document.getElementById("told");
const inputs = [...drop.querySelectorAll("input")];
const send = form.querySelector("button:not([type])");
let photo = null;

/** Hold a photo in the last input, the one that every form sends. */
function hold(file) {
  const files = new DataTransfer();
  files.items.add(file);
  inputs.forEach((input) => (input.value = ""));
  inputs.at(-1).files = files.files;
}

async function show(file) {
  photo = file;
  const old = chosen.querySelector("canvas");
  const canvas = old.cloneNode();
  canvas.width = 640;
  canvas.height = 640;
  old.replaceWith(canvas);
  const seen = await draw(file, canvas);
  canvas.parentElement.hidden = !seen;
  told.textContent = seen ? told.dataset.ready : told.dataset.unseen;
  chosen.hidden = false;
  drop.hidden = true;
}

function choose(file) {
  if (!file) return;
  hold(file);
  show(file);
}

inputs.forEach((input) => input.addEventListener("change", () => choose(input.files[0])));

document.getElementById("again").addEventListener("click", () => {
  photo = null;
  inputs.forEach((input) => (input.value = ""));
  chosen.hidden = true;
  drop.hidden = false;
  inputs[0].focus();
});

["dragover", "dragleave", "drop"].forEach((name) =>
  drop.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.toggle("over", name === "dragover");
    if (name === "drop") choose(event.dataTransfer.files[0]);
  }),
);

window.addEventListener("paste", (event) => {
  choose([...event.clipboardData.files].find((one) => one.type.startsWith("image/")));
});

form.addEventListener("submit", async (event) => {
  if (!photo) return;
  event.preventDefault();
  send.disabled = true;
  told.textContent = told.dataset.sending;
  try {
    const small = await shrink(photo);
    if (small !== photo) hold(small);
    photo = null;
    form.submit();
  } catch (fault) {
    told.textContent = fault === TOO_LARGE ? told.dataset.large : String(fault);
    send.disabled = false;
  }
});

// A browser that goes back shows the form as it was left.
window.addEventListener("pageshow", () => (send.disabled = false));
