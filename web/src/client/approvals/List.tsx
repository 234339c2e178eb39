// A list of documents: cards on a phone, a table where there is room. Its lines lead to the document.
import {
  ChevronRight,
  CircleCheck,
  CircleDot,
  CircleX,
  Clock,
  Hourglass,
  Send,
  TriangleAlert,
  Undo2,
} from "lucide-react";
import { Link } from "wouter";
import type { DocumentRow } from "../../api/types";
import { useMedia } from "../../ui/useMedia";
import { Deadline, useFacts } from "../DocumentFacts";
import { usePortalMessages } from "../i18n/messages";
import { useApprovalMessages } from "./i18n/messages";
import { documentAddress } from "./place";
import { standingOf } from "./standing";

interface ListProps {
  organisation: string;
  rows: DocumentRow[];
  label: string;
}

export function List(props: ListProps) {
  const wide = useMedia("(min-width: 900px)");
  return wide ? <Table {...props} /> : <Cards {...props} />;
}

function Cards({ organisation, rows, label }: ListProps) {
  const { documents } = usePortalMessages();
  const facts = useFacts();
  return (
    <ul className="doc-cards" aria-label={label}>
      {rows.map((row) => (
        <li key={row.id} className="doc-card">
          <p className="small">
            {documents.kind[row.kind]} · {facts.period(row.period)}
          </p>
          <Title organisation={organisation} row={row} />
          {row.amount && <p className="doc-amount">{facts.amount(row.amount)}</p>}
          <p className="doc-when">
            <Deadline date={row.deadline} status={row.status} />
          </p>
          <Standing row={row} />
          <ChevronRight className="doc-go" aria-hidden="true" />
        </li>
      ))}
    </ul>
  );
}

function Table({ organisation, rows, label }: ListProps) {
  const { documents } = usePortalMessages();
  const { lists } = useApprovalMessages();
  const facts = useFacts();
  return (
    <table className="doc-table" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{lists.document}</th>
          <th scope="col">{lists.period}</th>
          <th scope="col">{lists.amount}</th>
          <th scope="col">{lists.deadline}</th>
          <th scope="col">{lists.status}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">
              <span className="small">{documents.kind[row.kind]}</span>
              <Title organisation={organisation} row={row} />
            </th>
            <td>{facts.period(row.period)}</td>
            <td className="doc-amount">{row.amount && facts.amount(row.amount)}</td>
            <td>
              <Deadline date={row.deadline} status={row.status} />
            </td>
            <td>
              <Standing row={row} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The link; style makes the whole line its target. */
function Title({ organisation, row }: { organisation: string; row: DocumentRow }) {
  return (
    <Link className="doc-title" href={documentAddress({ organisation, document: row.id })}>
      {row.title}
    </Link>
  );
}

const ICONS = {
  yourTurn: Hourglass,
  others: Clock,
  approved: CircleCheck,
  waiting: CircleCheck,
  queued: CircleDot,
  unknown: CircleDot,
  failed: TriangleAlert,
  sent: Send,
  accepted: CircleCheck,
  refused: CircleX,
  declined: CircleX,
  withdrawn: Undo2,
};

/** Whether it waits for you, for others, or how it ended: an icon and words. */
export function Standing({ row }: { row: DocumentRow }) {
  const { status, lists } = useApprovalMessages();
  const some = row.approved > 0 && row.needed > 1 && row.status === "open";
  const standing = standingOf(row);
  const Icon = ICONS[standing];
  const look = standing === "yourTurn" ? "yours" : row.status;
  return (
    <p className={`standing standing-${look}`}>
      <Icon aria-hidden="true" />
      <span>
        {status[standing]}
        {some && <span className="standing-more">{status.progress(row.approved, row.needed)}</span>}
        {row.question_open && <span className="standing-more">{lists.questionOpen}</span>}
      </span>
    </p>
  );
}
