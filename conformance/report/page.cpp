// The report for people: one page, failures first.
#include "conformance/report/report.hpp"

#include <algorithm>
#include <sstream>

namespace usher::conformance {

namespace {

constexpr std::string_view style = R"css(
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #5b6570; --line: #d9dee3; --paper: #fff;
  --code: #f5f7f9; --passed: #1a7f4b; --deviation: #9a6700; --failed: #c62828; --skipped: #8a939c; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ec; --soft: #9aa4ae; --line: #363c43;
  --paper: #16191d; --code: #1f2429; --passed: #4cc38a; --deviation: #e0a92e; --failed: #ff7b72;
  --skipped: #7d8791; } }
* { box-sizing: border-box; }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 64rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.5rem; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .75rem; }
.about { color: var(--soft); margin: .25rem 0 1.5rem; }
.sum { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.25rem 0; }
.sum div { border: 1px solid var(--line); border-radius: .5rem; padding: .6rem 1rem; min-width: 7rem; }
.sum b { display: block; font-size: 1.6rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.passed { color: var(--passed); } .deviation { color: var(--deviation); }
.failed { color: var(--failed); } .skipped { color: var(--skipped); }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: .35rem .6rem; border-bottom: 1px solid var(--line); white-space: nowrap; }
th { font-weight: 600; color: var(--soft); font-size: .85rem; }
th:first-child, td:first-child { text-align: left; }
td.bar { width: 35%; }
.bar span { display: flex; height: .7rem; border-radius: .2rem; overflow: hidden; background: var(--line); }
.bar i { display: block; height: 100%; }
.bar .p { background: var(--passed); } .bar .d { background: var(--deviation); } .bar .f { background: var(--failed); }
article { border: 1px solid var(--line); border-left: .3rem solid; border-radius: .4rem; padding: .8rem 1rem; margin: .8rem 0; }
article.failed { border-left-color: var(--failed); } article.deviation { border-left-color: var(--deviation); }
article h3 { font: 600 .95rem/1.4 ui-monospace, monospace; margin: 0; color: var(--ink); overflow-wrap: anywhere; }
article p { margin: .35rem 0; color: var(--ink); }
article .clause { color: var(--soft); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem .9rem; margin: .5rem 0; color: var(--ink); }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
pre { background: var(--code); color: var(--ink); border-radius: .3rem; padding: .6rem .8rem; margin: .35rem 0; font: .82rem/1.45 ui-monospace, monospace;
  white-space: pre-wrap; overflow-wrap: anywhere; max-height: 24rem; overflow-y: auto; }
.exchange { display: grid; grid-template-columns: 1fr 1fr; gap: .2rem .6rem; margin: .5rem 0; }
.exchange pre { min-width: 0; margin: 0; }
.exchange span { color: var(--soft); font-size: .85rem; }
.exchange span:nth-of-type(2) { grid-area: 1 / 2; }
@media (max-width: 45rem) { .exchange { display: block; } dl { grid-template-columns: 1fr; } }
a { color: inherit; }
summary { cursor: pointer; color: var(--soft); }
.list { columns: 2 20rem; padding: 0; list-style: none; font-size: .85rem; }
.list li { break-inside: avoid; padding: .1rem 0; overflow-wrap: anywhere; }
.list small { color: var(--soft); }
)css";

std::string message(const std::string& text) {
    const auto value = parse(text);
    return escaped(clipped(value.present() ? pretty(value) : text, 4000));
}

void put_exchange(std::ostringstream& out, const Exchange& one) {
    out << "<div class=\"exchange\"><span>request</span><span>response</span><pre>"
        << escaped(one.request.method) << " " << escaped(clipped(one.request.path, 600));
    for (const auto& [name, value] : one.request.headers)
        out << "\n" << escaped(name) << ": " << escaped(value);
    if (!one.request.body.empty()) out << "\n\n" << message(one.request.body);
    out << "</pre><pre>";
    if (one.status() == 0)
        out << "no answer: " << escaped(one.response.fault);
    else
        out << one.status();
    for (const auto& [name, value] : one.response.headers) {
        const auto folded = lower(name);
        if (folded == "content-type" || folded == "location" || folded == "etag" ||
            folded == "www-authenticate" || folded == "allow")
            out << "\n" << escaped(name) << ": " << escaped(value);
    }
    if (!one.response.body.empty()) out << "\n\n" << message(one.response.body);
    out << "</pre></div>";
}

void put_finding(std::ostringstream& out, const Result& result) {
    const auto& [check, verdict] = result;
    const auto outcome = name_of(verdict.outcome);
    out << "<article id=\"" << escaped(check.id) << "\" class=\"" << outcome << "\"><h3>"
        << escaped(check.id) << "</h3><dl><dt>expected</dt><dd>" << escaped(check.clause)
        << "</dd><dt>found</dt><dd>" << escaped(verdict.reason) << "</dd><dt>clause</dt><dd>"
        << escaped(check.section) << ", " << name_of(check.level) << "</dd></dl>";
    if (!verdict.exchanges.empty()) {
        put_exchange(out, verdict.exchanges.back());
        if (verdict.exchanges.size() > 1) {
            out << "<details><summary>" << verdict.exchanges.size() - 1
                << " requests before that</summary>";
            for (std::size_t index = 0; index + 1 < verdict.exchanges.size(); ++index)
                put_exchange(out, verdict.exchanges[index]);
            out << "</details>";
        }
    }
    out << "</article>\n";
}

void put_findings(
    std::ostringstream& out, const Report& report, Outcome outcome, std::string_view title
) {
    bool any = false;
    for (const auto& result : report.results) {
        if (result.verdict.outcome != outcome) continue;
        if (!any) out << "<h2>" << title << "</h2>\n";
        any = true;
        put_finding(out, result);
    }
}

void put_list(
    std::ostringstream& out, const Report& report, Outcome outcome, std::string_view title
) {
    const auto is = [&](const Result& result) { return result.verdict.outcome == outcome; };
    if (std::ranges::none_of(report.results, is)) return;
    out << "<h2>" << title << "</h2>\n<details" << (outcome == Outcome::skipped ? " open" : "")
        << "><summary>" << std::ranges::count_if(report.results, is)
        << " checks</summary><ul class=\"list\">\n";
    for (const auto& result : report.results) {
        if (!is(result)) continue;
        out << "<li title=\"" << escaped(result.check.section + ": " + result.check.clause) << "\">"
            << escaped(result.check.id);
        if (!result.verdict.reason.empty())
            out << "<br><small>" << escaped(result.verdict.reason) << "</small>";
        out << "</li>\n";
    }
    out << "</ul></details>\n";
}

void put_bar(std::ostringstream& out, const Score& score) {
    out << "<td class=\"bar\"><span>";
    const auto part = [&](const char* name, int number) {
        if (number > 0 && score.tried() > 0)
            out << "<i class=\"" << name << "\" style=\"width:" << 100.0 * number / score.tried()
                << "%\"></i>";
    };
    part("p", score.passed);
    part("d", score.deviations);
    part("f", score.failed);
    out << "</span></td>";
}

/// The topic's name, leading to its first finding if it has one.
std::string linked(const Report& report, const std::string& topic) {
    for (const auto outcome : {Outcome::failed, Outcome::deviation})
        for (const auto& [check, verdict] : report.results)
            if (check.topic == topic && verdict.outcome == outcome)
                return "<a href=\"#" + escaped(check.id) + "\">" + escaped(topic) + "</a>";
    return escaped(topic);
}

void put_scores(std::ostringstream& out, const Report& report) {
    out << "<h2>Score by topic</h2>\n<table><thead><tr><th>topic</th><th></th><th>score</th>"
           "<th>passed</th><th>deviations</th><th>failed</th><th>skipped</th></tr></"
           "thead><tbody>\n";
    for (const auto& score : scores(report)) {
        out << "<tr><td>" << linked(report, score.topic) << "</td>";
        put_bar(out, score);
        out << "<td>"
            << (score.tried() == 0 ? std::string("–") : std::to_string(score.percent()) + " %")
            << "</td><td>" << score.passed << "</td><td>" << score.deviations << "</td><td"
            << (score.failed > 0 ? " class=\"failed\"" : "") << ">" << score.failed << "</td><td>"
            << score.skipped << "</td></tr>\n";
    }
    out << "</tbody></table>\n";
}

}  // namespace

std::string as_html(const Report& report) {
    const auto sum = total(report);
    std::ostringstream out;
    out << "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>SCIM "
           "conformance of "
        << escaped(report.base_url) << "</title><style>" << style
        << "</style></head><body>\n<h1>SCIM conformance of " << escaped(report.base_url)
        << "</h1>\n<p class=\"about\">Profile " << escaped(report.profile) << " · "
        << escaped(report.started) << " · " << report.results.size() << " checks"
        << (report.interrupted ? " · interrupted" : "") << "</p>\n<div class=\"sum\"><div><b>"
        << sum.percent() << " %</b>of what was tried</div><div class=\"failed\"><b>" << sum.failed
        << "</b>failed</div><div class=\"deviation\"><b>" << sum.deviations
        << "</b>deviations</div><div class=\"passed\"><b>" << sum.passed
        << "</b>passed</div><div class=\"skipped\"><b>" << sum.skipped
        << "</b>skipped</div></div>\n";
    for (const auto& note : report.notes)
        out << "<p>Note: " << escaped(note) << ".</p>\n";
    for (const auto& path : report.left)
        out << "<p class=\"failed\">Could not be deleted: " << escaped(path) << "</p>\n";
    put_scores(out, report);
    put_findings(out, report, Outcome::failed, "Failed: a MUST is broken");
    put_findings(out, report, Outcome::deviation, "Deviations");
    put_list(out, report, Outcome::skipped, "Skipped");
    put_list(out, report, Outcome::passed, "Passed");
    out << "</body></html>\n";
    return out.str();
}

}  // namespace usher::conformance
