// Browser tests in two groups. `screens-*` render single screens of the production build, with the
// production headers and the API answered by the test. `walks-*` go through the running portal.
import { defineConfig, type PlaywrightTestConfig } from "@playwright/test";

const screensPort = Number(process.env.SCREENS_PORT ?? 4399);
const portal = process.env.PORTAL_URL ?? "http://localhost:8080";
const chromium = process.env.CHROMIUM ?? "/usr/bin/chromium";

const SIZES = { phone: { width: 320, height: 640 }, desktop: { width: 1280, height: 800 } };
const LANGUAGES = ["nl", "en"] as const;

type Project = NonNullable<PlaywrightTestConfig<{ pageLanguage: string }>["projects"]>[number];

/** Every test runs in both languages at both sizes. */
function projects(group: "screens" | "walks", baseURL: string): Project[] {
  return Object.entries(SIZES).flatMap(([size, viewport]) =>
    LANGUAGES.map((pageLanguage) => ({
      name: `${group}-${size}-${pageLanguage}`,
      testDir: `tests/e2e/${group}`,
      use: { baseURL, viewport, pageLanguage, hasTouch: size === "phone" },
    })),
  );
}

const needsScreens = !process.argv.some((argument) => /--project=.?walks/.test(argument));

export default defineConfig<{ pageLanguage: string }>({
  outputDir: "test-results",
  // Two cores: one for the browser's tests, one for what they talk to.
  workers: Number(process.env.E2E_WORKERS ?? 1),
  forbidOnly: Boolean(process.env.CI),
  reporter: [["list"]],
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    launchOptions: { executablePath: chromium, args: ["--no-sandbox"] },
    locale: "nl-NL",
    timezoneId: "Europe/Amsterdam",
    serviceWorkers: "block",
    trace: "retain-on-failure",
  },
  projects: [
    ...projects("screens", `http://localhost:${screensPort}`),
    ...projects("walks", portal),
  ],
  ...(needsScreens && {
    webServer: {
      command: "node scripts/serve.mjs",
      env: { PORT: String(screensPort) },
      url: `http://localhost:${screensPort}/branding.json`,
      reuseExistingServer: false,
    },
  }),
});
