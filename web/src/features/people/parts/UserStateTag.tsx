import type { UserState } from "@/api/people";
import { StateTag, type State } from "@/components/StateTag";
import { useTranslation } from "@/i18n";

const looks: Record<UserState, State> = { active: "done", locked: "failed", invited: "draft", waiting: "recheck" };

export function UserStateTag({ state }: { state: UserState }) {
  const { t } = useTranslation();
  return <StateTag state={looks[state]} text={t(`people.state.${state}`)} />;
}
