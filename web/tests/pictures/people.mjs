// The pictures of the administrator's guide: a small house with a shift of annotators, on a server of its own.
import { inDialog, test } from "../e2e/lib.mjs";
import { asks, setUp } from "../e2e/seed.mjs";
import { ticked } from "../e2e/people/hands.mjs";

export const peopleWords = {
  "zh-CN": {
    user: "王主管", shift: "夜班", shiftSays: "20:00 至次日 8:00", lead: "班长", project: "滚珠丝杠表面", good: "良品", leadSays: "查看记录并复判，派发标注任务", phone: "138 0013 80",
    people: [["li.na", "李娜"], ["zhang.wei", "张伟"], ["chen.jing", "陈静"], ["liu.yang", "刘洋"], ["zhao.min", "赵敏"], ["sun.li", "孙丽"], ["qian.feng", "钱峰"]],
    fresh: [["zhou.jie", "周杰"], ["wu.ting", "吴婷"]], known: ["标注员"], provider: "公司账户", theirs: "标注一组", program: "李娜的笔记本上的 fovea", cluster: "视觉组", clusterSays: "滚珠丝杠产线", kept: ["default", "cpu"],
  },
  en: {
    user: "chief", shift: "Night shift", shiftSays: "From 20:00 to 8:00", lead: "Shift lead", project: "Ball screw surface", good: "Good", leadSays: "Sees and rechecks records, hands out annotation", phone: "+44 20 7946 0",
    people: [["nina.lee", "Nina Lee"], ["tom.hill", "Tom Hill"], ["ada.ford", "Ada Ford"], ["ben.moss", "Ben Moss"], ["eva.lund", "Eva Lund"], ["max.wood", "Max Wood"], ["ida.berg", "Ida Berg"]],
    fresh: [["joe.park", "Joe Park"], ["amy.cole", "Amy Cole"]], known: [], provider: "Company account", theirs: "labelling", program: "fovea on Nina's laptop", cluster: "Vision", clusterSays: "Ball screw line", kept: ["default", "cpu"],
  },
};

/** Somebody logs in for the first time, beside the browser, and leaves a project behind. */
async function workOf(base, name, word) {
  const headers = { "X-Fovea": "1", "Content-Type": "application/json" };
  const send = async (method, path, body) => {
    const answer = await fetch(`${base}/api/v1${path}`, { method, headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path} answers ${answer.status}`);
    const cookie = answer.headers.get("set-cookie");
    if (cookie) headers.Cookie = cookie.split(";")[0];
  };
  const first = `a password for ${name} to begin with`;
  await send("POST", "/session", { name, password: first });
  await send("PUT", "/account/password", { current: first, new: `${first}, and on` });
  await send("POST", "/projects", { name: word.project, product: "", scene: "segmentation", good_name: word.good, note: "", classes: [] });
}

async function fill(ask, base, word) {
  const roles = (await ask("GET", "/roles?limit=50")).items;
  const idOf = (key) => roles.find((role) => role.key === key).id;
  const lead = await ask("POST", "/roles", { name: word.lead, description: word.leadSays, permissions: ["recheck", "annotation.dispatch"] });
  const shift = await ask("POST", "/groups", { name: word.shift, description: word.shiftSays, role_ids: [lead.id] });
  const keys = ["annotator", "annotator", "reviewer", "annotator", "platform_user", "auditor", "annotator"];
  const users = word.people.map(([name, nickname], index) => ({
    name, nickname, phone: `${word.phone}${String(index).padStart(2, "0")}`, mail: `${name}@example.com`,
    role_ids: [idOf(keys[index])], group_ids: index < 3 ? [shift.id] : [],
    ...(index < 5 ? { password: `a password for ${name} to begin with` } : {}),
  }));
  const { made } = await ask("POST", "/users/batch", { users });
  await ask("POST", "/users/actions", { action: "lock", ids: [made[3].user.id] });
  await workOf(base, word.people[4][0], word);
  return { lead, shift, first: made[0].user };
}

export async function takePeople({ page, base, link }, language, snap) {
  const word = peopleWords[language];
  const ask = asks(page, base);
  const go = async (path) => {
    await page.goto(`${base}${path}`);
    await page.waitForLoadState("networkidle");
  };
  await setUp(page, link, base, word.user);
  const { lead, shift, first } = await fill(ask, base, word);

  await go("/admin");
  await snap("admin-console");

  await go("/admin/users");
  await page.locator("tbody tr[data-row-key]", { hasText: word.people[1][0] }).locator("input[type=checkbox]").check();
  await page.locator("tbody tr[data-row-key]", { hasText: word.people[6][0] }).locator("input[type=checkbox]").check();
  await snap("admin-users");

  await go("/admin/users/new");
  await page.click(test("add-row"));
  for (const [index, [name, nickname]] of word.fresh.entries()) {
    const row = page.locator(test("user-row")).nth(index);
    await row.locator(`input${test("row-nickname")}`).fill(nickname);
    await row.locator(`input${test("row-name")}`).fill(index === 1 ? word.people[0][0] : name);
  }
  await page.click(test("next"));
  await page.locator(`${test("user-row")} [role=alert]`).waitFor();
  await snap("admin-wizard");
  await page.locator(test("user-row")).nth(1).locator(`input${test("row-name")}`).fill(word.fresh[1][0]);
  await page.click(test("next"));
  await ticked(page, `tick-${word.known[0] ?? "Annotator"}`).check();
  await page.click(test("next"));
  await page.click(test("create"));
  await page.waitForSelector(test("links"));
  await snap("admin-links");

  await go("/admin/users/import");
  const head = language === "en" ? "user name,nickname,e-mail,roles" : "用户名,昵称,电子邮件,角色";
  const table = `${head}\n${word.fresh[0][0]}.2,A,a@example.com,annotator\n${word.people[0][0]},B,,annotator\nx,C,c@example,annotator\nd.new,D,,painter\n`;
  await page.setInputFiles(test("table"), { name: "users.csv", mimeType: "text/csv", buffer: Buffer.from(table) });
  await page.waitForSelector(test("bad-rows"));
  await snap("admin-import");

  await go(`/admin/users/${first.id}`);
  await page.evaluate(() => document.querySelector("main").scrollTo(0, 330));
  await snap("admin-user");

  await go("/admin/groups");
  await snap("admin-groups");
  await go(`/admin/groups/${shift.id}`);
  await snap("admin-group");

  await go("/admin/roles");
  await snap("admin-roles");

  await go(`/admin/roles/${lead.id}`);
  await page.evaluate(() => document.querySelector("main").scrollTo(0, 190));
  await snap("admin-role");

  const { items } = await ask("GET", "/virtual_clusters/devices");
  const whole = (await ask("GET", "/virtual_clusters")).items[0];
  const share = (quota) => [{ device: "cpu", quota, per_user: quota }];
  await ask("PATCH", `/virtual_clusters/${whole.id}`, { quotas: share(items[0].total - 1) }, { "If-Match": `"${whole.revision}"` });
  const own = await ask("POST", "/virtual_clusters", { name: word.cluster, description: word.clusterSays, longest_run_s: 7200, quotas: share(1), user_ids: [first.id], group_ids: [shift.id] });
  await ask("POST", `/virtual_clusters/${own.id}/members`, { add_administrator_ids: [first.id] });
  await go("/virtual-clusters");
  await snap("admin-clusters");
  await go(`/virtual-clusters/${own.id}`);
  await snap("admin-cluster");

  const provider = await ask("POST", "/identity_providers", {
    kind: "oidc", name: word.provider, enabled: true, create_users: true, secret: "a secret of the pictures",
    oidc: { issuer: "https://id.example/realms/works", client_id: "fovea", scopes: ["profile", "email", "groups"], group_claim: "groups", ca_pem: "", server_url: "https://fovea.example" },
    mapping: [{ their_group: word.theirs, role_id: null, group_id: shift.id }],
  });
  await go(`/admin/identity/${provider.id}`);
  await snap("admin-identity");

  await go("/admin/settings");
  await snap("admin-settings");

  await ask("PATCH", `/users/${first.id}`, { phone: `${word.phone}99`, nickname: first.nickname }, { "If-Match": `"${(await ask("GET", `/users/${first.id}`)).revision}"` });
  await go("/admin/audit?action=user.change");
  await page.locator("tbody tr[data-row-key]").first().click();
  await page.waitForSelector(test("change"));
  await page.click(test("check"));
  await page.waitForSelector(".ant-alert-success");
  await snap("admin-audit");

  await go("/admin/users");
  await page.locator("tbody tr[data-row-key]", { hasText: word.people[4][0] }).locator("button").last().click();
  await page.locator(".ant-dropdown:not(.ant-dropdown-hidden) [role=menuitem]").last().click();
  await page.waitForSelector(test("delete-users"));
  await inDialog(page);
  await page.waitForLoadState("networkidle");
  await snap("admin-delete");

  const asked = await fetch(`${base}/api/v1/device`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ name: word.program }) });
  await go((await asked.json()).verify_url);
  await page.click(test("device-find"));
  await page.waitForSelector(test("device-approve"));
  await snap("account-device");

  await go("/account");
  await snap("account");
  await page.click(test("factor-begin"));
  await page.locator("input[autocomplete=current-password]").fill("a sentence for the pictures");
  await page.click(test("factor-go"));
  await page.waitForSelector(test("factor-secret"));
  await page.locator(test("factor-secret")).scrollIntoViewIfNeeded();
  await snap("account-factor");
}
