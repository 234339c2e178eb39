// The office's rooms behind the work list, each loaded when it is first entered.
import { Route, Switch } from "wouter";
import { NotFoundContent } from "../ui/ErrorPage";
import { lazyPage } from "../ui/lazyPage";
import { SEVERAL } from "./place";

const Bulk = lazyPage(() => import("./bulk/Bulk"));
const Documents = lazyPage(() => import("./Documents"));
const StaffDocument = lazyPage(() => import("./document/StaffDocument"));
const Drafts = lazyPage(() => import("./Drafts"));
const Draft = lazyPage(() => import("./publish/DraftPage"));
const Publish = lazyPage(() => import("./publish/Publish"));
const Settings = lazyPage(() => import("./Settings"));

export default function Rooms() {
  return (
    <Switch>
      <Route path="/office/documents" component={Documents} />
      <Route path="/office/documents/:organisation/:document">
        {(place) => <StaffDocument key={place.document} place={place} />}
      </Route>
      <Route path="/office/publish" component={Publish} />
      <Route path={SEVERAL} component={Bulk} />
      <Route path="/office/drafts" component={Drafts} />
      <Route path="/office/drafts/:organisation/:document">
        {(place) => <Draft key={place.document} place={place} />}
      </Route>
      <Route path="/office/settings" component={Settings} />
      <Route component={NotFoundContent} />
    </Switch>
  );
}
