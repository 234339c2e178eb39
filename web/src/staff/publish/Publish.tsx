// Publiceren: a new draft.
import { Page } from "../../ui/Page";
import { useStaffMessages } from "../i18n/messages";
import { Editor } from "./Editor";

export default function Publish() {
  const { publish } = useStaffMessages();
  return (
    <Page id="publish" title={publish.title} wide>
      <Editor />
    </Page>
  );
}
