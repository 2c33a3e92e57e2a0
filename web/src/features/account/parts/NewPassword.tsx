import { useTranslation } from "@/i18n";
import { longEnough } from "../lib";
import { DoorField } from "./DoorField";

export type Typed = { password: string; again: string };
export const noPassword: Typed = { password: "", again: "" };
export const fine = (typed: Typed): boolean => longEnough(typed.password) && typed.password === typed.again;

type Props = { value: Typed; onChange: (value: Typed) => void; tried: boolean; /** What the server says. */ wrong?: string | undefined; autoFocus?: boolean };

/** A new password, typed twice. */
export function NewPassword({ value, onChange, tried, wrong, autoFocus }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <DoorField
        label={t("account.password.new")} value={value.password} onChange={(password) => onChange({ ...value, password })} secret autoComplete="new-password"
        {...(autoFocus ? { autoFocus } : {})} hint={t("account.setup.rule")} wrong={tried && !longEnough(value.password) ? t("account.setup.short") : wrong}
      />
      <DoorField
        label={t("account.setup.again")} value={value.again} onChange={(again) => onChange({ ...value, again })} secret autoComplete="new-password"
        wrong={tried && value.password !== value.again ? t("account.setup.differs") : undefined}
      />
    </>
  );
}
