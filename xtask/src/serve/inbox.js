// Looks for new messages; replaces the list only when it changed, so that a selection stays.
const list = document.getElementById("messages");
let shown = null;

async function look() {
  try {
    const answer = await fetch("/messages");
    const html = await answer.text();
    if (answer.ok && html !== shown) {
      list.innerHTML = html;
      shown = html;
    }
  } catch {
    // The portal was stopped; the next start continues here.
  }
}

list.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  button.textContent = "Copied";
});

look();
setInterval(look, 1500);
