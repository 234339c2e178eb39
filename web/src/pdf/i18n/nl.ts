// The Dutch texts of the reader. en.ts is their English twin.

export const nl = {
  loading: "Het document wordt geopend…",
  page: (at: number, of: number) => `pagina ${at} van ${of}`,
  pages: "Inhoud van het document",
  tools: "Weergave",
  zoomIn: "Groter",
  zoomOut: "Kleiner",
  fit: "Op breedte",
  zoom: (percent: number) => `${percent}%`,
  download: "Downloaden",
  failedTitle: "Het document kan nu niet worden getoond",
  changedTitle: "Dit bestand klopt niet",
  changed:
    "Het bestand dat binnenkwam is niet het bestand dat het kantoor klaarzette. Geef geen akkoord en bel ons.",
  unreadable: "U kunt het wel downloaden en met een ander programma lezen.",
  pageFailed: (at: number) => `Pagina ${at} kan niet worden getoond.`,
};
