// The office's home screen, for the firm's own people. Loaded by them only.
import { ClipboardList } from "lucide-react";
import { usePortalMessages } from "../client/i18n/messages";
import { Empty } from "../ui/Empty";
import { Page } from "../ui/Page";

export default function Office() {
  const { office } = usePortalMessages();
  return (
    <Page id="office" title={office.title} wide>
      <section className="notices" aria-labelledby="work">
        <h2 id="work">{office.work}</h2>
        <Empty icon={ClipboardList} title={office.empty}>
          <p>{office.emptyWhy}</p>
        </Empty>
      </section>
    </Page>
  );
}
