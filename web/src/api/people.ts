// Users, groups, roles, sessions, tokens, settings, audit: the generated shapes under the names that the pages use, narrowed where the
// document says "string" and the server has a few words only.
import type { Id, Page, Time } from "./contract";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type PresetKey = "administrator" | "platform_user" | "annotator" | "reviewer" | "auditor";
export type StoredLanguage = "zh-CN" | "en" | "";
type Keyed<T> = Omit<T, "key"> & { key: PresetKey | null };
export type RoleRef = Keyed<Schemas["RoleRef"]>;
export type GroupRef = Schemas["GroupRef"];
type Person<T> = Omit<T, "roles" | "language"> & { roles: RoleRef[]; language: StoredLanguage };

export type Me = Person<Schemas["Me"]>;
export type About = Schemas["About"];
export type RunVersion = Schemas["RunVersion"];
export type UserState = Schemas["UserState"];
export type User = Person<Schemas["User"]>;
export type RightSource = Omit<Schemas["RightFrom"], "role"> & { role: RoleRef };
export type UserDetail = User & { rights: { name: string; from: RightSource[] }[]; invitation_expires_at: Time | null; data_used_bytes: number };
export type NewUser = Schemas["NewUser"];
export type UserPatch = Schemas["UserChange"];
export type Invitation = Schemas["Invitation"];
export type MadeUser = Omit<Schemas["MadeUser"], "user"> & { user: User };
export type RowProblem = Schemas["RowProblem"];
export type BatchAnswer = Omit<Schemas["BatchAnswer"], "made"> & { made: MadeUser[] };
export type Belongings = Schemas["Belongings"];
export type ActionResult = Schemas["ActionResult"];
export type Console = Schemas["Console"];

export type Group = Omit<Schemas["Group"], "roles"> & { roles: RoleRef[] };
export type Role = Keyed<Schemas["Role"]>;
export type PermissionTree = Schemas["PermissionTree"];

export type Session = Schemas["Session"];
export type Token = Schemas["Token"];
export type NewToken = Token & { secret: string };
export type SecondFactor = Schemas["SecondFactor"];
export type Settings = Schemas["Settings"];
export type SettingsPatch = Partial<Omit<Settings, "modules">> & { modules_off?: string[] };
export type MailSettings = Schemas["MailSettings"];
export type MailWanted = Schemas["MailWanted"];
export type MailState = Schemas["MailState"];
export type Branding = Schemas["Branding"];
export type AuditRow = Omit<Schemas["AuditRow"], "before" | "after" | "result"> & {
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  result: "done" | "refused";
};
export type AuditCheck = Schemas["AuditCheck"];

export type { Id, Page, Time };
export type Contact = Schemas["Contact"];
