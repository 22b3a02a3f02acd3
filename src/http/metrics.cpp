#include "http/metrics.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <mutex>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>
#include <tuple>

namespace usher::http {

namespace {

const prometheus::Histogram::BucketBoundaries buckets{
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0};

/// A client may call its method anything; a series for each would have no end.
std::string_view known_method(std::string_view method) {
    constexpr std::array<std::string_view, 7> methods{
        "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
    const auto* found = std::find(methods.begin(), methods.end(), method);
    return found == methods.end() ? "other" : *found;
}

/// A counter that somebody else keeps is shown as it stands.
prometheus::MetricFamily shown(const std::string& name, const std::string& help, double value) {
    prometheus::ClientMetric metric;
    metric.counter.value = value;
    return {
        .name = name, .help = help, .type = prometheus::MetricType::Counter, .metric = {metric}};
}

prometheus::MetricFamily gauge(const std::string& name, const std::string& help, double value) {
    prometheus::ClientMetric metric;
    metric.gauge.value = value;
    return {.name = name, .help = help, .type = prometheus::MetricType::Gauge, .metric = {metric}};
}

void add_outbox(
    std::vector<prometheus::MetricFamily>& families, const outbox::DispatchCounters& outbox
) {
    const auto number = [](std::uint64_t value) { return static_cast<double>(value); };
    families.push_back(gauge(
        "usher_outbox_queued", "Deliveries that wait, when last counted.", number(outbox.queued)
    ));
    families.push_back(shown("usher_outbox_sent_total", "Deliveries sent.", number(outbox.sent)));
    families.push_back(shown(
        "usher_outbox_failed_attempts_total",
        "Attempts that failed and will be made again.",
        number(outbox.failed)
    ));
    families.push_back(shown(
        "usher_outbox_dropped_total",
        "Deliveries not sent because they were no longer true.",
        number(outbox.dropped)
    ));
    families.push_back(shown("usher_outbox_dead_total", "Deliveries given up.", number(outbox.dead))
    );
}

}  // namespace

struct Metrics::Families {
    /// What one kind of request is counted in.
    struct Series {
        prometheus::Counter& requests;
        prometheus::Histogram& seconds;
    };

    /// Compares without copying what is looked for.
    struct SeriesOrder {
        using is_transparent = void;
        using View = std::tuple<std::string_view, std::string_view, int>;

        template <class Left, class Right>
        bool operator()(const Left& left, const Right& right) const {
            return View(left) < View(right);
        }
    };

    prometheus::Registry registry;
    prometheus::Family<prometheus::Counter>& requests =
        prometheus::BuildCounter()
            .Name("usher_http_requests_total")
            .Help("Requests answered, by method, route and status.")
            .Register(registry);
    prometheus::Family<prometheus::Histogram>& durations =
        prometheus::BuildHistogram()
            .Name("usher_http_request_seconds")
            .Help("Time from a framed request to its answer, by route.")
            .Register(registry);

    /// By route, known_method() and status: to find a series by its labels, they would have to be
    /// built first.
    std::map<std::tuple<std::string, std::string_view, int>, Series, SeriesOrder> known;
    std::mutex mutex;

    Series find(std::string_view method, std::string_view route, int status);
};

Metrics::Families::Series Metrics::Families::find(
    std::string_view method, std::string_view route, int status
) {
    const std::lock_guard lock(mutex);
    const auto found = known.find(std::tuple(route, method, status));
    if (found != known.end()) return found->second;
    const std::string named(route);
    const Series made{
        .requests = requests.Add(
            {{"method", std::string(method)},     {"route", named}, {"status", std::to_string(status)}}
        ),
        .seconds = durations.Add({{"route", named}},
              buckets)
    };
    known.emplace(std::tuple(named, method, status), made);
    return made;
}

Metrics::Metrics() : families_(std::make_unique<Families>()) {}

Metrics::~Metrics() = default;

void Metrics::count_request(
    std::string_view method, std::string_view route, int status, std::chrono::nanoseconds took
) {
    const Families::Series series = families_->find(known_method(method), route, status);
    series.requests.Increment();
    series.seconds.Observe(std::chrono::duration<double>(took).count());
}

std::string Metrics::text(
    const FrontCounters& front,
    const store::DatabaseCounters& database,
    const std::optional<outbox::DispatchCounters>& outbox
) {
    auto families = families_->registry.Collect();
    const auto number = [](std::uint64_t value) { return static_cast<double>(value); };
    families.push_back(
        shown("usher_http_connections_total", "Connections accepted.", number(front.accepted))
    );
    families.push_back(
        gauge("usher_http_connections_open", "Connections open now.", number(front.open))
    );
    families.push_back(shown(
        "usher_http_connections_refused_total",
        "Connections refused at the limit.",
        number(front.refused_connections)
    ));
    families.push_back(shown(
        "usher_http_framing_errors_total",
        "Requests refused before they were whole.",
        number(front.framing_errors)
    ));
    families.push_back(shown(
        "usher_http_deadline_kills_total",
        "Connections closed at a deadline.",
        number(front.deadline_kills)
    ));
    families.push_back(
        shown("usher_database_commits_total", "Units of work committed.", number(database.commits))
    );
    families.push_back(shown(
        "usher_database_rollbacks_total", "Units of work rolled back.", number(database.rollbacks)
    ));
    families.push_back(shown(
        "usher_database_retries_total",
        "Units of work run again after a conflict.",
        number(database.retries)
    ));
    families.push_back(shown(
        "usher_database_reconnects_total",
        "Connections to the database made anew.",
        number(database.reconnects)
    ));
    if (outbox) add_outbox(families, *outbox);
    return prometheus::TextSerializer().Serialize(families);
}

}  // namespace usher::http
