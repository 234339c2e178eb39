// What every page about one document begins with: its organisation becomes the one worked for, and
// the document is asked for. What does not exist for this user is no page.
import type { ReactNode } from "react";
import { toProblem } from "../../api/problem";
import type { Document } from "../../api/types";
import { FailureContent, NotFoundContent } from "../../ui/ErrorPage";
import { Skeleton } from "../../ui/waiting";
import type { Place } from "./place";
import { useDocument } from "./queries";
import { type Switch, useOrganisation } from "./useOrganisation";

interface WithDocumentProps {
  place: Place;
  children(document: Document, switched: Switch): ReactNode;
}

export function WithDocument({ place, children }: WithDocumentProps) {
  const { organisation, switched } = useOrganisation(place.organisation);
  const { data, error, refetch } = useDocument(place);
  if (!organisation) return <NotFoundContent />;
  if (data) return children(data, switched);
  if (!error) {
    return (
      <div className="page">
        <Skeleton lines={8} />
      </div>
    );
  }
  // A right that is missing tells no more than a document that is not there.
  if (error.status === 404 || error.status === 403) return <NotFoundContent />;
  return <FailureContent problem={toProblem(error)} retry={() => void refetch()} />;
}
