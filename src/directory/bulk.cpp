#include "directory/bulk.hpp"

#include "directory/etag.hpp"
#include "usher/scim/error.hpp"
#include "usher/scim/messages.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

namespace usher::directory {

namespace {

using scim::BulkOperation;
using scim::Json;

constexpr std::string_view reference_prefix = "bulkId:";

/// Takes out of `value` whatever is a reference to one of `open`: the element of a list, else the
/// attribute. For one of a circle, which must be created before the others have ids.
void leave_out(Json& value, const std::vector<std::string>& open) {
    const auto is_open = [&](const Json& candidate) {
        if (!candidate.is_string()) return false;
        const auto& text = candidate.get_ref<const std::string&>();
        return text.starts_with(reference_prefix) &&
               std::find(open.begin(), open.end(), text.substr(reference_prefix.size())) !=
                   open.end();
    };
    const auto refers = [&](const Json& candidate) {
        return is_open(candidate) || (candidate.is_object() && candidate.contains("value") &&
                                      is_open(candidate["value"]));
    };
    for (auto at = value.begin(); at != value.end();) {
        if (refers(*at)) {
            at = value.erase(at);
        } else {
            if (at->is_structured()) leave_out(*at, open);
            ++at;
        }
    }
}

/// What "/Users" and "/Users/id" mean.
struct Place {
    const scim::ResourceType* type = nullptr;
    std::string id;
};

class BulkRun {
  public:
    BulkRun(
        Resources& resources,
        const scim::Registry& registry,
        Call& call,
        const scim::BulkRequest& request
    )
        : resources_(resources), registry_(registry), call_(call), request_(request) {
        for (const BulkOperation& operation : request.operations) {
            Job job{
                .operation = operation,
                .waits_for = scim::bulk_references(operation.data),
                .answer = {}};
            if (const auto id = reference_in_path(operation.path); !id.empty())
                job.waits_for.push_back(id);
            if (!operation.bulk_id.empty() && operation.method == "POST") {
                defined_.emplace(operation.bulk_id, jobs_.size());
            }
            jobs_.push_back(std::move(job));
        }
    }

    [[nodiscard]] std::string run() {
        while (!stopped() && !all_done()) {
            if (!run_ready_jobs() && !stopped()) break_circle();
        }
        if (!stopped()) complete_circles();
        return response();
    }

  private:
    struct Job {
        BulkOperation operation;
        std::vector<std::string> waits_for;  ///< bulkIds that it mentions
        Json answer;                         ///< null until it is done
    };

    /// A resource of a circle that was created without some reference, and the whole data it should
    /// have.
    struct Unfinished {
        std::size_t job;
        std::string id;
        Json data;
    };

    static std::string reference_in_path(const std::string& path) {
        const std::size_t at = path.rfind('/');
        if (at == std::string::npos ||
            path.compare(at + 1, reference_prefix.size(), reference_prefix) != 0) {
            return "";
        }
        return path.substr(at + 1 + reference_prefix.size());
    }

    [[nodiscard]] bool stopped() const {
        return request_.fail_on_errors && *request_.fail_on_errors > 0 &&
               failures_ >= *request_.fail_on_errors;
    }

    [[nodiscard]] bool all_done() const {
        return std::all_of(jobs_.begin(), jobs_.end(), [](const Job& job) {
            return !job.answer.is_null();
        });
    }

    /// Of the bulkIds that `job` mentions, those that have no id yet.
    [[nodiscard]] std::vector<std::string> unresolved(const Job& job) const {
        std::vector<std::string> open;
        for (const std::string& id : job.waits_for) {
            if (!resolved_.contains(id)) open.push_back(id);
        }
        return open;
    }

    /// Whether `bulk_id` may still get an id.
    [[nodiscard]] bool may_come(const std::string& bulk_id) const {
        const auto job = defined_.find(bulk_id);
        return job != defined_.end() && jobs_[job->second].answer.is_null();
    }

    bool run_ready_jobs() {
        bool progress = false;
        for (std::size_t at = 0; at < jobs_.size() && !stopped(); ++at) {
            Job& job = jobs_[at];
            if (!job.answer.is_null()) continue;
            const auto open = unresolved(job);
            const auto lost = std::find_if(open.begin(), open.end(), [&](const std::string& id) {
                return !may_come(id);
            });
            if (lost != open.end()) {
                fail(job, scim::Error::conflict("bulkId:" + *lost + " has come to nothing"));
                progress = true;
            } else if (open.empty()) {
                carry_out(at);
                progress = true;
            }
        }
        return progress;
    }

    /// Nobody can go first: creates one without the references that are still open.
    void break_circle() {
        const auto waiting = [](const Job& job) { return job.answer.is_null(); };
        auto job = std::find_if(jobs_.begin(), jobs_.end(), [&](const Job& candidate) {
            return waiting(candidate) && candidate.operation.method == "POST";
        });
        if (job == jobs_.end()) {
            job = std::find_if(jobs_.begin(), jobs_.end(), waiting);
            fail(*job, scim::Error::conflict("its bulkIds refer to each other without a way in"));
            return;
        }
        const auto at = static_cast<std::size_t>(job - jobs_.begin());
        Unfinished unfinished{.job = at, .id = "", .data = job->operation.data};
        leave_out(job->operation.data, unresolved(*job));
        carry_out(at);
        const auto made = resolved_.find(job->operation.bulk_id);
        if (made == resolved_.end()) return;
        unfinished.id = made->second;
        unfinished_.push_back(std::move(unfinished));
    }

    void complete_circles() {
        for (Unfinished& unfinished : unfinished_) {
            Job& job = jobs_[unfinished.job];
            resolve(unfinished.data, job);
            if (const auto open = unresolved(job); !open.empty()) {
                fail(job, scim::Error::conflict("bulkId:" + open.front() + " has come to nothing"));
                continue;
            }
            attempt(job, [&] {
                const Place place = place_of(job.operation.path);
                const Written written =
                    resources_.replace(call_, *place.type, unfinished.id, unfinished.data, "");
                succeed(job, written, *place.type, 201);
            });
        }
    }

    void resolve(Json& data, const Job& job) const {
        for (const std::string& id : job.waits_for) {
            const auto known = resolved_.find(id);
            if (known != resolved_.end()) scim::resolve_bulk_reference(data, id, known->second);
        }
    }

    [[nodiscard]] Place place_of(const std::string& path) const {
        const std::size_t end = path.find('/', 1);
        Place place{.type = registry_.find_endpoint(path.substr(0, end)), .id = ""};
        if (place.type == nullptr) {
            throw scim::Error::invalid_value("path: " + path + " is no resource type's endpoint");
        }
        if (end != std::string::npos) place.id = path.substr(end + 1);
        if (const auto reference = reference_in_path(path); !reference.empty()) {
            place.id = resolved_.at(reference);
        }
        return place;
    }

    void carry_out(std::size_t at) {
        Job& job = jobs_[at];
        attempt(job, [&] {
            const BulkOperation& operation = job.operation;
            if (!operation.fault.empty()) throw scim::Error::invalid_syntax(operation.fault);
            Json data = operation.data;
            resolve(data, job);
            const Place place = place_of(operation.path);
            if ((operation.method == "POST") != place.id.empty()) {
                throw scim::Error::invalid_value(
                    "path: " + operation.path + " is not for " + operation.method
                );
            }
            if (operation.method == "POST") {
                const Written made = resources_.create(call_, *place.type, std::move(data));
                if (!operation.bulk_id.empty()) resolved_[operation.bulk_id] = made.resource.id;
                succeed(job, made, *place.type, 201);
            } else if (operation.method == "PUT") {
                succeed(
                    job,
                    resources_.replace(
                        call_, *place.type, place.id, std::move(data), operation.version
                    ),
                    *place.type,
                    200
                );
            } else if (operation.method == "PATCH") {
                succeed(
                    job,
                    resources_.patch(
                        call_, *place.type, place.id, std::move(data), operation.version
                    ),
                    *place.type,
                    200
                );
            } else {
                resources_.remove(call_, *place.type, place.id, operation.version);
                job.answer = answer(operation, 204);
                job.answer["location"] = resources_.renderer().location(*place.type, place.id);
            }
        });
    }

    /// One operation's failure is its own (§3.7.3): it becomes its answer, and the others go on.
    template <class Step>
    void attempt(Job& job, Step&& step) {
        try {
            step();
        } catch (const scim::Error& error) {
            fail(job, error);
        } catch (const store::Unavailable&) {
            // Those before it are committed: the answer as a whole must still tell of them.
            fail(job, scim::Error::unavailable(store::retry_when_unavailable));
        }
    }

    static Json answer(const BulkOperation& operation, int status) {
        Json answer = Json::object();
        answer["method"] = operation.method;
        if (!operation.bulk_id.empty()) answer["bulkId"] = operation.bulk_id;
        answer["status"] = std::to_string(status);
        return answer;
    }

    void succeed(Job& job, const Written& written, const scim::ResourceType& type, int status) {
        job.answer = answer(job.operation, status);
        job.answer["location"] = resources_.renderer().location(type, written.resource.id);
        job.answer["version"] = etag_of(written.resource.version);
    }

    void fail(Job& job, const scim::Error& error) {
        ++failures_;
        job.answer = answer(job.operation, error.status());
        const std::string& path = job.operation.path;
        if (job.operation.method != "POST" && path.starts_with('/')) {
            job.answer["location"] = resources_.renderer().base_url() + path;
        }
        job.answer["response"] = scim::parse_json(scim::error_body(error));
    }

    [[nodiscard]] std::string response() const {
        Json operations = Json::array();
        for (const Job& job : jobs_) {
            if (!job.answer.is_null()) operations.push_back(job.answer);
        }
        return scim::to_text(Json{
            {"schemas",    Json::array({scim::bulk_response_urn})},
            {"Operations", std::move(operations)                 }
        });
    }

    Resources& resources_;
    const scim::Registry& registry_;
    Call& call_;
    const scim::BulkRequest& request_;
    std::vector<Job> jobs_;
    std::map<std::string, std::size_t> defined_;   // bulkId → the POST that makes it
    std::map<std::string, std::string> resolved_;  // bulkId → id
    std::vector<Unfinished> unfinished_;
    std::size_t failures_ = 0;
};

}  // namespace

std::string run_bulk(
    Resources& resources,
    const scim::Registry& registry,
    const scim::ServiceLimits& limits,
    Call& call,
    const Json& body
) {
    const scim::BulkRequest request =
        scim::parse_bulk_request(body, limits.bulk_operations, limits.bulk_payload);
    return BulkRun(resources, registry, call, request).run();
}

}  // namespace usher::directory
