// Makes the chat live: forms are sent in the background, new bubbles come by themselves. Without it all works by reload.
import { draw, shrink, TOO_LARGE } from "./pictures.js";

const talk = document.getElementById("talk");
const composer = document.getElementById("composer");
const trouble = document.getElementById("trouble");
const ready = document.getElementById("ready");
const pick = composer.elements.photo;
const field = composer.elements.text;
let sending = false;

/** Put the fresh bubbles in place of those that changed, and return the first of ours; what stayed keeps its focus. */
function renew(fresh) {
  const old = [...talk.children];
  const bubbles = [...fresh.children];
  const changed = bubbles.filter((bubble, place) => old[place]?.dataset.mark !== bubble.dataset.mark);
  bubbles.forEach((bubble, place) => {
    if (!old[place]) talk.append(bubble);
    else if (changed.includes(bubble)) old[place].replaceWith(bubble);
  });
  old.slice(bubbles.length).forEach((bubble) => bubble.remove());
  talk.dataset.seen = fresh.dataset.seen;
  talk.toggleAttribute("data-waiting", "waiting" in fresh.dataset);
  return changed.find((bubble) => !bubble.classList.contains("mine"));
}

/** Show where reading goes on: the beginning of what is new, not its end. */
function goOn(bubble = document.getElementById("new")) {
  bubble?.scrollIntoView();
}

function tell(words) {
  trouble.textContent = words;
  trouble.hidden = !words;
}

/** The page that the server answers with; anything but the chat is opened as a page of its own. */
async function take(response) {
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.getElementById("talk");
  if (!fresh) {
    if (!response.redirected) throw new Error("no talk in the answer");
    window.location.assign(response.url);
    return;
  }
  renew(fresh);
  composer.elements.key.value = page.querySelector("#composer [name=key]").value;
  goOn();
  watch();
}

/** Send a form; when that fails its key stays, so that a second try counts once. */
async function send(form, button, emptied) {
  if (sending) return;
  sending = true;
  tell("");
  try {
    const sent = new FormData(form, button);
    const photo = sent.get("photo");
    if (photo?.size) sent.set("photo", await shrink(photo));
    await take(await fetch(form.action, { method: "POST", body: sent, headers: { Accept: "text/html" } }));
    emptied?.();
  } catch (fault) {
    tell(fault === TOO_LARGE ? trouble.dataset.large : trouble.dataset.lost);
  } finally {
    sending = false;
  }
}

let watching = false;

/** While a photo is being looked at, ask for news until there is none to come. */
async function watch() {
  if (watching) return;
  watching = true;
  while ("waiting" in talk.dataset) {
    try {
      const answer = await fetch(`/chat/news?seen=${talk.dataset.seen}`);
      if (answer.status === 200) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        goOn(renew(page.getElementById("talk")));
      } else if (answer.status !== 204) {
        await pause(5000);
      }
    } catch {
      await pause(5000);
    }
  }
  watching = false;
}

function pause(milliseconds) {
  return new Promise((done) => setTimeout(done, milliseconds));
}

function unpick() {
  pick.value = "";
  ready.hidden = true;
}

composer.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!field.value.trim() && !pick.files.length) return;
  send(composer, event.submitter, () => {
    field.value = "";
    unpick();
  });
});

talk.addEventListener("submit", (event) => {
  event.preventDefault();
  send(event.target, event.submitter).then(() => field.focus({ preventScroll: true }));
});

pick.addEventListener("change", () => {
  ready.hidden = !pick.files.length;
  if (pick.files.length) draw(pick.files[0], ready.querySelector("canvas"));
});

document.getElementById("unpick").addEventListener("click", unpick);
goOn();
watch();
