import type { ActionResult, User } from "@/api/people";
import type { UserAction } from "@/api/users";
import { useAsk } from "@/hooks/useAsk";
import { useTranslation } from "@/i18n";
import { useEffect } from "react";
import { namesOf } from "../lib/names";
import { useActions } from "../lib/useActions";
import { useGroups, useRoles } from "../lib/useChoices";
import { DeleteUsers } from "./DeleteUsers";
import { RefusedDialog } from "./RefusedDialog";
import { TickDialog } from "./TickDialog";

export type Wish = { kind: UserAction["action"]; users: readonly Pick<User, "id" | "name">[] };
type Props = {
  wish: Wish | null;
  onClose: () => void;
  /** When all of it was done. */
  onDone: () => void;
  act: (action: UserAction) => Promise<ActionResult[]>;
};

/** What can be done with one or several users: asks what it needs, does it, tells what was refused. */
export function UserActions({ wish, onClose, onDone, act }: Props) {
  const { t } = useTranslation();
  const ask = useAsk();
  const roles = useRoles();
  const groups = useGroups();
  const users = wish?.users ?? [];
  const actions = useActions((id) => users.find((user) => user.id === id)?.name ?? id);
  const run = async (action: UserAction) => {
    const said = (stop_jobs: boolean) => (action.action === "remove_groups" && stop_jobs ? { ...action, stop_jobs } : action);
    await actions.run((stop) => act(said(stop)), (n) => t("people.do.done", { n }), onDone);
  };

  useEffect(() => {
    if (wish?.kind !== "lock" && wish?.kind !== "unlock") return;
    const ids = wish.users.map((user) => user.id);
    if (wish.kind === "lock") {
      ask({ title: t("people.do.lock_ask", { n: ids.length }), okText: t("people.do.lock"), danger: true, onOk: () => run({ action: "lock", ids }) });
    } else void run({ action: "unlock", ids });
    onClose();
    // Once for each wish; what it calls may be new at every drawing.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [wish]);

  const ids = users.map((user) => user.id);
  const lead = t("people.do.to_many", { names: namesOf(t, users.map((user) => user.name)) });
  return (
    <>
      {(wish?.kind === "add_roles" || wish?.kind === "remove_roles") && (
        <TickDialog
          title={t(`people.do.${wish.kind}`)} lead={lead} items={wish.kind === "add_roles" ? roles.ticks : roles.ticks.map((one) => ({ ...one, not: undefined }))}
          none={t("people.pick.no_roles")} onClose={onClose} onDone={(role_ids) => run({ action: wish.kind as "add_roles", ids, role_ids })}
        />
      )}
      {(wish?.kind === "add_groups" || wish?.kind === "remove_groups") && (
        <TickDialog
          title={t(`people.do.${wish.kind}`)} lead={lead} items={groups.ticks} none={t("people.pick.no_groups")} onClose={onClose}
          onDone={(group_ids) => run({ action: wish.kind as "add_groups" | "remove_groups", ids, group_ids })}
        />
      )}
      {wish?.kind === "delete" && (
        <DeleteUsers users={users} onClose={onClose} onDelete={(transfer_to) => run({ action: "delete", ids, ...(transfer_to ? { transfer_to } : {}) })} />
      )}
      <RefusedDialog refused={actions.refused} onClose={actions.close} />
      {actions.dialog}
    </>
  );
}
