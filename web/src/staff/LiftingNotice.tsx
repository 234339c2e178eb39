// A wish to end four eyes for some kinds: a colleague of who wants it agrees or says no.
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { answer, api } from "../api/client";
import { toProblem } from "../api/problem";
import type { Lifting, Settings } from "../api/types";
import { formatMoment } from "../i18n/figures";
import { useLanguage } from "../i18n/language";
import { Button } from "../ui/Button";
import { ErrorSummary } from "../ui/ErrorSummary";
import { Notice } from "../ui/Notice";
import { useStaffMessages } from "./i18n/messages";
import { keys } from "./place";
import { useAction } from "./useAction";

/** What was looked at is not what there is any more: the page shows that, under the reason why nothing was done. */
export const refetchWhen = (code: string, queries: QueryClient) => (thrown: unknown) => {
  if (toProblem(thrown).code === code) void queries.invalidateQueries({ queryKey: keys.settings });
  throw thrown;
};

export function LiftingNotice({ lifting }: { lifting: Lifting }) {
  const { settings: texts, kinds } = useStaffMessages();
  const { language } = useLanguage();
  const queries = useQueryClient();
  const action = useAction();
  const decide = (decision: () => Promise<Settings>) =>
    action.run(async () => {
      const decided = await decision().catch(refetchWhen("lifting_changed", queries));
      queries.setQueryData(keys.settings, decided);
    });
  const agree = () =>
    decide(() =>
      answer(api.POST("/api/office/settings/lifting/agree", { body: { kinds: lifting.kinds } })),
    );
  const refuse = () =>
    decide(() =>
      answer(api.POST("/api/office/settings/lifting/refuse", { body: { kinds: lifting.kinds } })),
    );
  const names = lifting.kinds.map((kind) => kinds[kind]).join(", ");
  return (
    <Notice kind="info">
      <ErrorSummary failure={action.failure} />
      <p className="strong">{lifting.own ? texts.liftingOwn : texts.lifting(lifting.by.name)}</p>
      <p>{names}</p>
      <p className="soft">{texts.liftingSince(formatMoment(language, lifting.at))}</p>
      <div className="actions">
        {!lifting.own && (
          <Button busy={action.busy} onClick={agree}>
            {texts.liftingAgree}
          </Button>
        )}
        <Button busy={action.busy} onClick={refuse}>
          {lifting.own ? texts.liftingTakeBack : texts.liftingRefuse}
        </Button>
      </div>
    </Notice>
  );
}
