// The firm's settings: which kinds of documents need four eyes, and whether clients are reminded.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { answer, api } from "../api/client";
import { type ApiProblem, toProblem } from "../api/problem";
import type { Settings as SettingsView } from "../api/types";
import { Button } from "../ui/Button";
import { Checkbox } from "../ui/Checkbox";
import { ErrorSummary } from "../ui/ErrorSummary";
import { Notice } from "../ui/Notice";
import { Page } from "../ui/Page";
import { Skeleton, SlowExplanation } from "../ui/waiting";
import { useStaffMessages } from "./i18n/messages";
import { KINDS } from "./kinds";
import { LiftingNotice, refetchWhen } from "./LiftingNotice";
import { Part, Trouble } from "./parts";
import { keys } from "./place";
import { useAction } from "./useAction";

export default function Settings() {
  const { settings } = useStaffMessages();
  const query = useQuery<SettingsView, ApiProblem>({
    queryKey: keys.settings,
    queryFn: () => answer(api.GET("/api/office/settings")),
  });
  return (
    <Page id="settings" title={settings.title} wide>
      {query.data?.lifting && <LiftingNotice lifting={query.data.lifting} />}
      {query.data && <SettingsForm settings={query.data} />}
      {!query.data && query.error && (
        <Trouble problem={toProblem(query.error)} retry={() => void query.refetch()} />
      )}
      {query.isLoading && <Skeleton lines={8} />}
    </Page>
  );
}

function SettingsForm({ settings }: { settings: SettingsView }) {
  const { settings: texts, kinds } = useStaffMessages();
  const queries = useQueryClient();
  const [saved, setSaved] = useState<"all" | "in part">();
  const action = useAction();
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const entries = new FormData(event.currentTarget);
    const body = {
      revision: settings.revision,
      four_eyes: KINDS.filter((kind) => entries.has(kind)),
      reminders: entries.has("reminders"),
    };
    setSaved(undefined);
    action.run(async () => {
      const call = api.PUT("/api/office/settings", { body });
      const answered = await answer(call).catch(refetchWhen("settings_changed", queries));
      queries.setQueryData(keys.settings, answered);
      setSaved(answered.four_eyes.length === body.four_eyes.length ? "all" : "in part");
    });
  };
  return (
    <form noValidate className="settings" onSubmit={save} onChange={() => setSaved(undefined)}>
      <ErrorSummary failure={action.failure} />
      {/* What the portal has takes the place of what was chosen here, whoever changed it. */}
      <div key={settings.revision} className="parts">
        <Part id="four-eyes" title={texts.fourEyes}>
          <fieldset className="choices">
            <legend className="soft">{texts.fourEyesText}</legend>
            {KINDS.map((kind) => (
              <Checkbox
                key={kind}
                name={kind}
                label={kinds[kind]}
                defaultChecked={settings.four_eyes.includes(kind)}
              />
            ))}
          </fieldset>
        </Part>
        <Part id="reminding" title={texts.reminders}>
          <p className="soft">{texts.remindersText}</p>
          <Checkbox
            name="reminders"
            label={texts.remindersOn}
            defaultChecked={settings.reminders}
          />
        </Part>
      </div>
      {saved && !action.failure && (
        <Notice kind="done" live>
          <p>{saved === "all" ? texts.saved : texts.savedInPart}</p>
        </Notice>
      )}
      <div className="actions">
        <Button kind="primary" type="submit" busy={action.busy} waiting={action.waiting}>
          {texts.save}
        </Button>
      </div>
      <SlowExplanation waiting={action.waiting} />
    </form>
  );
}
