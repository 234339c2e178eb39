// The pages of approving and of the dossier, loaded together when the first of them is needed. The
// reader is not among them: it fills the screen without the portal's bars.
import "../../styles/approvals.css";
import "../../styles/document.css";
import { Route, Switch } from "wouter";
import { NotFoundContent } from "../../ui/ErrorPage";
import { Approve } from "./Approve";
import { ApprovedPage } from "./ApprovedPage";
import { Decline } from "./Decline";
import { DocumentPage } from "./DocumentPage";
import { Dossier } from "./Dossier";
import { AllList, OpenList } from "./Lists";
import type { Place } from "./place";
import { Question } from "./Question";
import { Reading } from "./Reading";

const DOCUMENT = "/approvals/:organisation/:document";

export default function Rooms() {
  return (
    <Switch>
      <Route path="/approvals" component={OpenList} />
      <Route path="/approvals/all" component={AllList} />
      <Route path="/dossier" component={Dossier} />
      <Route path={DOCUMENT}>{(place) => <DocumentPage key={nameOf(place)} place={place} />}</Route>
      <Route path={`${DOCUMENT}/read`}>
        {(place) => <Reading key={nameOf(place)} place={place} />}
      </Route>
      <Route path={`${DOCUMENT}/approve`}>
        {(place) => <Approve key={nameOf(place)} place={place} />}
      </Route>
      <Route path={`${DOCUMENT}/approved`}>
        {(place) => <ApprovedPage key={nameOf(place)} place={place} />}
      </Route>
      <Route path={`${DOCUMENT}/question`}>
        {(place) => <Question key={nameOf(place)} place={place} />}
      </Route>
      <Route path={`${DOCUMENT}/decline`}>
        {(place) => <Decline key={nameOf(place)} place={place} />}
      </Route>
      <Route component={NotFoundContent} />
    </Switch>
  );
}

/** Another document is another page, with nothing left of the one before. */
const nameOf = ({ organisation, document }: Place) => `${organisation}/${document}`;
