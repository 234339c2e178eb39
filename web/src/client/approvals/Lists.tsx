// Accorderen: what is open, the most urgent first. Overzicht: everything, narrowed by year and status;
// what it is narrowed to stands in the address.
import { FileCheck, FileSearch, ShieldAlert } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { Link, useLocation, useSearch } from "wouter";
import { serverNow } from "../../api/clock";
import { toProblem } from "../../api/problem";
import type { Organisation } from "../../api/types";
import { useBranding } from "../../branding";
import { civilDate } from "../../i18n/figures";
import { Button } from "../../ui/Button";
import { Empty } from "../../ui/Empty";
import { FailureContent } from "../../ui/ErrorPage";
import { Notice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { Select } from "../../ui/Select";
import { restoreScroll } from "../../ui/scroll";
import { activeOrganisation, useSession } from "../session";
import { filtersIn, searchOf } from "./filters";
import { useApprovalMessages } from "./i18n/messages";
import { List } from "./List";
import { ListSkeleton } from "./parts";
import { type Filters, useDocuments } from "./queries";

export function OpenList() {
  const { lists } = useApprovalMessages();
  const { firm } = useBranding();
  return (
    <WithOrganisation title={lists.title}>
      {(organisation) => (
        <ListPage
          organisation={organisation}
          title={lists.title}
          lead={lists.lead(organisation.name)}
          filters={{ list: "open" }}
          empty={
            <Empty icon={FileCheck} title={lists.empty}>
              <p>{lists.emptyWhy(organisation.name)}</p>
              <p>{lists.emptyNext(firm)}</p>
              <Link className="link" href="/approvals/all">
                {lists.toOverview}
              </Link>
            </Empty>
          }
        />
      )}
    </WithOrganisation>
  );
}

export function AllList() {
  const { lists } = useApprovalMessages();
  const { firm } = useBranding();
  const filters = filtersIn(useSearch());
  const narrowed = filters.year !== undefined || filters.status !== undefined;
  return (
    <WithOrganisation title={lists.overview}>
      {(organisation) => (
        <ListPage
          organisation={organisation}
          title={lists.overview}
          lead={lists.overviewLead(organisation.name)}
          filters={filters}
          above={<FilterBar filters={filters} />}
          empty={
            narrowed ? (
              <Empty icon={FileSearch} title={lists.noMatch}>
                <p>{lists.noMatchWhy}</p>
                <Link className="link" href="/approvals/all" replace>
                  {lists.allAgain}
                </Link>
              </Empty>
            ) : (
              <Empty icon={FileCheck} title={lists.nothing}>
                <p>{lists.nothingWhy(firm)}</p>
              </Empty>
            )
          }
        />
      )}
    </WithOrganisation>
  );
}

/** The active organisation, if one is chosen and the user may approve there. */
function WithOrganisation(props: {
  title: string;
  children(organisation: Organisation): ReactNode;
}) {
  const { lists } = useApprovalMessages();
  const organisation = activeOrganisation(useSession());
  if (organisation?.rights.includes("approve")) return props.children(organisation);
  return (
    <Page id={`${location.pathname} none`} title={props.title} wide>
      <Empty icon={ShieldAlert} title={organisation ? lists.noRight : lists.noClient}>
        <p>{organisation ? lists.noRightWhy(organisation.name) : lists.noClientWhy}</p>
      </Empty>
    </Page>
  );
}

interface ListPageProps {
  organisation: Organisation;
  title: string;
  lead: string;
  filters: Filters;
  above?: ReactNode;
  empty: ReactNode;
}

function ListPage({ organisation, title, lead, filters, above, empty }: ListPageProps) {
  const { lists } = useApprovalMessages();
  const list = useDocuments(organisation.id, filters);
  const rows = list.data?.pages.flatMap((page) => page.documents);
  useScrollBack(rows !== undefined);
  if (list.error && !rows) {
    return <FailureContent problem={toProblem(list.error)} retry={() => void list.refetch()} />;
  }
  return (
    <Page id={`approvals ${filters.list}`} title={title} wide>
      <p className="lead">{lead}</p>
      <Views />
      {above}
      {!rows && <ListSkeleton />}
      {rows?.length === 0 && empty}
      {rows && rows.length > 0 && (
        <>
          <List organisation={organisation.id} rows={rows} label={title} />
          <p className="visually-hidden" role="status">
            {lists.shown(rows.length)}
          </p>
        </>
      )}
      {rows && list.isFetchNextPageError && (
        <Notice kind="warning" live>
          <p>{lists.moreFailed}</p>
        </Notice>
      )}
      {list.hasNextPage && (
        <div className="actions">
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {lists.more}
          </Button>
        </div>
      )}
    </Page>
  );
}

/** After Back the lines may come later than the page; then its old place is only there with them. */
function useScrollBack(there: boolean): void {
  const waited = useRef(!there);
  useEffect(() => {
    if (there && waited.current) restoreScroll();
    if (there) waited.current = false;
  }, [there]);
}

/** Open or everything: the subject's two pages. */
function Views() {
  const { lists } = useApprovalMessages();
  const [path] = useLocation();
  const views = [
    { href: "/approvals", label: lists.toOpen },
    { href: "/approvals/all", label: lists.toAll },
  ];
  return (
    <nav className="views" aria-label={lists.views}>
      {views.map(({ href, label }) => (
        <Link key={href} href={href} aria-current={path === href ? "page" : undefined}>
          {label}
        </Link>
      ))}
    </nav>
  );
}

/** Next year, for quotes, and as many years back as a client looks; the law keeps books for seven. */
const YEARS = 9;
const STATUSES = ["open", "approved", "declined", "withdrawn"] as const;

function FilterBar({ filters }: { filters: Filters }) {
  const texts = useApprovalMessages().filters;
  const [, navigate] = useLocation();
  const nextYear = Number(civilDate(serverNow()).slice(0, 4)) + 1;
  const years = Array.from({ length: YEARS }, (_, index) => String(nextYear - index));
  const year = filters.year === undefined ? "" : String(filters.year);
  if (year && !years.includes(year)) years.push(year);
  const narrow = (change: Partial<Record<"year" | "status", string>>) => {
    const next = searchOf({ year, status: filters.status, ...change });
    // Replaced, so that Back leaves the list as one tap and not filter by filter.
    navigate(`/approvals/all${next}`, { replace: true });
  };
  return (
    <search className="filters" aria-label={texts.title}>
      <Select
        name="year"
        label={texts.year}
        value={year}
        onChange={(event) => narrow({ year: event.target.value })}
      >
        <option value="">{texts.anyYear}</option>
        {years.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </Select>
      <Select
        name="status"
        label={texts.status}
        value={filters.status ?? ""}
        onChange={(event) => narrow({ status: event.target.value })}
      >
        <option value="">{texts.anyStatus}</option>
        {STATUSES.map((each) => (
          <option key={each} value={each}>
            {texts[each]}
          </option>
        ))}
      </Select>
    </search>
  );
}
