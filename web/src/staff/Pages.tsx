// The pages of a PDF in a place of the office's own. Loaded only when a document is looked at, pdf.js
// with it.
import { Content, type ContentProps } from "../pdf/Reader";

export default function Pages(props: ContentProps) {
  return (
    <div className="reader-main">
      <Content {...props} />
    </div>
  );
}
