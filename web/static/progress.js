// Asks how far the photo is, and opens the result when it is there. Without it the page reloads by itself.

const EVERY = 1200; // milliseconds
const SLOWEST = 8000;
let wait = EVERY;

async function look() {
  const progress = document.getElementById("progress");
  try {
    const answer = await fetch(window.location.href);
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("progress");
    if (!fresh) {
      window.location.reload();
      return;
    }
    if (fresh.dataset.stage !== progress.dataset.stage) progress.replaceWith(fresh);
  } catch {
    wait = Math.min(wait * 2, SLOWEST);
  }
  setTimeout(look, wait);
}

setTimeout(look, EVERY);
