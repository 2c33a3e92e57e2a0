// A real provider of OpenID Connect (oidc-provider, certified) on a port of its own on this machine, for tests.
//
//   import { startProvider } from "./provider.mjs"     for tests in Node
//   node provider.mjs                                  for others: one JSON object a line in, one a line out
//
// Its tokens can be spoilt on purpose, with the provider's own keys where that is the point.
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import * as jose from "jose";
import { Provider } from "oidc-provider";

export const CLIENT = "fovea";
export const SECRET = "a secret of the test, with signs: %&+=";

/** People of the test by the name they give; `sub` never changes. */
const PEOPLE = {
  eve: { sub: "sub-eve", preferred_username: "eve", name: "夏娃 Eve", email: "eve@id.example", phone_number: "+49 30 1234", groups: ["line 1", "labelling"] },
  ada: { sub: "sub-ada", preferred_username: "ada", name: "Another Ada", email: "ada@id.example", groups: ["chiefs"] },
  mal: { sub: "sub-mal", preferred_username: "mal", name: "Mal", email: "mal@id.example", groups: [] },
};

async function newKey(kid, alg = "RS256") {
  const pair = await jose.generateKeyPair(alg, { extractable: true });
  return { ...(await jose.exportJWK(pair.privateKey)), kid, alg, use: "sig" };
}

function publicPart({ kty, kid, alg, use, n, e, crv, x, y }) {
  return { kty, kid, alg, use, n, e, crv, x, y };
}

async function signed(claims, key, header = {}) {
  return new jose.SignJWT(claims)
    .setProtectedHeader({ alg: key.alg, kid: key.kid, ...header })
    .sign(await jose.importJWK(key, key.alg));
}

/** What a spoilt ID token looks like, from the good one. */
const SPOILT = {
  forged: async (token) => {
    const [head, , signature] = token.split(".");
    const claims = { ...jose.decodeJwt(token), sub: "sub-ada" };
    return [head, Buffer.from(JSON.stringify(claims)).toString("base64url"), signature].join(".");
  },
  unsigned: async (token) =>
    `${Buffer.from('{"alg":"none"}').toString("base64url")}.${token.split(".")[1]}.`,
  // With the public key as if it were a secret.
  confused: async (token, keys) => {
    const pem = await jose.exportSPKI(await jose.importJWK(publicPart(keys.now), "RS256", { extractable: true }));
    const secret = new TextEncoder().encode(pem);
    return new jose.SignJWT(jose.decodeJwt(token)).setProtectedHeader({ alg: "HS256", kid: keys.now.kid }).sign(secret);
  },
  stranger: async (token, keys) => signed(jose.decodeJwt(token), { ...(await newKey("x")), kid: keys.now.kid }),
  unknown_key: async (token) => signed(jose.decodeJwt(token), await newKey("nobody knows this one")),
  expired: async (token, keys) => {
    const past = Math.floor(Date.now() / 1000) - 3600;
    return signed({ ...jose.decodeJwt(token), iat: past - 60, exp: past }, keys.now);
  },
  nonce: async (token, keys) => signed({ ...jose.decodeJwt(token), nonce: "of another login" }, keys.now),
  audience: async (token, keys) => signed({ ...jose.decodeJwt(token), aud: "somebody else" }, keys.now),
  issuer: async (token, keys) => signed({ ...jose.decodeJwt(token), iss: "https://evil.example" }, keys.now),
  // Good, and signed with a key that was not there a moment ago.
  rotated: async (token, keys) => {
    keys.more = await newKey("the new one");
    return signed(jose.decodeJwt(token), keys.more);
  },
};

export async function startProvider() {
  const keys = { now: await newKey("first"), more: undefined };
  const people = structuredClone(PEOPLE);
  const state = { spoil: undefined, asked: { keys: 0, token: 0 } };
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const issuer = `http://127.0.0.1:${server.address().port}`;

  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT, client_secret: SECRET, redirect_uris: ["http://127.0.0.1/callback"], grant_types: ["authorization_code"] }],
    jwks: { keys: [keys.now] },
    cookies: { keys: ["of the test"] },
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    pkce: { required: () => true },
    claims: { openid: ["sub"], profile: ["name", "preferred_username"], email: ["email"], phone: ["phone_number"], groups: ["groups"] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, id) => {
      const person = Object.values(people).find((p) => p.sub === id);
      return person && { accountId: id, claims: () => person };
    },
    renderError: (ctx, out) => {
      ctx.type = "json";
      ctx.body = out;
    },
  });
  // Where Fovea listens is known only after this provider is.
  provider.Client.prototype.redirectUriAllowed = (uri) => /^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?\/api\/v1\/oidc\/[^/]+\/callback$/.test(uri);

  provider.use(async (ctx, next) => {
    const found = /^\/interaction\/([\w-]+)$/.exec(ctx.path);
    if (!found) return next();
    const details = await provider.interactionDetails(ctx.req, ctx.res);
    if (ctx.method === "GET") {
      ctx.type = "html";
      ctx.body = `<!doctype html><meta charset="utf-8"><title>Provider</title><h1>Provider of the test</h1>
        <form method="post"><label>Name <input name="login" autofocus></label>
        <button name="act" value="in">Sign in</button><button name="act" value="no">Refuse</button></form>`;
      return;
    }
    const form = new URLSearchParams(await text(ctx.req));
    const person = people[form.get("login") ?? ""];
    if (form.get("act") === "no" || !person) {
      const refused = { error: "access_denied", error_description: "not today" };
      return provider.interactionFinished(ctx.req, ctx.res, refused);
    }
    const grant = new provider.Grant({ accountId: person.sub, clientId: details.params.client_id });
    grant.addOIDCScope(details.params.scope);
    const result = { login: { accountId: person.sub, remember: false }, consent: { grantId: await grant.save() } };
    return provider.interactionFinished(ctx.req, ctx.res, result, { mergeWithLastSubmission: false });
  });
  provider.use(async (ctx, next) => {
    await next();
    if (ctx.oidc?.route === "jwks") {
      state.asked.keys += 1;
      if (keys.more) ctx.body = { keys: [...ctx.body.keys, publicPart(keys.more)] };
    }
    if (ctx.oidc?.route === "token" && ctx.body?.id_token) {
      state.asked.token += 1;
      const spoil = SPOILT[state.spoil];
      state.spoil = undefined;
      if (spoil) ctx.body.id_token = await spoil(ctx.body.id_token, keys);
    }
  });
  server.on("request", provider.callback());

  return {
    issuer,
    asked: () => ({ ...state.asked }),
    /** The next ID token is spoilt in this way. */
    spoil: (way) => {
      if (!(way in SPOILT)) throw new Error(`there is no way ${way}`);
      state.spoil = way;
    },
    /** What the provider knows of somebody, from now on. */
    change: (name, claims) => {
      people[name] = { ...people[name], ...claims };
    },
    /** Goes there as a browser would, gives this name, and tells where the browser is sent behind the provider. */
    browse: (url, login) => browse(issuer, url, login),
    stop: () => new Promise((done) => {
      server.closeAllConnections();
      server.close(done);
    }),
  };
}

async function text(stream) {
  let all = "";
  for await (const part of stream) all += part;
  return all;
}

async function browse(issuer, url, login) {
  const jar = new Map();
  const ask = async (place, form) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { cookie, ...(form && { "content-type": "application/x-www-form-urlencoded" }) };
    const answer = await fetch(place, { method: form ? "POST" : "GET", headers, body: form, redirect: "manual" });
    for (const line of answer.headers.getSetCookie()) {
      const [name, ...value] = line.split(";")[0].split("=");
      jar.set(name, value.join("="));
    }
    return answer;
  };
  let place = url;
  for (let steps = 0; steps < 10; steps += 1) {
    let answer = await ask(place);
    if (answer.status === 200) {
      const form = login === null ? "act=no" : `act=in&login=${encodeURIComponent(login)}`;
      answer = await ask(place, form);
    }
    const location = answer.headers.get("location");
    if (!location) throw new Error(`${answer.status} ${await answer.text()}`);
    place = new URL(location, place).href;
    if (!place.startsWith(issuer)) return place;
  }
  throw new Error("the provider sends the browser round and round");
}

/** Ends with its input, so that a test that dies leaves nothing behind. */
async function serveLines() {
  console.info = console.error; // What the provider has to say must not stand between the lines.
  const provider = await startProvider();
  const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
  say({ issuer: provider.issuer, client: CLIENT, secret: SECRET });
  for await (const line of createInterface({ input: process.stdin })) {
    const wanted = JSON.parse(line);
    try {
      if (wanted.browse) say({ location: await provider.browse(wanted.browse, wanted.login) });
      else if (wanted.spoil) say({ done: provider.spoil(wanted.spoil) ?? true });
      else if (wanted.change) say({ done: provider.change(wanted.change, wanted.claims) ?? true });
      else say(provider.asked());
    } catch (error) {
      say({ error: String(error) });
    }
  }
  await provider.stop();
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await serveLines();
