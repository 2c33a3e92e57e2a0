import type { ReactNode } from "react";
import { Link } from "react-router";
import { useSession } from "@/hooks/useSession";

type Props = { to: string; className?: string | undefined; /** The step that comes next. */ next?: boolean; /** Not even the words, as around a button. */ hide?: boolean; children: ReactNode };

/** A link for those who may go there; for others the words alone. */
export function OpenLink({ to, className, next, hide, children }: Props) {
  const { mayOpen } = useSession();
  const same = { className, "data-next": next || undefined };
  if (mayOpen(to.split(/[?#]/)[0] ?? to)) return <Link to={to} {...same}>{children}</Link>;
  return hide ? null : <span {...same}>{children}</span>;
}
