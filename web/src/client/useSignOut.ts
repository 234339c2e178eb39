// Signing out, here or everywhere. It is only done when the portal says so.
import { useState } from "react";
import { answer, api } from "../api/client";
import { toProblem } from "../api/problem";
import { announce } from "./channel";
import { useLeave } from "./session";

export function useSignOut(where: "here" | "everywhere" = "here") {
  const leave = useLeave();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const signOut = async () => {
    setBusy(true);
    setFailed(false);
    try {
      const call =
        where === "here"
          ? api.POST("/api/sign-out", { body: {} })
          : api.POST("/api/sign-out/everywhere", { body: {} });
      await answer(call);
    } catch (thrown) {
      setBusy(false);
      // Already over: the listener for ended sessions leads on.
      if (toProblem(thrown).code !== "no_session") setFailed(true);
      return;
    }
    announce({ signedOut: true });
    leave("signedOut");
  };
  return { busy, failed, run: () => void signOut() };
}
