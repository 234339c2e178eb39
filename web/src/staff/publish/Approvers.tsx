// Who has to approve: the organisation's usual approvers, or stages for this document alone.
import { useQuery } from "@tanstack/react-query";
import { answer, api } from "../../api/client";
import type { ApiProblem } from "../../api/problem";
import type { Member, Named, OrganisationDetail, Stage } from "../../api/types";
import { Button } from "../../ui/Button";
import { FieldError } from "../../ui/fields";
import { Select } from "../../ui/Select";
import { useStaffMessages } from "../i18n/messages";
import { keys } from "../place";
import { ANYONE, choosable, MAX_STAGES, mayApprove, toggled } from "./stages";

export function useOrganisation(organisation: Named | null) {
  const id = organisation?.id ?? "";
  return useQuery<OrganisationDetail, ApiProblem>({
    queryKey: keys.organisation(id),
    queryFn: () =>
      answer(
        api.GET("/api/office/organisations/{organisation}", {
          params: { path: { organisation: id } },
        }),
      ),
    enabled: organisation !== null,
  });
}

/** Each stage in a few words, in order. */
export function useStagesText(): (stages: Stage[], members: Member[]) => string[] {
  const { approvers } = useStaffMessages();
  return (stages, members) => {
    const nameOf = (id: string) => members.find((member) => member.id === id)?.name;
    return stages.map((stage) => {
      if (stage.members.length === 0) return approvers.anyOf(stage.needed);
      const names = stage.members.map((id) => nameOf(id) ?? approvers.unknown).join(", ");
      const isAll = stage.needed === stage.members.length;
      return isAll ? names : approvers.someOf(stage.needed, names);
    });
  };
}

export function StagesList({ texts }: { texts: string[] }) {
  const { approvers } = useStaffMessages();
  if (texts.length === 1) return <span>{texts[0]}</span>;
  return (
    <ol className="stages">
      {texts.map((text, index) => (
        <li key={text}>
          <span className="soft">{approvers.stage(index + 1)}:</span> {text}
        </li>
      ))}
    </ol>
  );
}

interface ApproversProps {
  organisation: Named | null;
  stages: Stage[] | null;
  /** These stages become the organisation's usual ones too. */
  keep: boolean;
  error: string | undefined;
  onChange(stages: Stage[] | null): void;
  onKeep(keep: boolean): void;
}

export function Approvers(props: ApproversProps) {
  const { approvers } = useStaffMessages();
  const query = useOrganisation(props.organisation);
  if (!props.organisation) return <p className="soft">{approvers.chooseFirst}</p>;
  if (query.isError) return <p className="soft">{approvers.failed}</p>;
  if (!query.data) return <p className="soft">{"\u00a0"}</p>;
  return <Choice {...props} detail={query.data} />;
}

function Choice(props: ApproversProps & { detail: OrganisationDetail }) {
  const { approvers } = useStaffMessages();
  const { detail, stages, error, onChange } = props;
  const stagesText = useStagesText();
  if (!detail.members.some(mayApprove)) return <p className="soft">{approvers.noMembers}</p>;
  return (
    <fieldset
      className={error ? "choices field-wrong" : "choices"}
      aria-describedby={error ? "stages-error" : undefined}
    >
      <legend className="visually-hidden">{approvers.title}</legend>
      {error && <FieldError name="stages">{error}</FieldError>}
      <label>
        <input
          type="radio"
          id="stages"
          name="stages"
          checked={stages === null}
          onChange={() => onChange(null)}
        />
        <span>{approvers.usual}</span>
      </label>
      {stages === null && (
        <div className="choice-more">
          <p className="soft">{approvers.usualOf(detail.name)}</p>
          <StagesList texts={stagesText(detail.stages, detail.members)} />
        </div>
      )}
      <label>
        <input
          type="radio"
          name="stages"
          checked={stages !== null}
          onChange={() => onChange(detail.stages.length > 0 ? detail.stages : [ANYONE])}
        />
        <span>{approvers.own}</span>
      </label>
      {stages !== null && <OwnStages {...props} stages={stages} members={detail.members} />}
    </fieldset>
  );
}

function OwnStages(props: ApproversProps & { stages: Stage[]; members: Member[] }) {
  const { approvers } = useStaffMessages();
  const { stages, members, onChange, keep, onKeep } = props;
  const replace = (at: number, stage: Stage) =>
    onChange(stages.map((each, index) => (index === at ? stage : each)));
  return (
    <div className="choice-more">
      {stages.map((stage, at) => (
        <StageFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a stage is its place in the order.
          key={at}
          at={at}
          stage={stage}
          members={choosable(stages, at, members)}
          onChange={(next) => replace(at, next)}
          onRemove={
            stages.length > 1
              ? () => onChange(stages.filter((_, index) => index !== at))
              : undefined
          }
        />
      ))}
      {stages.length < MAX_STAGES && (
        <div>
          <Button onClick={() => onChange([...stages, ANYONE])}>{approvers.add}</Button>
          <p className="field-hint">{approvers.addHint}</p>
        </div>
      )}
      <div className="check">
        <label>
          <input
            type="checkbox"
            checked={keep}
            aria-describedby="keep-hint"
            onChange={(event) => onKeep(event.target.checked)}
          />
          <span>{approvers.keep}</span>
        </label>
        <p className="field-hint" id="keep-hint">
          {approvers.keepHint}
        </p>
      </div>
    </div>
  );
}

interface StageFieldsProps {
  at: number;
  stage: Stage;
  members: Member[];
  onChange(stage: Stage): void;
  onRemove: (() => void) | undefined;
}

function StageFields({ at, stage, members, onChange, onRemove }: StageFieldsProps) {
  const { approvers } = useStaffMessages();
  const isAnyone = stage.members.length === 0;
  const most = isAnyone ? members.length : stage.members.length;
  return (
    <fieldset className="stage-fields">
      <legend>{approvers.stage(at + 1)}</legend>
      {members.map((member) => (
        <label key={member.id}>
          <input
            type="checkbox"
            checked={stage.members.includes(member.id)}
            onChange={() => onChange(toggled(stage, member.id))}
          />
          <span>{member.name}</span>
        </label>
      ))}
      <p className="field-hint" role="status">
        {isAnyone && approvers.anyone}
      </p>
      {most > 1 && (
        <Select
          name={`needed-${at}`}
          label={approvers.needed}
          value={stage.needed}
          onChange={(event) => onChange({ ...stage, needed: Number(event.target.value) })}
        >
          {Array.from({ length: most }, (_, index) => index + 1).map((needed) => (
            <option key={needed} value={needed}>
              {isAnyone ? approvers.neededAnyone(needed) : approvers.neededOf(needed, most)}
            </option>
          ))}
        </Select>
      )}
      {onRemove && (
        <Button kind="plain" aria-label={approvers.removeLabel(at + 1)} onClick={onRemove}>
          {approvers.remove}
        </Button>
      )}
    </fieldset>
  );
}
