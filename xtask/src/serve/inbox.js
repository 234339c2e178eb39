// Looks for new messages and items; replaces a list only when it changed, so that a selection stays.
async function look(list) {
  try {
    const answer = await fetch(list.dataset.from);
    const html = await answer.text();
    if (answer.ok && html !== list.shown) {
      list.innerHTML = html;
      list.shown = html;
    }
  } catch {
    // The portal was stopped; the next start continues here.
  }
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  button.textContent = "Copied";
});

for (const list of document.querySelectorAll("[data-from]")) {
  look(list);
  setInterval(look, 1500, list);
}
