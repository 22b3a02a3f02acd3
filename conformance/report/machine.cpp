// The reports for programs: JSON and JUnit's XML.
#include "conformance/report/report.hpp"

#include <sstream>

namespace usher::conformance {

namespace {

constexpr std::size_t kept = 20'000;

Value headers(const Headers& all) {
    Value object = Value::Object{};
    for (const auto& [name, value] : all)
        object.set(name, value);
    return object;
}

Value exchange(const Exchange& one) {
    Value value = Value::Object{};
    value.set("method", one.request.method);
    value.set("path", clipped(one.request.path, kept));
    value.set("request_headers", headers(one.request.headers));
    value.set("request_body", clipped(one.request.body, kept));
    value.set("status", one.status());
    value.set("response_headers", headers(one.response.headers));
    value.set("response_body", clipped(one.response.body, kept));
    return value;
}

Value score(const Score& one) {
    Value value = Value::Object{};
    value.set("topic", one.topic);
    value.set("passed", one.passed);
    value.set("deviations", one.deviations);
    value.set("failed", one.failed);
    value.set("skipped", one.skipped);
    value.set("percent", one.percent());
    return value;
}

}  // namespace

std::string as_json(const Report& report) {
    Value document = Value::Object{};
    document.set("base_url", report.base_url);
    document.set("profile", report.profile);
    document.set("started", report.started);
    document.set("seconds", report.seconds);
    document.set("interrupted", report.interrupted);
    document.set("total", score(total(report)));
    Value topics = Value::Array{};
    for (const auto& one : scores(report))
        topics.append(score(one));
    document.set("topics", topics);
    Value notes = Value::Array{};
    for (const auto& note : report.notes)
        notes.append(note);
    document.set("notes", notes);
    Value left = Value::Array{};
    for (const auto& path : report.left)
        left.append(path);
    document.set("not_deleted", left);
    Value checks = Value::Array{};
    for (const auto& [check, verdict] : report.results) {
        Value one = Value::Object{};
        one.set("id", check.id);
        one.set("topic", check.topic);
        one.set("level", name_of(check.level));
        one.set("section", check.section);
        one.set("clause", check.clause);
        one.set("verdict", name_of(verdict.outcome));
        one.set("reason", verdict.reason);
        if (verdict.outcome == Outcome::failed || verdict.outcome == Outcome::deviation) {
            Value exchanges = Value::Array{};
            for (const auto& each : verdict.exchanges)
                exchanges.append(exchange(each));
            one.set("exchanges", exchanges);
        }
        checks.append(one);
    }
    document.set("checks", checks);
    return pretty(document) + "\n";
}

std::string as_junit(const Report& report) {
    std::ostringstream out;
    const auto sum = total(report);
    out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\""
        << report.results.size() << "\" failures=\"" << sum.failed << "\" skipped=\"" << sum.skipped
        << "\" time=\"" << report.seconds << "\">\n";
    for (const auto& topic : scores(report)) {
        out << "  <testsuite name=\"" << escaped(topic.topic) << "\" tests=\""
            << topic.tried() + topic.skipped << "\" failures=\"" << topic.failed << "\" skipped=\""
            << topic.skipped << "\">\n";
        for (const auto& [check, verdict] : report.results) {
            if (check.topic != topic.topic) continue;
            out << "    <testcase classname=\"" << escaped(check.topic) << "\" name=\""
                << escaped(check.id) << "\">";
            const auto reason = escaped(verdict.reason);
            if (verdict.outcome == Outcome::skipped)
                out << "<skipped message=\"" << reason << "\"/>";
            if (verdict.outcome == Outcome::deviation)
                out << "<system-out>deviation: " << reason << "</system-out>";
            if (verdict.outcome == Outcome::failed) {
                out << "<failure message=\"" << reason << "\">"
                    << escaped(check.section + ": " + check.clause);
                if (!verdict.exchanges.empty()) {
                    const auto& last = verdict.exchanges.back();
                    out << "\n"
                        << escaped(last.request.method + " " + clipped(last.request.path, 500))
                        << "\n"
                        << escaped(clipped(last.request.body, 2000)) << "\n"
                        << last.status() << "\n"
                        << escaped(clipped(last.response.body, 2000));
                }
                out << "</failure>";
            }
            out << "</testcase>\n";
        }
        out << "  </testsuite>\n";
    }
    out << "</testsuites>\n";
    return out.str();
}

}  // namespace usher::conformance
