// node validate.mjs FILE: exit status 0 if FILE is a valid OpenAPI document, else what is wrong.
import { readFile } from "node:fs/promises";
import { Validator } from "@seriousme/openapi-schema-validator";

const validator = new Validator();
const document = JSON.parse(await readFile(process.argv[2], "utf8"));
const result = await validator.validate(document);
if (!result.valid) {
    console.error(JSON.stringify(result.errors, null, 2));
    process.exit(1);
}
console.log(`valid OpenAPI ${validator.version}`);
