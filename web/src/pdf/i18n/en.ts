// The English twin of nl.ts.
import type { ReaderMessages } from "./messages";

export const en: ReaderMessages = {
  loading: "The document is being opened…",
  page: (at, of) => `page ${at} of ${of}`,
  pages: "Content of the document",
  tools: "View",
  zoomIn: "Larger",
  zoomOut: "Smaller",
  fit: "Fit width",
  zoom: (percent) => `${percent}%`,
  download: "Download",
  failedTitle: "The document cannot be shown right now",
  changedTitle: "This file is not right",
  changed:
    "The file that arrived is not the file that the firm released. Do not approve it and call us.",
  unreadable: "You can download it and read it with another program.",
  pageFailed: (at) => `Page ${at} cannot be shown.`,
};
