// A tax return of several pages as a client would read one, made here so that its text and its hash
// are known.

const ENCODE: Record<string, string> = { "(": "\\(", ")": "\\)", "\\": "\\\\", "€": "\\200" };
const escaped = (text: string) => text.replace(/[()\\€]/g, (sign) => ENCODE[sign] ?? sign);

const line = (x: number, y: number, size: number, text: string, font = "F1") =>
  `BT /${font} ${size} Tf ${x} ${y} Td (${escaped(text)}) Tj ET`;

const ROWS: [string, string][] = [
  ["1a  Leveringen/diensten belast met hoog tarief", "€ 48.210,00"],
  ["1b  Leveringen/diensten belast met laag tarief", "€ 131.904,00"],
  ["2a  Verleggingsregelingen", "€ 0,00"],
  ["4b  Leveringen uit landen binnen de EU", "€ 3.120,00"],
  ["5a  Verschuldigde omzetbelasting", "€ 22.650,46"],
  ["5b  Voorbelasting", "€ 10.304,79"],
];

function content(page: number, pages: number): string {
  const rows = ROWS.flatMap(([label, amount], index) => {
    const y = 640 - index * 34;
    return [line(56, y, 11, label), line(450, y, 11, amount), `56 ${y - 12} 483 0.4 re f`];
  });
  return [
    // A colour of print, which the reader converts with WebAssembly.
    "0.9 0.6 0.2 0.3 k 56 772 483 3 re f 0 0 0 rg",
    line(56, 790, 10, "Voorbeeld Accountants"),
    line(56, 730, 22, "Aangifte omzetbelasting", "F2"),
    line(56, 704, 12, "Bakkerij De Gouden Aar B.V. - 3e kwartaal 2026"),
    "0.8 0.8 0.8 rg",
    ...rows.map((each) => (each.startsWith("BT") ? `0 0 0 rg ${each} 0.8 0.8 0.8 rg` : each)),
    "0 0 0 rg",
    line(56, 400, 13, "Te betalen", "F2"),
    line(438, 400, 13, "€ 12.345,67", "F2"),
    line(56, 56, 9, `Bladzijde ${page} van ${pages}`),
  ].join("\n");
}

export function taxReturn(pages: number): Buffer {
  const kids = Array.from({ length: pages }, (_, index) => `${5 + index * 2} 0 R`);
  const font = (name: string) =>
    `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R /Lang (nl) >>",
    `<< /Type /Pages /Kids [${kids.join(" ")}] /Count ${pages} >>`,
    font("Helvetica"),
    font("Helvetica-Bold"),
  ];
  for (let page = 1; page <= pages; page++) {
    const text = content(page, pages);
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${4 + page * 2} 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>`,
      `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    );
  }
  let file = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const start = file.length;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`);
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows.join("")}`;
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(file, "latin1");
}
