// Tells the portal's other tabs what happened to the session that they share.

export interface SessionNews {
  endsAt?: string;
  signedOut?: true;
}

const channel =
  "BroadcastChannel" in globalThis ? new BroadcastChannel("akkoord-session") : undefined;

export function announce(news: SessionNews): void {
  channel?.postMessage(news);
}

export function onNews(listener: (news: SessionNews) => void): () => void {
  const heard = (event: MessageEvent<SessionNews>) => listener(event.data);
  channel?.addEventListener("message", heard);
  return () => channel?.removeEventListener("message", heard);
}
