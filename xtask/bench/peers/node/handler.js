// GET /api/session as sign-in does it, with the AWS SDK as its manual has it. Nothing here is part of the portal: it is
// what the benchmark measures the Rust function against.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { BatchGetItemCommand, DynamoDBClient, QueryCommand } from "@aws-sdk/client-dynamodb";

const table = process.env.TABLE_NAME;
const trusted = process.env.TRUST_STORE_FILE;
const agent = new https.Agent({ keepAlive: true, ca: trusted && readFileSync(trusted) });
const client = new DynamoDBClient({ requestHandler: { httpsAgent: agent } });

const key = (pk, sk) => ({ pk: { S: pk }, sk: { S: sk } });

async function getAll(keys) {
  const wanted = { [table]: { Keys: keys, ConsistentRead: true } };
  const { Responses } = await client.send(new BatchGetItemCommand({ RequestItems: wanted }));
  const found = new Map(Responses[table].map((item) => [`${item.pk.S}|${item.sk.S}`, item]));
  return keys.map((wanted) => found.get(`${wanted.pk.S}|${wanted.sk.S}`));
}

function problem(statusCode, code) {
  return { statusCode, headers: { "content-type": "application/problem+json" }, body: JSON.stringify({ code }) };
}

async function session(event) {
  const cookie = (event.cookies ?? []).find((cookie) => cookie.startsWith("__Host-session="));
  if (!cookie) return problem(401, "no_session");
  const handle = cookie.slice("__Host-session=".length);
  const pk = `USER#${handle.split(".")[0]}`;
  const digest = createHash("sha256").update(handle).digest("hex");
  const query = new QueryCommand({
    TableName: table,
    IndexName: "by-user",
    KeyConditionExpression: "user_pk = :user",
    ExpressionAttributeValues: { ":user": { S: pk } },
    Limit: 50,
  });
  const [[stored, user], { Items }] = await Promise.all([
    getAll([key(pk, `SESSION#${digest}`), key(pk, "USER")]),
    client.send(query),
  ]);
  if (!stored || !user) return problem(401, "no_session");
  const ends = Math.min(Number(stored.ends_at_latest.N), Number(stored.last_seen_at.N) + 1_800_000);
  const live = ends > Date.now() && Number(stored.created_at.N) > Number(user.valid_from.N);
  if (user.status.S !== "active" || !live) return problem(401, "no_session");
  const member = `MEMBER#${user.id.S}`;
  const items = await getAll(Items.flatMap(({ org_sk: { S: org } }) => [key(org, "ORG"), key(org, member)]));
  const organisations = [];
  for (let at = 0; at < items.length; at += 2) {
    const [organisation, membership] = [items[at], items[at + 1]];
    if (!organisation || !membership) continue;
    organisations.push({
      id: organisation.id.S,
      name: organisation.name.S,
      client_number: organisation.client_number.S,
      rights: membership.rights.L.map((right) => right.S).sort(),
    });
  }
  organisations.sort((one, other) => one.name.localeCompare(other.name));
  const view = {
    user: user.id.S,
    name: user.name.S,
    login: user.login.S,
    email: user.email.S,
    mobile: `•••• ••${user.mobile.S.slice(-4)}`,
    language: user.language.S,
    kind: user.kind.S,
    organisations,
    active_organisation: stored.organisation?.S ?? organisations[0]?.id ?? null,
    ends_at: new Date(ends).toISOString(),
    second_factor: { authenticator: false, sms: true, recovery_codes_left: 0 },
  };
  const headers = { "content-type": "application/json", "cache-control": "no-store" };
  return { statusCode: 200, headers, body: JSON.stringify(view) };
}

// The Lambda Runtime API, as small as it can be.
const [hostname, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const runtime = new http.Agent({ keepAlive: true });

function call(method, path, body = "") {
  const headers = { "content-length": Buffer.byteLength(body) };
  const options = { hostname, port, method, headers, path: `/2018-06-01/runtime/invocation/${path}`, agent: runtime };
  return new Promise((resolve, reject) => {
    const request = http.request(options, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => resolve({ headers: response.headers, body: Buffer.concat(chunks).toString() }));
    });
    request.on("error", reject).end(body);
  });
}

async function run() {
  for (;;) {
    const { headers, body } = await call("GET", "next");
    const answer = await session(JSON.parse(body));
    await call("POST", `${headers["lambda-runtime-aws-request-id"]}/response`, JSON.stringify(answer));
  }
}

run();
