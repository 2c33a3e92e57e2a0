import { useQueryClient } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { changeHolders, type Holders } from "@/api/roles";
import type { Role } from "@/api/people";
import { useNotify } from "@/hooks/useNotify";
import { useTranslation } from "@/i18n";
import { roleName } from "@/lib/roleName";
import { useGroups } from "../lib/useChoices";
import { PeopleDialog } from "./PeopleDialog";
import { TickDialog } from "./TickDialog";

export type Link = { role: Role; to: "users" | "groups" };

/** Gives a role to users or groups. */
export function RoleLink({ link: { role, to }, onClose }: { link: Link; onClose: () => void }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const client = useQueryClient();
  const { groups, ticks } = useGroups();
  const give = async (body: Holders) => {
    try {
      await changeHolders(role.id, body);
      notify.done(t("people.roles.linked"));
    } catch (error) {
      notify.failed(error);
    }
    await client.invalidateQueries({ queryKey: keys.people });
  };
  const lead = roleName(t, role);
  if (to === "users") return <PeopleDialog title={t("people.roles.link_users")} lead={lead} onClose={onClose} onDone={(add_user_ids) => give({ add_user_ids })} />;
  const without = groups.filter((group) => !group.roles.some((one) => one.id === role.id)).map((group) => group.id);
  return (
    <TickDialog
      title={t("people.roles.link_groups")} lead={lead} items={ticks.filter((one) => without.includes(one.id))} none={t("people.pick.no_groups")}
      onClose={onClose} onDone={(add_group_ids) => give({ add_group_ids })}
    />
  );
}
