// Meldingen (M3.4): what waits for this user, of all organisations together, the most urgent first. A
// line leads to its document, which makes its organisation the one worked for.
import { useQuery } from "@tanstack/react-query";
import { ChevronRight, Inbox } from "lucide-react";
import { Link } from "wouter";
import { answer, api } from "../api/client";
import { type ApiProblem, toProblem } from "../api/problem";
import type { Task, Tasks } from "../api/types";
import { useBranding } from "../branding";
import { useMessages } from "../i18n/language";
import { Button } from "../ui/Button";
import { Empty } from "../ui/Empty";
import { Reference } from "../ui/ErrorSummary";
import { Notice } from "../ui/Notice";
import { useWaiting } from "../ui/waiting";
import { Deadline, useFacts } from "./DocumentFacts";
import { usePortalMessages } from "./i18n/messages";
import { activeOrganisation, useSession } from "./session";

export function Notices() {
  const { home } = usePortalMessages();
  const session = useSession();
  const mayApprove = session.organisations.some(({ rights }) => rights.includes("approve"));
  const { data, error, refetch } = useQuery<Tasks, ApiProblem>({
    queryKey: ["approvals", "notices"],
    queryFn: () => answer(api.GET("/api/approvals/notices")),
    enabled: mayApprove,
    staleTime: 0,
  });
  const tasks = mayApprove ? data : { notices: [], more: false };
  return (
    <section
      className={tasks || error ? "notices" : "notices notices-coming"}
      aria-labelledby="notices"
    >
      <h2 id="notices">{home.notices}</h2>
      {tasks && tasks.notices.length > 0 && <List tasks={tasks} />}
      {tasks?.notices.length === 0 && (tasks.more ? <NotHere /> : <Nothing />)}
      {!tasks && !error && <Coming />}
      {!tasks && error && <Failed problem={toProblem(error)} retry={() => void refetch()} />}
    </section>
  );
}

function List({ tasks }: { tasks: Tasks }) {
  const { home } = usePortalMessages();
  const { notices, more } = tasks;
  const count = notices.length;
  return (
    <>
      <p className="soft">{more ? home.toApproveMore(count) : home.toApprove(count)}</p>
      <ul className="tasks">
        {notices.map((task) => (
          <Line key={`${task.organisation.id} ${task.document}`} task={task} />
        ))}
      </ul>
      {more && (
        <Link className="link" href="/approvals">
          {home.allToApprove}
        </Link>
      )}
    </>
  );
}

function Line({ task }: { task: Task }) {
  const { documents } = usePortalMessages();
  const facts = useFacts();
  return (
    <li>
      <Link className="task" href={`/approvals/${task.organisation.id}/${task.document}`}>
        <span className="task-what">
          <span className="small">
            {task.organisation.name} · {documents.kind[task.kind]}
          </span>
          <span className="strong">{task.title}</span>
          {task.amount && <span className="soft">{facts.amount(task.amount)}</span>}
        </span>
        <span className="task-when">
          <Deadline date={task.deadline} />
        </span>
        <ChevronRight aria-hidden="true" />
      </Link>
    </li>
  );
}

/** There is more open than was looked through, and in that much nothing waits for this user. */
function NotHere() {
  const { home } = usePortalMessages();
  return (
    <Empty icon={Inbox} title={home.notHere}>
      <p>{home.notHereWhy}</p>
      <Link className="link" href="/approvals">
        {home.allToApprove}
      </Link>
    </Empty>
  );
}

function Nothing() {
  const { home } = usePortalMessages();
  const { firm } = useBranding();
  const session = useSession();
  if (!activeOrganisation(session) && session.organisations.length > 0) {
    return (
      <Empty icon={Inbox} title={home.noClient}>
        <p>{home.noClientWhy}</p>
      </Empty>
    );
  }
  return (
    <Empty icon={Inbox} title={home.empty}>
      <p>{home.emptyWhy(firm)}</p>
      <p>{home.emptyNext}</p>
    </Empty>
  );
}

function Coming() {
  const { common } = useMessages();
  const waiting = useWaiting(true);
  return (
    <p className="tasks-waiting" role="status">
      {waiting === "text" && common.loading}
      {waiting === "explanation" && common.slow}
    </p>
  );
}

function Failed({ problem, retry }: { problem: ApiProblem; retry(): void }) {
  const { home } = usePortalMessages();
  const { common } = useMessages();
  return (
    <Notice kind="warning" title={home.noticesFailed} live>
      {problem.status !== 0 && <Reference problem={problem} />}
      <Button onClick={retry}>{common.retry}</Button>
    </Notice>
  );
}
