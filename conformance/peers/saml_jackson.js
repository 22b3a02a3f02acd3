// Ory Polis (saml-jackson): its directory sync, behind express as its own service wires it.
// Usage: node saml_jackson.js PORT TOKEN
import express from "express";
import jackson from "@boxyhq/saml-jackson";

const [port, token] = process.argv.slice(2);
const start = jackson.default ?? jackson.controllers ?? jackson;

const {directorySyncController: directories} = await start({
    externalUrl: `http://127.0.0.1:${port}`,
    samlPath: "/sso/acs",
    scimPath: "/scim/v2.0",
    db: {engine: "mem"},
    noAnalytics: true,
});
const {data: directory, error} = await directories.directories.create({
    tenant: "conformance", product: "conformance", name: "Conformance", type: "generic-scim-v2",
});
if (error) throw new Error(error.message);

const app = express();
app.disable("x-powered-by");
app.use(express.json({type: ["application/json", "application/scim+json"], limit: "10mb"}));
app.all("/scim/v2/:type/:id?", (request, response) => serve(request, response).catch((error) => {
    response.status(500).json({error: {message: error.message}});
}));

async function serve(request, response) {
    const {query, params} = request;
    const sent = request.header("Authorization")?.replace(/^Bearer /, "") ?? null;
    const answer = await directories.requests.handle({
        method: request.method,
        body: ["GET", "DELETE"].includes(request.method) ? undefined : request.body,
        directoryId: directory.id,
        resourceType: params.type,
        resourceId: params.id,
        // The secret is the directory's own; the harness is given one of ours.
        apiSecret: sent === token ? directory.scim.secret : sent,
        query: {
            count: query.count ? Number(query.count) : undefined,
            startIndex: query.startIndex ? Number(query.startIndex) : undefined,
            filter: query.filter,
        },
    });
    response.status(answer.status).json(answer.data);
}

// As its own service words errors.
app.use((error, request, response, next) => {
    response.status(error.status ?? 500).json({error: {message: error.message}});
});
app.listen(Number(port), "127.0.0.1", () => console.log(`http://127.0.0.1:${port}/scim/v2`));
