// Named ways to break a server's answers, and which check must notice each. Test only.
#pragma once

#include "conformance/engine/exchange.hpp"

#include <functional>
#include <string>
#include <vector>

namespace usher::conformance {

/// What passes through the proxy. A fault may change the request before it is forwarded, and the
/// response before it goes back.
struct Passing {
    std::string method;
    std::string target;  ///< path below the base URL, and query, decoded
    Headers headers;
    std::string text;  ///< of the request's body
    int status = 0;
    Headers response_headers;
    Value body;         ///< of the response; what it becomes is rendered again
    std::string raw;    ///< the response's body if it is no JSON
    bool keep = false;  ///< set by a request fault: nothing is forwarded, the response stands

    [[nodiscard]] bool about(std::string_view method_wanted, std::string_view part) const {
        return method == method_wanted && target.find(part) != std::string::npos;
    }

    void answer(int with_status) {
        keep = true;
        status = with_status;
    }

    void drop_header(std::string_view name);
    /// In target, where it stands decoded, and in the request's body.
    bool replace(std::string_view from, std::string_view to);
};

struct Fault {
    std::string name;
    std::string what;
    std::string check;  ///< the id of the check that must notice
    std::function<void(Passing&)> before;
    std::function<void(Passing&)> after;
};

class FaultList {
  public:
    using Change = std::function<void(Passing&)>;

    /// A fault of the server's answers.
    void answers(std::string name, std::string what, std::string check, Change change) {
        faults_.push_back(
            {std::move(name), std::move(what), std::move(check), {}, std::move(change)}
        );
    }

    /// A fault of how the server reads requests.
    void reads(std::string name, std::string what, std::string check, Change change) {
        faults_.push_back(
            {std::move(name), std::move(what), std::move(check), std::move(change), {}}
        );
    }

    /// One that shows in what is done and in what is answered.
    void does(std::string name, std::string what, std::string check, Change before, Change after) {
        faults_.push_back(
            {std::move(name),
             std::move(what),
             std::move(check),
             std::move(before),
             std::move(after)}
        );
    }

    [[nodiscard]] const std::vector<Fault>& faults() const { return faults_; }

  private:
    std::vector<Fault> faults_;
};

namespace discovery_faults {
void add(FaultList& list);
}

namespace resource_faults {
void add(FaultList& list);
}

namespace query_faults {
void add(FaultList& list);
}

namespace change_faults {
void add(FaultList& list);
}

namespace protocol_faults {
void add(FaultList& list);
}

[[nodiscard]] FaultList all_faults();

}  // namespace usher::conformance
