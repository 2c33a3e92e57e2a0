import type { ReactNode } from "react";
import { ErrorNote } from "./ErrorNote";
import { Loading } from "./Loading";

type Props<T> = { query: { data: T | undefined; error: unknown; refetch: () => unknown }; children: (data: T) => ReactNode };

/** A page of one thing: waits for it, or says why it is not there. What was loaded once stays when a later look fails. */
export function Loaded<T>({ query, children }: Props<T>) {
  const { data, error, refetch } = query;
  if (data !== undefined) return <>{children(data)}</>;
  if (error) {
    return (
      <div className="page">
        <ErrorNote error={error} retry={() => void refetch()} />
      </div>
    );
  }
  return <Loading />;
}
