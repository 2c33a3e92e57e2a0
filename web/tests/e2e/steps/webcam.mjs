import { check, checkWords, openBrowser, openPage, test } from "../lib.mjs";

const CAMERA = "--use-fake-device-for-media-stream";
/** What the browser has and allows, and what the page then says. */
const cases = [
  { said: "verdict", flags: [CAMERA], permissions: ["camera"] },
  { said: "denied", flags: [CAMERA, "--deny-permission-prompts"], permissions: [] },
  { said: "none", flags: [], permissions: ["camera"] },
];

/** A camera that judges, one that is not allowed, and none: each in browsers of their own, as the same person. */
export async function webcam({ page, base, language, projectId, serviceId, given }) {
  const storageState = await page.context().storageState();
  for (const { said, flags, permissions } of cases) {
    const browser = await openBrowser(...flags);
    try {
      const { page: other, faults } = await openPage(browser, language, { storageState, permissions });
      await other.goto(`${base}/projects/${projectId}/services/${serviceId}?try=webcam`);
      await other.locator(test("webcam")).click();
      await other.locator(test(`webcam-${said}`)).waitFor();
      await checkWords(other, language, given);
      const running = (await other.locator("video").count()) === 1;
      check(running === (said === "verdict"), `with the camera ${said} there is ${running ? "a" : "no"} picture of it`);
      check(faults.length === 0, `unseen faults: ${faults.join("; ")}`);
    } finally {
      await browser.close();
    }
  }
}
