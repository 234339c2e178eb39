import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import headers from "../../security-headers.json";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url));

describe("the security headers", () => {
  const policy = new Map(
    headers["Content-Security-Policy"].split("; ").map((directive) => {
      const [name = "", ...values] = directive.split(" ");
      return [name, values.join(" ")] as const;
    }),
  );

  test("allow nothing that is not named", () => {
    expect(policy.get("default-src")).toBe("'none'");
    expect(policy.get("base-uri")).toBe("'none'");
    expect(policy.get("frame-ancestors")).toBe("'none'");
  });

  test("never allow inline or evaluated script, nor inline style", () => {
    // WebAssembly is what the reader of PDF files decodes scans and colours with; it is no eval.
    const rest = headers["Content-Security-Policy"].replace("'wasm-unsafe-eval'", "");
    expect(rest).not.toMatch(/unsafe|\*|https?:/);
    expect(policy.get("script-src")).toBe("'self' 'wasm-unsafe-eval'");
    expect(policy.get("style-src")).toBe("'self'");
    expect(policy.get("require-trusted-types-for")).toBe("'script'");
  });

  test("keep the path of a page to this site", () => {
    expect(headers["Referrer-Policy"]).toBe("same-origin");
    expect(headers["X-Content-Type-Options"]).toBe("nosniff");
  });
});

describe("the page and its manifest", () => {
  const html = read("index.html").toString();

  test("hold no inline script and no inline style", () => {
    expect(html.match(/<script(?![^>]*\bsrc=)/g)).toBeNull();
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/);
  });

  test("let people zoom", () => expect(html).not.toMatch(/user-scalable|maximum-scale/));

  test("make the app installable: a name, a start, and icons of the sizes they say", () => {
    const manifest = JSON.parse(read("public/manifest.webmanifest").toString());
    expect(manifest).toMatchObject({ start_url: "/", scope: "/", display: "standalone" });
    const purposes = new Set<string>();
    for (const icon of manifest.icons) {
      const file = read(`public${icon.src}`);
      purposes.add(icon.purpose);
      if (icon.type !== "image/png") continue;
      const size = `${file.readUInt32BE(16)}x${file.readUInt32BE(20)}`;
      expect(size, icon.src).toBe(icon.sizes);
    }
    expect(purposes).toEqual(new Set(["any", "maskable"]));
  });
});
