import { describe, expect, it } from "vitest";
import type { Provider } from "@/api/identity";
import { bodyOf, draftOf, emptyDraft, newRow } from "./draft";

const role = { id: "r", key: null, name: "line" };
const kept: Provider = {
  id: "p", kind: "oidc", name: "Works", enabled: true, create_users: false, ldap: null, has_secret: true, users: 3, redirect_uri: "https://f.example/x",
  oidc: { issuer: "https://id.example", client_id: "fovea", scopes: ["profile", "groups"], group_claim: "groups", ca_pem: "", server_url: "https://f.example" },
  mapping: [{ their_group: "line 1", role, group: null }, { their_group: "line 2", role: null, group: { id: "g", name: "two" } }],
  created_at: "2026-01-01T00:00:00.000Z", revision: 1,
};

describe("a provider that is edited", () => {
  it("comes back as it was, and its secret is not touched", () => {
    expect(bodyOf(draftOf(kept))).toEqual({
      kind: "oidc", name: "Works", enabled: true, create_users: false, oidc: kept.oidc, ldap: null, secret: null,
      mapping: [{ their_group: "line 1", role_id: "r", group_id: null }, { their_group: "line 2", role_id: null, group_id: "g" }],
    });
    expect(draftOf({ ...kept, has_secret: false }).secret).toBe("");
  });

  it("sends scopes one by one and leaves empty rows out", () => {
    const draft = { ...emptyDraft("oidc"), scopes: " profile,  email\tgroups ", mapping: [newRow(), { ...newRow(), their_group: " x ", gives: "role:r" }] };
    expect(bodyOf(draft).oidc?.scopes).toEqual(["profile", "email", "groups"]);
    expect(bodyOf(draft).mapping).toEqual([{ their_group: "x", role_id: "r", group_id: null }]);
  });

  it("of a directory has no settings of the other kind", () => {
    const body = bodyOf(emptyDraft("ldap"));
    expect(body.oidc).toBeNull();
    expect(body.ldap?.user_filter).toContain("{name}");
  });
});
