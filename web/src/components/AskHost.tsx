import { lazy, Suspense } from "react";
import { useQuestion } from "@/hooks/useAsk";

const AskDialog = lazy(async () => ({ default: (await import("./AskDialog")).AskDialog }));

/** Once, at the root. */
export function AskHost() {
  const { question, close } = useQuestion();
  if (!question) return null;
  return (
    <Suspense fallback={null}>
      <AskDialog question={question} onClose={close} />
    </Suspense>
  );
}
