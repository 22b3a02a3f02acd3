// scimmy with express 4: resources in a Map, as its documentation shows, and what it leaves to the
// program done as the RFC wants: a token that is checked, unique names in any letter case.
// Usage: node scimmy.js PORT TOKEN
import {randomUUID} from "node:crypto";

import express from "express";
import SCIMMY from "scimmy";
import SCIMMYRouters from "scimmy-routers";

const [port, token] = process.argv.slice(2);

const notFound = (id) => new SCIMMY.Types.Error(404, null, `Resource ${id} not found`);

function declare(Resource, uniqueKey) {
    const resources = new Map();
    const folded = (resource) => String(resource[uniqueKey]).toLowerCase();
    return SCIMMY.Resources.declare(Resource)
        .ingress((resource, data) => {
            const known = resources.get(resource.id);
            if (resource.id !== undefined && known === undefined) throw notFound(resource.id);
            for (const other of uniqueKey === undefined ? [] : resources.values()) {
                if (other !== known && folded(other) === folded(data)) {
                    throw new SCIMMY.Types.Error(409, "uniqueness", `${uniqueKey} is taken`);
                }
            }
            const id = resource.id ?? randomUUID();
            const now = new Date();
            const saved = {...data, id, meta: {created: known?.meta.created ?? now, lastModified: now}};
            resources.set(id, saved);
            return saved;
        })
        .egress((resource) => {
            if (resource.id === undefined) {
                const all = [...resources.values()];
                return resource.filter?.match(all) ?? all;
            }
            const found = resources.get(resource.id);
            if (found === undefined) throw notFound(resource.id);
            return found;
        })
        .degress((resource) => {
            if (!resources.delete(resource.id)) throw notFound(resource.id);
        });
}

declare(SCIMMY.Resources.User, "userName").extend(SCIMMY.Schemas.EnterpriseUser);
declare(SCIMMY.Resources.Group);

const authenticate = (request) => {
    if (request.header("Authorization") !== `Bearer ${token}`) throw new Error("wrong token");
    return "conformance";
};

const app = express();
app.disable("x-powered-by");
app.use("/scim/v2", new SCIMMYRouters({
    type: "bearer", handler: authenticate, baseUri: () => `http://127.0.0.1:${port}`,
}));
app.listen(Number(port), "127.0.0.1", () => console.log(`http://127.0.0.1:${port}/scim/v2`));
