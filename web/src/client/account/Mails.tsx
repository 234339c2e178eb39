// About what one gets mails: a box for each client and subject, saved as it is ticked.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answer, api } from "../../api/client";
import { type ApiProblem, toProblem } from "../../api/problem";
import type { MailsAbout, MailsOf } from "../../api/types";
import { useMessages } from "../../i18n/language";
import { useWaiting } from "../../ui/waiting";
import { usePortalMessages } from "../i18n/messages";
import { useSession } from "../session";
import { Failed } from "./loading";

const KEY = ["mails"];

export function Mails() {
  const { account } = usePortalMessages();
  const { data, error, isPending, refetch } = useQuery<MailsOf[], ApiProblem>({
    queryKey: KEY,
    queryFn: async () => (await answer(api.GET("/api/account/mails"))).organisations,
    staleTime: 0,
  });
  if (data) {
    if (data.length === 0) return <p>{account.mailsNone}</p>;
    return data.map((of) => <Client key={of.organisation.id} of={of} />);
  }
  if (isPending) return <Coming />;
  return (
    <Failed title={account.mailsUnread} problem={toProblem(error)} retry={() => void refetch()} />
  );
}

/** As tall as the answer will be: below it nothing moves when it comes. */
function Coming() {
  const { organisations } = useSession();
  const { common } = useMessages();
  const waiting = useWaiting(true);
  const clients = organisations.filter(({ rights }) => rights.includes("approve"));
  return clients.map(({ id, name }, index) => (
    <fieldset key={id} className="choices">
      <legend className="strong">{name}</legend>
      <p className="choices-waiting" role={index === 0 ? "status" : undefined}>
        {index === 0 && waiting === "text" && common.wait}
        {index === 0 && waiting === "explanation" && common.slow}
      </p>
    </fieldset>
  ));
}

function Client({ of: { organisation, modules } }: { of: MailsOf }) {
  return (
    <fieldset className="choices">
      <legend className="strong">{organisation.name}</legend>
      {modules.map((about) => (
        <Choice key={about.module} organisation={organisation.id} about={about} />
      ))}
    </fieldset>
  );
}

function Choice({ organisation, about }: { organisation: string; about: MailsAbout }) {
  const { account } = usePortalMessages();
  const queries = useQueryClient();
  const [said, setSaid] = useState<string>();
  // Shown at once: a choice that seems not to be taken is made again. It goes back when it was not saved.
  const [chosen, setChosen] = useState<boolean>();
  const choose = async (on: boolean) => {
    // One after the other: two that overtake each other would leave the wrong one.
    if (chosen !== undefined) return;
    setSaid(undefined);
    setChosen(on);
    const { module } = about;
    try {
      await answer(api.PUT("/api/account/mails", { body: { organisation, module, on } }));
      queries.setQueryData<MailsOf[]>(KEY, (all) =>
        all?.map(chosenIn(organisation, { module, on })),
      );
      setSaid(on ? account.mailsOn : account.mailsOff);
    } catch {
      setSaid(account.mailsFailed);
    } finally {
      setChosen(undefined);
    }
  };
  return (
    <>
      <label>
        <input
          type="checkbox"
          checked={chosen ?? about.on}
          onChange={(event) => void choose(event.target.checked)}
        />
        <span>{account.mailsAbout[about.module]}</span>
      </label>
      <p className="status" role="status">
        {said}
      </p>
    </>
  );
}

/** The list after a choice; whatever else it holds stays. */
function chosenIn(organisation: string, choice: MailsAbout) {
  return (of: MailsOf): MailsOf => {
    if (of.organisation.id !== organisation) return of;
    const same = ({ module }: MailsAbout) => module === choice.module;
    return { ...of, modules: of.modules.map((about) => (same(about) ? choice : about)) };
  };
}
