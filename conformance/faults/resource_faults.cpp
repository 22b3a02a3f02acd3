// Faults in creating, reading and deleting.
#include "conformance/faults/fault.hpp"

namespace usher::conformance::resource_faults {

namespace {

bool creates(const Passing& passing) {
    return passing.method == "POST" && passing.status == 201;
}

bool reads_one(const Passing& passing) {
    return passing.method == "GET" && passing.status == 200 && passing.body["id"].present();
}

}  // namespace

void add(FaultList& list) {
    list.answers(
        "created-as-200",
        "POST answers 200",
        "resources.create-status:User",
        [](Passing& passing) {
            if (creates(passing)) passing.status = 200;
        }
    );
    list.answers(
        "no-location",
        "POST has no Location",
        "resources.create-location:User",
        [](Passing& passing) {
            if (creates(passing)) passing.drop_header("Location");
        }
    );
    list.answers(
        "location-elsewhere",
        "Location leads to another resource",
        "resources.create-location:Group",
        [](Passing& passing) {
            if (!creates(passing)) return;
            passing.drop_header("Location");
            passing.response_headers.emplace_back(
                "Location", "http://127.0.0.1/scim/v2/Groups/another"
            );
        }
    );
    list.answers(
        "client-chooses-id",
        "the client's id is taken",
        "resources.create-id:User",
        [](Passing& passing) {
            if (creates(passing)) passing.body.set("id", "chosen-by-client");
        }
    );
    list.answers(
        "no-meta-type",
        "meta has another resourceType",
        "resources.create-meta:User",
        [](Passing& passing) {
            if (creates(passing)) passing.body.set("meta", json(R"({"resourceType": "Person"})"));
        }
    );
    list.answers(
        "bad-created",
        "meta.created is no dateTime",
        "resources.create-meta-times:User",
        [](Passing& passing) {
            if (creates(passing))
                passing.body.set(
                    "meta", json(R"({"created": "yesterday", "lastModified": "yesterday"})")
                );
        }
    );
    list.answers(
        "no-schemas",
        "a resource has no `schemas`",
        "resources.create-body:User",
        [](Passing& passing) {
            if (creates(passing)) passing.body.erase("schemas");
        }
    );
    list.answers(
        "drops-emails",
        "emails are lost",
        "attributes.written-and-read:User.emails",
        [](Passing& passing) { passing.body.erase("emails"); }
    );
    list.answers(
        "changes-case",
        "displayName comes back in small letters",
        "resources.unicode",
        [](Passing& passing) {
            if (reads_one(passing))
                passing.body.set("displayName", lower(passing.body["displayName"].text()));
        }
    );
    list.answers(
        "loses-external-id",
        "externalId is lost",
        "resources.create-external-id:User",
        [](Passing& passing) { passing.body.erase("externalId"); }
    );
    list.answers(
        "shows-password",
        "the answer shows the password",
        "resources.password-not-shown",
        [](Passing& passing) {
            if (creates(passing))
                passing.body.set("password", "{SHA}2fd4e1c67a2d28fced849ee1bb76e7391b93eb12");
        }
    );
    list.answers(
        "accepts-duplicates",
        "a taken userName is taken again",
        "resources.user-name-taken",
        [](Passing& passing) {
            if (passing.status == 409) passing.status = 201;
        }
    );
    list.answers(
        "conflict-as-400",
        "a taken userName is 400",
        "resources.user-name-taken",
        [](Passing& passing) {
            if (passing.status == 409) passing.status = 400;
        }
    );
    list.answers(
        "wrong-scim-type",
        "a taken userName is `invalidValue`",
        "resources.user-name-taken",
        [](Passing& passing) {
            if (passing.status == 409) passing.body.set("scimType", "invalidValue");
        }
    );
    list.answers(
        "unknown-as-200",
        "an unknown id is 200",
        "resources.create-get-unknown:User",
        [](Passing& passing) {
            if (passing.method == "GET" && passing.status == 404) passing.status = 200;
        }
    );
    list.answers(
        "deleted-as-200",
        "DELETE answers 200",
        "resources.create-delete:User",
        [](Passing& passing) {
            if (passing.method == "DELETE" && passing.status == 204) passing.status = 200;
        }
    );
    list.reads(
        "deletes-nothing",
        "DELETE answers 204 and deletes nothing",
        "resources.create-deleted-is-404:User",
        [](Passing& passing) {
            if (passing.method == "DELETE") passing.answer(204);
        }
    );
    list.reads(
        "takes-any-type",
        "a value of another type is taken",
        "attributes.wrong-type:User.active",
        [](Passing& passing) { passing.replace("\"perhaps\"", "true"); }
    );
    list.reads(
        "takes-without-required",
        "a user without userName is taken",
        "attributes.required:User.userName",
        [](Passing& passing) {
            if (passing.about("POST", "/Users") &&
                passing.text.find("userName") == std::string::npos)
                passing.answer(201);
        }
    );
    list.answers(
        "extension-unlisted",
        "`schemas` lacks the extension",
        "resources.extension",
        [](Passing& passing) {
            if (creates(passing))
                passing.body.set(
                    "schemas", json(R"(["urn:ietf:params:scim:schemas:core:2.0:User"])")
                );
        }
    );
    list.reads(
        "minds-name-case",
        "USERNAME is another attribute",
        "resources.create-names-any-case:User",
        [](Passing& passing) {
            if (passing.text.find("USERNAME") != std::string::npos) passing.answer(400);
        }
    );
    list.answers(
        "search-post-refused",
        "POST .search answers 201",
        "resources.search-post",
        [](Passing& passing) {
            if (passing.about("POST", "/.search")) passing.status = 201;
        }
    );
}

}  // namespace usher::conformance::resource_faults
