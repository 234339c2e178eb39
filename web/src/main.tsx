// Starts the app. This script is a few lines, so that the language's texts and the app, which
// index.html already preloads, come at the same time.
import { initialLanguage, loadMessages } from "./i18n/load";

async function start(root: HTMLElement): Promise<void> {
  const language = initialLanguage();
  const [{ startApp }, messages] = await Promise.all([import("./start"), loadMessages(language)]);
  await startApp(root, { language, messages });
}

const root = document.getElementById("root");
if (root) void start(root);
