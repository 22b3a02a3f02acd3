// Better Auth with its SCIM plugin, over its memory adapter.
// Usage: node better_auth.js PORT TOKEN
import {createServer} from "node:http";

import {scim} from "@better-auth/scim";
import {betterAuth} from "better-auth";
import {memoryAdapter} from "better-auth/adapters/memory";
import {getAuthTables} from "better-auth/db";
import {toNodeHandler} from "better-auth/node";

const [port, token] = process.argv.slice(2);

const plugin = scim({
    connections: [{id: "conformance", credentials: [{type: "bearer", id: "first", token}]}],
});
const options = {
    baseURL: `http://127.0.0.1:${port}`,
    secret: "a-secret-of-the-conformance-harness",
    plugins: [plugin],
    rateLimit: {enabled: false},
    telemetry: {enabled: false},
};
const tables = Object.fromEntries(
    Object.values(getAuthTables(options)).map((table) => [table.modelName, []]),
);
const auth = betterAuth({...options, database: memoryAdapter(tables)});

createServer(toNodeHandler(auth)).listen(Number(port), "127.0.0.1", () => {
    console.log(`http://127.0.0.1:${port}/api/auth/scim/v2`);
});
