#include "conformance/checks/bulk_message.hpp"

namespace usher::conformance {

const Exchange& bulk(Run& run, const Value& operations, std::int64_t fail_on_errors) {
    run.require(run.features().bulk, "bulk");
    auto body = json(R"({"schemas": ["$1"], "Operations": "$2"})", bulk_urn, operations);
    if (fail_on_errors > 0) body.set("failOnErrors", fail_on_errors);
    const auto& answer = run.post("/Bulk", body);
    // What was created there is known by its location only.
    for (const auto& operation : answer.body["Operations"].elements()) {
        const auto& location = operation["location"].text();
        for (const auto* type : {run.target().users(), run.target().groups()}) {
            if (type == nullptr) continue;
            const auto at = location.rfind(type->endpoint + "/");
            if (at != std::string::npos && operation["status"].text().starts_with("201"))
                run.session().created(location.substr(at));
        }
    }
    return answer;
}

const Value& bulk_results(const Exchange& answer) {
    Run::expect_status(answer, {200});
    const auto& operations = answer.body["Operations"];
    Run::expect(operations.is_array(), "there are no Operations in the answer");
    return operations;
}

std::string bulk_status(const Value& operation) {
    const auto& status = operation["status"];
    if (status.is_object()) return status["code"].text();
    return status.is_integer() ? std::to_string(status.integer()) : status.text();
}

void expect_statuses(const Exchange& answer, const std::vector<std::string>& wanted) {
    const auto& operations = bulk_results(answer);
    Run::expect(
        operations.size() == wanted.size(),
        "there are " + std::to_string(operations.size()) + " results, expected " +
            std::to_string(wanted.size())
    );
    for (std::size_t index = 0; index < wanted.size(); ++index) {
        const auto status = bulk_status(operations[index]);
        Run::expect(
            status == wanted[index],
            "operation " + std::to_string(index + 1) + " answered \"" + status + "\", expected \"" +
                wanted[index] + "\""
        );
    }
}

Value post_user(Run& run, const char* id, const Value& extra) {
    return json(
        R"({"method": "POST", "path": "$1", "bulkId": "$2", "data": "$3"})",
        run.users().endpoint,
        id,
        run.body_for(run.users(), extra)
    );
}

Value post_group(Run& run, const char* id, const std::vector<std::string>& members) {
    Value list = Value::Array{};
    for (const auto& member : members)
        list.append(json(R"({"value": "$1"})", member));
    return json(
        R"({"method": "POST", "path": "$1", "bulkId": "$2", "data": "$3"})",
        run.groups().endpoint,
        id,
        run.body_for(run.groups(), json(R"({"members": "$1"})", list))
    );
}

std::string created_id(const Value& operation) {
    const auto& location = operation["location"].text();
    return location.substr(location.rfind('/') + 1);
}

}  // namespace usher::conformance
