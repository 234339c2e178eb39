// A list of documents: a table where there is room for one, cards on a phone.
import type { ReactNode } from "react";
import { Link } from "wouter";
import { useMedia } from "../ui/useMedia";

export interface Column<Row> {
  label: string;
  cell(row: Row): ReactNode;
  /** Left out of a card, which says it elsewhere. */
  tableOnly?: boolean;
  number?: boolean;
}

/** Rows that can be chosen, each with a box. */
export interface Choosing<Row> {
  heading: string;
  label(row: Row): string;
  /** Whether it can be chosen at all. */
  can(row: Row): boolean;
  isChosen(row: Row): boolean;
  toggle(row: Row): void;
}

interface RowsProps<Row> {
  /** Names the list for who cannot see where it stands. */
  label: string;
  rows: Row[];
  id(row: Row): string;
  href(row: Row): string;
  title(row: Row): string;
  /** Under the title. */
  under(row: Row): ReactNode;
  titleLabel: string;
  columns: Column<Row>[];
  choosing?: Choosing<Row>;
}

function ChooseBox<Row>({ row, choosing }: { row: Row; choosing: Choosing<Row> }) {
  if (!choosing.can(row)) return null;
  return (
    <label className="choose-row">
      <input
        type="checkbox"
        aria-label={choosing.label(row)}
        checked={choosing.isChosen(row)}
        onChange={() => choosing.toggle(row)}
      />
    </label>
  );
}

export function Rows<Row>(props: RowsProps<Row>) {
  const hasRoom = useMedia("(min-width: 900px)");
  return hasRoom ? <Table {...props} /> : <Cards {...props} />;
}

function Table<Row>(props: RowsProps<Row>) {
  const { label, rows, id, href, title, under, titleLabel, columns, choosing } = props;
  return (
    <table className="rows">
      <caption className="visually-hidden">{label}</caption>
      <thead>
        <tr>
          {choosing && (
            <th scope="col" className="choose-cell">
              <span className="visually-hidden">{choosing.heading}</span>
            </th>
          )}
          <th scope="col">{titleLabel}</th>
          {columns.map((column) => (
            <th key={column.label} scope="col" className={column.number ? "number" : undefined}>
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={id(row)}>
            {choosing && (
              <td className="choose-cell">
                <ChooseBox row={row} choosing={choosing} />
              </td>
            )}
            <th scope="row">
              <Link href={href(row)}>{title(row)}</Link>
              <span className="under">{under(row)}</span>
            </th>
            {columns.map((column) => (
              <td key={column.label} className={column.number ? "number" : undefined}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cards<Row>(props: RowsProps<Row>) {
  const { label, rows, id, href, title, under, columns, choosing } = props;
  return (
    <ul className="cards" aria-label={label}>
      {rows.map((row) => (
        <li key={id(row)} className="card">
          {choosing && <ChooseBox row={row} choosing={choosing} />}
          <Link href={href(row)}>{title(row)}</Link>
          <span className="under">{under(row)}</span>
          <dl>
            {columns
              .filter(({ tableOnly }) => !tableOnly)
              .map((column) => (
                <div key={column.label} className="fact">
                  <dt>{column.label}</dt>
                  <dd>{column.cell(row)}</dd>
                </div>
              ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}
