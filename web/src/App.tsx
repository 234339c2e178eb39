// Which page an address shows. Only the sign-in page is part of the first script.
import { Suspense } from "react";
import { Route, Switch } from "wouter";
import SignIn from "./auth/SignIn";
import { LanguageProvider, type Spoken } from "./i18n/language";
import { AuthLayout } from "./ui/AuthLayout";
import { ErrorBoundary, NotFound } from "./ui/ErrorPage";
import { lazyPage } from "./ui/lazyPage";
import { OfflineBanner } from "./ui/OfflineBanner";
import { Skeleton } from "./ui/waiting";

const ForgottenPassword = lazyPage(() => import("./auth/ForgottenPassword"));
const NewPassword = lazyPage(() => import("./auth/NewPassword"));
const Invitation = lazyPage(() => import("./auth/Invitation"));
const Portal = lazyPage(() => import("./client/Portal"));

/** Addresses that need a session; all others are public or do not exist. */
const PORTAL = /^\/(?:$|(?:account|approvals|dossier|office)(?:\/|$)|authenticator$)/;

export function App({ spoken }: { spoken: Spoken }) {
  return (
    <LanguageProvider initial={spoken}>
      <ErrorBoundary>
        <Suspense fallback={<Waiting />}>
          <Switch>
            <Route path="/sign-in" component={SignIn} />
            <Route path="/forgotten-password" component={ForgottenPassword} />
            <Route path="/new-password" component={NewPassword} />
            <Route path="/invitation" component={Invitation} />
            <Route path={PORTAL} component={Portal} />
            <Route component={NotFound} />
          </Switch>
        </Suspense>
        <OfflineBanner />
      </ErrorBoundary>
    </LanguageProvider>
  );
}

function Waiting() {
  if (PORTAL.test(location.pathname)) return <PortalSkeleton />;
  return (
    <AuthLayout>
      <Skeleton />
    </AuthLayout>
  );
}

/** The same shapes as index.html shows before the script is there. */
function PortalSkeleton() {
  return (
    <div className="skeleton-page">
      <div className="skeleton-bar" />
      <div className="skeleton-column">
        <Skeleton />
      </div>
    </div>
  );
}
