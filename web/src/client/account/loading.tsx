// What a part of the page shows while its own answer is on its way, or did not come.
import type { ApiProblem } from "../../api/problem";
import { useMessages } from "../../i18n/language";
import { Button } from "../../ui/Button";
import { Reference } from "../../ui/ErrorSummary";
import { Notice } from "../../ui/Notice";
import { useWaiting } from "../../ui/waiting";

/** As tall as one line of a list: most people have one device and one client. */
export function Waiting() {
  const { common } = useMessages();
  const waiting = useWaiting(true);
  return (
    <p className="devices-waiting" role="status">
      {waiting === "text" && common.wait}
      {waiting === "explanation" && common.slow}
    </p>
  );
}

export function Failed(props: { title: string; problem: ApiProblem; retry(): void }) {
  const { title, problem, retry } = props;
  const { common } = useMessages();
  return (
    <Notice kind="warning" title={title} live>
      {problem.status !== 0 && <Reference problem={problem} />}
      <Button onClick={retry}>{common.retry}</Button>
    </Notice>
  );
}
